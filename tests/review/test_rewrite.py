"""After a true correction: new digits in the author's form, and not another byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from effectbank.review import Review
from effectbank.review.claims import rewrite


def with_text(review: Review, raw: bytes) -> Review:
    files = {**review.files, "text.md": raw}
    return replace(review, files=files, text=raw.decode("utf-8", "replace").removeprefix("\ufeff"))


def rewritten(review: Review, words: str) -> str:
    return rewrite(with_text(review, words.encode())).new.decode()


def test_nothing_to_rewrite(founding: Review) -> None:
    found = rewrite(founding)
    assert found.changes == ()
    assert found.new == founding.files["text.md"]
    assert (found.diff, found.remaining) == ("", ())


def test_a_true_correction(changed: Callable[..., Review]) -> None:
    """12 of 27 becomes 14 of 27: digits follow, "almost exactly a third" is left and reported."""
    review = changed(("data/retained.csv", ",12,27,", ",14,27,"))
    found = rewrite(review)
    assert [(c.before, c.after) for c in found.changes if c.path.startswith("enforced")] == [
        ("39 of 116", "41 of 116")
    ]
    assert [str(p).partition(" is not")[0].partition("“")[2] for p in found.remaining] == [
        "almost exactly a third”"
    ]
    assert "-" + next(line for line in review.text.splitlines() if "[39 of 116]" in line) in found.diff.splitlines()
    assert found.diff.startswith("--- a/text.md\n+++ b/text.md\n@@ ")
    assert "effectbank" not in found.diff


def test_a_chosen_subset(changed: Callable[..., Review]) -> None:
    review = changed(("data/retained.csv", ",12,27,", ",14,27,"))
    everything = rewrite(review)
    first = rewrite(review, accept=[1])
    assert first.accepted == (1,)
    assert first.changes == everything.changes
    assert len(first.remaining) == len(everything.remaining) + len(everything.changes) - 1
    nothing = rewrite(review, accept=())
    assert (nothing.new, nothing.diff) == (review.files["text.md"], "")


# as written | rewritten, with the founding folder's 39 of 116, 1158 people, RR 0.47 (0.26 to 0.84), 21.9 %
FORMS = [
    ("[40 of 117](=enforced.intervention)", "[39 of 116](=enforced.intervention)"),
    ("[40/117](=enforced.intervention)", "[39/116](=enforced.intervention)"),
    ("[1,160](=studies.randomised)", "[1,158](=studies.randomised)"),
    ("[1160](=studies.randomised)", "[1158](=studies.randomised)"),
    ("[25 %](=without_russian.control.crude_risk)", "[22 %](=without_russian.control.crude_risk)"),
    ("[25.0%](=without_russian.control.crude_risk)", "[21.9%](=without_russian.control.crude_risk)"),
    (
        "[25 in every 100](=without_russian.control.crude_risk)",
        "[22 in every 100](=without_russian.control.crude_risk)",
    ),
    ("[RR 0.50, .20 to .90](=imprisoned)", "[RR 0.47, .26 to .84](=imprisoned)"),
    ("[0·5 [0·3–0·9]](=imprisoned)", "[0·5 [0·3–0·8]](=imprisoned)"),
    ("[**40** of\n  117](=enforced.intervention)", "[**39** of\n  116](=enforced.intervention)"),
    ("> [40\n> of 117](=enforced.intervention)", "> [39\n> of 116](=enforced.intervention)"),
    ("| a | b |\n|---|---|\n| 40 \\| | [40](=enforced.intervention) |", None),
    ("`[40](=x)` [40](=enforced.intervention.events)", "`[40](=x)` [39](=enforced.intervention.events)"),
    ("[38&nbsp;of&nbsp;115](=enforced.intervention)", "[39&nbsp;of&nbsp;116](=enforced.intervention)"),
    ("[&#51;8 of 116](=enforced.intervention)", None),  # a digit that isn't written as one
    ("[38 of the final 116](=enforced.intervention)", None),  # which of the two?
    ("[38, from&nbsp;116](=enforced.intervention)", None),
    ("[six](=enforced.k)", None),  # number-words are words
    ("[a third](=without_russian.control.crude_risk)", None),
    ("[over 30%](=without_russian.control.crude_risk)", None),
    ("[40](=enforced.nothing)", None),
    ("[4**0**](=enforced.intervention.events)", None),  # broken by markup: not ours to mend
]


@pytest.mark.parametrize(("before", "after"), FORMS)
def test_the_authors_form_is_kept(founding: Review, before: str, after: str | None) -> None:
    if before.startswith("| a"):
        after = before.replace("[40]", "[39]")
    assert rewritten(founding, before) == (before if after is None else after)


def test_what_cannot_be_rewritten_is_reported(founding: Review) -> None:
    found = rewrite(with_text(founding, b"[six](=enforced.k) [40](=enforced.intervention.events)"))
    assert [problem.message.partition("”")[0] for problem in found.remaining] == ["“six"]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_no_other_byte_is_touched(founding: Review, newline: bytes, mark: bytes) -> None:
    raw = mark + b"Trailing  \n\n\t[40 of 116](=x)\n\nWords: [40 of 116](=enforced.intervention)\xc2\xa0 \t\nend  "
    raw = raw.replace(b"\n", newline)
    expected = raw.replace(b"[40 of 116](=enforced", b"[39 of 116](=enforced")
    assert rewrite(with_text(founding, raw)).new == expected


def test_a_file_that_is_not_utf8_is_left_alone(founding: Review) -> None:
    raw = "caf\xe9 [40](=enforced.intervention.events)".encode("latin-1")
    found = rewrite(with_text(founding, raw))
    assert (found.new, found.changes) == (raw, ())
    assert len(found.remaining) == 1


def test_a_line_that_stands_often_is_no_change(changed: Callable[..., Review]) -> None:
    """Of more than 200 lines difflib passes over those that stand often: the last `::::` has nothing to hold it."""
    review = changed(("data/imprisoned.csv", ",9,34,", ",8,34,"))
    note = "::::{voice} commentary\nOf them 54 were counted.\n::::\n\n"
    last = "::::{voice} commentary\n[13 of 54](=imprisoned.intervention) were.\n::::\n"
    found = rewrite(with_text(review, f"{note * 60}{last}".encode()))
    assert found.diff.splitlines()[2:] == [
        "@@ -241,3 +241,3 @@",
        " ::::{voice} commentary",
        "-[13 of 54](=imprisoned.intervention) were.",
        "+[12 of 54](=imprisoned.intervention) were.",
        " ::::",
    ]
