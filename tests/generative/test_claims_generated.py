"""Any text is parsed; claims keep their places; rewriting any text of the founding folder changes digits only."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from effectbank.review import Review, open_folder
from effectbank.review.claims import check_claims, coverage, rewrite
from effectbank.review.paths import BadPath, resolve
from effectbank.review.text import parse
from effectbank.review.text.tree import walk

FOUNDING = open_folder("naltrexone-2011")
assert check_claims(FOUNDING) == ()  # and every analysis is pooled once

PIECES = (
    *("[", "]", "(", ")", "{", "}", "(=", "(#p)", "{.editor}", "{.uncounted}", "{#p}", "\n{#p}\n"),
    *("\n::: ", "\n:::\n", "\n::::{voice} findings\n", "\n:::{unfold} More\n", "\n```\n", "\n|---|---|\n"),
    *("\n\n", "\n", "\r\n", "\r", "    ", "\t", "\n> ", "\n- ", "\n1. ", "|", "`", "*", "**", "_", "\\"),
    *("[^n]", "\n[^n]: ", "<b>", "&nbsp;", "\0", "\ufeff", "\u2028", "\x0b", "é", "🙂", "13 of 54"),
    *("[39 of 116](=enforced.intervention)", "[six](=retained.k)", "[1](entry:a)"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)

PATHS = (
    "enforced.intervention", "retained", "imprisoned.ci", "retained.intervention.crude_risk", "studies.randomised",
    "fact:australia_deaths", "retained.p", "retained.i2", "times_as_many", "retained.significance", "nowhere",
)  # fmt: skip
WORDS = (
    *("{} of {}", "{}%", "{}.{} (0.{} to {}.9)", "{},{:03d}", "1 in {}", "{} per 1000", "p = .{}", "-{}.{}"),
    *("about {}%", "more than {}", "eight of {}", "**{}** of {}", "{} in every 100", "RR {}.{}, 0.1 to {}.{}"),
    *(".{}", "six"),
)
SEPARATORS = ("\n\n", "\r\n", "  \n", " and ", "\n> ", " | ", "\t", "\n- ", "\n[^n]: ")


@st.composite
def claiming(draw: st.DrawFn) -> bytes:
    """A text with claims of many shapes on paths of many shapes, in awkward surroundings."""
    parts = []
    for _ in range(draw(st.integers(min_value=1, max_value=6))):
        numbers = draw(st.lists(st.integers(min_value=0, max_value=999), min_size=4, max_size=4))
        words = draw(st.sampled_from(WORDS)).format(*numbers)
        parts.append(f"[{words}](={draw(st.sampled_from(PATHS))}){draw(st.sampled_from(SEPARATORS))}")
    mark = draw(st.sampled_from(("", "\ufeff")))
    return (mark + draw(st.sampled_from(("", "Words: ", "| a | b |\n|---|---|\n| "))) + "".join(parts)).encode()


def with_text(raw: bytes) -> Review:
    """The founding folder with another text: what it pools stays pooled."""
    review = replace(FOUNDING, files={**FOUNDING.files, "text.md": raw}, text=raw.decode().removeprefix("\ufeff"))
    review._syntheses.update(FOUNDING._syntheses)
    return review


@settings(max_examples=100, deadline=None)
@given(st.one_of(texts, st.text(max_size=80)))
def test_any_text_is_parsed_and_checked(source: str) -> None:
    text = parse(source)
    assert all(node.line >= 1 for node in walk(text.blocks))
    for claim in text.claims:
        assert 0 <= claim.start <= claim.end <= len(source)
        pairs = zip(claim.words, claim.offsets, strict=True)
        assert all(source[at].replace("\0", "\ufffd") == said for said, at in pairs if not said.isspace())
    check_claims(FOUNDING, text)
    found = coverage(FOUNDING, text)
    assert found.bound <= found.total


@settings(max_examples=100, deadline=None)
@given(claiming())
def test_rewriting_changes_digits_only(raw: bytes) -> None:
    review = with_text(raw)
    found = rewrite(review)
    numeral = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")  # its comma and its point belong to a numeral
    assert numeral.sub("#", found.new.decode()) == numeral.sub("#", raw.decode())
    again = rewrite(with_text(found.new))
    assert again.changes == ()  # once is enough
    assert {problem.place.line for problem in found.remaining} <= {p.place.line for p in check_claims(review)}
    assert len(found.remaining) == len(check_claims(review)) - len(found.changes)


@settings(max_examples=50, deadline=None)
@given(claiming(), st.sets(st.integers(min_value=1, max_value=6)))
def test_any_subset_can_be_accepted(raw: bytes, accept: set[int]) -> None:
    review = with_text(raw)
    some = rewrite(review, accept)
    assert set(some.accepted) == accept & {change.number for change in some.changes}
    assert (some.new == raw) is (not some.accepted)
    left = tuple(change for change in some.changes if change.number not in accept)
    rest = rewrite(with_text(some.new))
    assert [(c.before, c.after) for c in rest.changes] == [(c.before, c.after) for c in left]


NAMES = st.sampled_from(
    (
        *("retained", "follow_up", "mortality", "intervention", "control", "published", "without(san_1991)"),
        *("study(x)", "k", "crude_risk", "studies", "count", "ci", "values", "compared", "versions", "2006"),
        *("fact:drop_out", "", "(", "x y", "é"),
    )
)


def led(path: str) -> str:
    """The value in words, or the error's own."""
    try:
        return str(resolve(FOUNDING, path))
    except BadPath as fault:
        return fault.message if fault.address == path else ""


@settings(max_examples=200, deadline=None)
@given(st.lists(NAMES, max_size=5).map(".".join) | st.text(max_size=30))
def test_any_path_leads_to_a_value_or_says_why_not(path: str) -> None:
    assert led(path)
