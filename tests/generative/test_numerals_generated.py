"""What is printed is read back and agrees; what is off by more than its rounding does not; reading never raises."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from effectbank import numerals
from effectbank.numerals import Plain, agrees, quantities, read, rewritten

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9)
positive = st.floats(min_value=1e-6, max_value=1e6)
proportion = st.floats(min_value=0, max_value=1)
places = st.integers(min_value=0, max_value=5)
phrases = st.text(
    alphabet=st.sampled_from("0123456789 .,·-−–()[]%/<>=≤~½ofinpertoaCIRp\n\u00a0twichalfsox"), max_size=40
)


def value(shape: str, *numbers: float) -> Plain:
    return Plain(shape=shape, numbers=numbers)


@given(finite, places)
def test_a_number_printed_is_read_back(x: float, digits: int) -> None:
    assert agrees(read(numerals.fixed(x, digits)), value("estimate", x))


@given(finite, places, st.sampled_from([-1, 1]), st.floats(min_value=1.001, max_value=50))
def test_beyond_its_rounding_it_is_false(x: float, digits: int, sign: int, far: float) -> None:
    off = x + sign * far * 10.0**-digits
    assume(numerals.fixed(off, digits) != numerals.fixed(x, digits))
    assert not agrees(read(numerals.fixed(x, digits)), value("estimate", off))


@given(proportion, places)
def test_a_percentage(p: float, digits: int) -> None:
    words = numerals.percent(p, digits)
    assert agrees(read(words), value("proportion", p))
    assert not agrees(read(words), value("proportion", p + 0.0101))
    assert not agrees(read(words), value("proportion", p - 0.0101))


@given(proportion, st.sampled_from([100, 1000, 10000]))
def test_so_many_in_every(p: float, base: int) -> None:
    words = numerals.per(p, base)
    assert agrees(read(words), value("proportion", p))
    assert not agrees(read(words), value("proportion", p + 1.01 / base))


@given(positive, positive, positive, places)
def test_an_estimate_and_its_interval(a: float, b: float, c: float, digits: int) -> None:
    low, estimate, high = sorted((a, b, c))
    found = Plain(shape="estimate ci", numbers=(estimate, low, high))
    assert agrees(read(numerals.estimate_ci(estimate, low, high, digits)), found)
    assert agrees(read(numerals.interval(low, high, digits)), found)
    off = Plain(shape="estimate ci", numbers=(estimate, low, high + 1.01 * 10.0**-digits))
    assert not agrees(read(numerals.estimate_ci(estimate, low, high, digits)), off)


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_counts_are_exact(events: int, total: int) -> None:
    pair = value("events of total", events, total)
    for words in (f"{events} of {total}", f"{numerals.integer(events)} of {numerals.integer(total)}"):
        assert agrees(read(words), pair)
        assert not agrees(read(words), value("events of total", events + 1, total))
        assert not agrees(read(words), value("events of total", events, total + 1))
    assert agrees(read(numerals.integer(events)), value("count", events))


@given(proportion)
def test_p(p: float) -> None:
    assert agrees(read(numerals.p_value(p)), value("p", p))


@given(st.integers(min_value=2, max_value=10**6), st.floats(min_value=-0.49, max_value=0.49))
def test_one_in_so_many(n: int, off: float) -> None:
    """N is what the value rounds to, and the share within a twentieth of one in N."""
    away = abs(n / (n + off) - 1)
    assume(abs(away - 0.05) > 1e-9)
    assert agrees(read(f"1 in {n}"), value("proportion", 1 / (n + off))) is (away < 0.05)


NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@given(st.integers(min_value=0, max_value=12), st.integers(min_value=0, max_value=15))
def test_number_words(n: int, other: int) -> None:
    assert agrees(read(NAMES[n]), value("count", other)) is (n == other)


@given(phrases)
def test_reading_never_raises_and_points_into_the_words(words: str) -> None:
    for part in read(words).parts:
        assert all(words[w.start : w.end] == w.text for w in part.numbers)
        for found in (value("estimate", 0.5), value("proportion", 0.5), value("events of total", 1, 2)):
            agrees(read(words), found)
    assert all(0 <= start < end <= len(words) for start, end in quantities(words))


@given(st.text(max_size=60))
def test_any_text_is_read(words: str) -> None:
    read(words)
    quantities(words)


FORMS = ["{} of {}", "{}/{}", "just {} of the {} patients"]


@given(
    st.sampled_from(FORMS),
    *[st.integers(min_value=0, max_value=99999)] * 4,
)
def test_rewriting_makes_the_words_true_with_digits_only(form: str, a: int, b: int, c: int, d: int) -> None:
    words, found = form.format(a, b), value("events of total", c, d)
    changes = rewritten(read(words), found)
    if (a, b) == (c, d):
        assert changes is None
        return
    assert changes is not None
    for start, end, new in sorted(changes, reverse=True):
        assert words[start:end].isdigit()
        assert new.isdigit()
        words = words[:start] + new + words[end:]
    assert words == form.format(c, d)
    assert agrees(read(words), found)


@given(positive, positive, places)
def test_rewriting_keeps_the_precision(old: float, new: float, digits: int) -> None:
    words = f"a risk ratio of {numerals.fixed(old, digits)}"
    changes = rewritten(read(words), value("estimate", new))
    if changes is not None:
        ((start, end, written),) = changes
        assert written == numerals.fixed(new, digits)
        assert words[:start] == "a risk ratio of "
        assert end == len(words)
