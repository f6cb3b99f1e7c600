"""What a phrase is read as: its shape and numbers, with the precision as written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from effectbank.numerals import read

# words | shape | numbers | decimals written (None: in words)
SHAPES = [
    ("39 of 116", "events of total", (39, 116), (0, 0)),
    ("39/116", "events of total", (39, 116), (0, 0)),
    ("39 of the 116 patients", "events of total", (39, 116), (0, 0)),
    ("39 out of 116", "events of total", (39, 116), (0, 0)),
    ("39 (of 116)", "events of total", (39, 116), (0, 0)),
    ("just eight of 71", "events of total", (8, 71), (None, 0)),
    ("22%", "proportion", (22,), (0,)),
    ("22 %", "proportion", (22,), (0,)),
    ("22\u00a0%", "proportion", (22,), (0,)),
    ("22 per cent", "proportion", (22,), (0,)),
    ("22 percent", "proportion", (22,), (0,)),
    ("21.9%", "proportion", ("21.9",), (1,)),
    ("22 in every 100", "proportion", (22, 100), (0, 0)),
    ("24 in 100", "proportion", (24, 100), (0, 0)),
    ("24 naltrexone patients in every 100", "proportion", (24, 100), (0, 0)),
    ("24 out of every 100", "proportion", (24, 100), (0, 0)),
    ("168 per 1000", "proportion", (168, 1000), (0, 0)),
    ("168 per 1,000", "proportion", (168, 1000), (0, 0)),
    ("1 in 12", "one in", (1, 12), (0, 0)),
    ("one in twelve", "one in", (1, 12), (None, None)),
    ("a quarter", "proportion", ("0.25",), (None,)),
    ("half", "proportion", ("0.5",), (None,)),
    ("half of the others", "proportion", ("0.5",), (None,)),
    ("three-quarters", "proportion", ("0.75",), (None,)),
    ("two fifths", "proportion", ("0.4",), (None,)),
    ("¾", "proportion", ("0.75",), (None,)),
    ("twice as many", "multiple", (2,), (None,)),
    ("tripled", "multiple", (3,), (None,)),
    ("three times more likely", "multiple", (3,), (None,)),
    ("2.5-fold", "multiple", ("2.5",), (1,)),
    ("0.47 (0.26 to 0.84)", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("RR 0.47, 0.26 to 0.84", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("0.47 [0.26, 0.84]", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("RR 0.47 (95% CI 0.26–0.84)", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("RR = 0.47; 95% CI: 0.26-0.84", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("a risk ratio of 0.47 (0.26 to 0.84)", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("0·47 (95% CI 0·26–0·84)", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("−0.71 (−1.06 to −0.36)", "estimate ci", ("-0.71", "-1.06", "-0.36"), (2, 2, 2)),
    ("-0.71 (-1.06 – -0.36)", "estimate ci", ("-0.71", "-1.06", "-0.36"), (2, 2, 2)),
    ("0.47 (.26, .84)", "estimate ci", ("0.47", "0.26", "0.84"), (2, 2, 2)),
    ("0.26 to 0.84", "interval", ("0.26", "0.84"), (2, 2)),
    ("between 0.26 and 0.84", "interval", ("0.26", "0.84"), (2, 2)),
    ("two or three", "interval", (2, 3), (None, None)),
    ("p < .001", "p", ("0.001",), (3,)),
    ("P=0.03", "p", ("0.03",), (2,)),
    ("p-value of 0.03", "p", ("0.03",), (2,)),
    ("13 studies", "count", (13,), (0,)),
    ("1158", "count", (1158,), (0,)),
    ("1,158", "count", (1158,), (0,)),
    ("1\u202f158", "count", (1158,), (0,)),
    ("six", "count", (6,), (None,)),
    ("Thirteen studies", "count", (13,), (None,)),
    ("ninety-nine", "count", (99,), (None,)),
    ("two hundred and five", "count", (205,), (None,)),
    ("a hundred", "count", (100,), (None,)),
    ("three thousand two hundred", "count", (3200,), (None,)),
    ("a dozen", "count", (12,), (None,)),
    ("two-week", "count", (2,), (None,)),
    ("early 20s", "count", (20,), (None,)),
    ("none", "count", (0,), (None,)),
    ("1.43", "number", ("1.43",), (2,)),
    ("RR 2", "number", (2,), (0,)),
    ("-3", "number", (-3,), (0,)),
]


@pytest.mark.parametrize(("words", "shape", "numbers", "digits"), SHAPES)
def test_shape(words: str, shape: str, numbers: tuple[object, ...], digits: tuple[object, ...]) -> None:
    (part,) = read(words).parts
    assert part.shape == shape
    assert tuple(w.value for w in part.numbers) == tuple(Decimal(str(n)) for n in numbers)
    assert tuple(w.digits for w in part.numbers) == digits
    assert all(words[w.start : w.end] == w.text for w in part.numbers)


@pytest.mark.parametrize(
    "words", ["third", "the third study", "a third study", "second", "15th", "San", "", "CD001333"]
)
def test_ordinals_and_identifiers_are_no_numbers(words: str) -> None:
    assert read(words).shape == "unread"


def test_a_phrase_may_say_its_value_twice() -> None:
    assert [part.shape for part in read("A quarter (13 of 54)").parts] == ["proportion", "events of total"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("significant", "significant"),
        ("statistically significant", "significant"),
        ("significantly better", "significant"),
        ("unlikely to be due to chance", "significant"),
        ("not due to chance", "significant"),
        ("not statistically significant", "not significant"),
        ("non-significant", "not significant"),
        ("non-significantly", "not significant"),
        ("nonsignificant", "not significant"),
        ("insignificant", "not significant"),
        ("no significant difference", "not significant"),
        ("wasn't significant", "not significant"),
        ("fell short of statistical significance", "not significant"),
        ("failed to reach significance", "not significant"),
        ("nearly significant", "not significant"),
        ("almost reached significance", "not significant"),
        ("not quite significant", "not significant"),
        ("never came close to significance", "not significant"),
        ("bordering on significance", "not significant"),
        ("just missed significance", "not significant"),
        ("lost significance", "not significant"),
        ("ceased to be significant", "not significant"),
        ("unable to show a significant difference", "not significant"),
        ("neither significant nor large", "not significant"),
        ("not significant nor large", "not significant"),
        ("not large, nor significant", "not significant"),
        ("not only significant", "significant"),
        ("could be due to chance", "not significant"),
        ("not reliably improved", "not significant"),
        ("could not be relied on", "not significant"),
    ],
)
def test_significance(words: str, says: str) -> None:
    (part,) = read(words).parts
    assert part.verdict is not None
    assert (part.shape, part.verdict.says) == ("significance", says)


@pytest.mark.parametrize(
    ("words", "says", "negated", "whom"),
    [
        ("higher", "higher", False, ""),
        ("a larger proportion", "higher", False, ""),
        ("more", "higher", False, ""),
        ("fewer", "lower", False, ""),
        ("a smaller proportion", "lower", False, ""),
        ("no fewer", "lower", True, ""),
        ("superior", "better", False, ""),
        ("worse", "worse", False, ""),
        ("in favour of naltrexone", "favours", False, "naltrexone"),
        ("favours the placebo", "favours", False, "placebo"),
        ("favored naltrexone", "favours", False, "naltrexone"),
    ],
)
def test_direction(words: str, says: str, negated: bool, whom: str) -> None:
    (part,) = read(words).parts
    assert part.verdict is not None
    assert (part.shape, part.verdict.says) == ("direction", says)
    assert (part.verdict.negated, part.verdict.whom) == (negated, whom)
