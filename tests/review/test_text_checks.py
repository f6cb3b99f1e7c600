"""What is said of a text.md that is not well made: each rule at the lines it means."""

from __future__ import annotations

import pytest

from effectbank.problems import Problem
from effectbank.review import read_files
from effectbank.words import EntryKind

CARD = 'kind = "{kind}"\ntitle = "T"\n{more}'


def problems(text: str, kind: str = "hot topic", more: str = "") -> list[Problem]:
    files = {"entry.toml": CARD.format(kind=kind, more=more).encode(), "text.md": text.encode()}
    return [problem for problem in read_files("x", files).problems() if problem.code.startswith("text-")]


def told(text: str, code: str, kind: str = "hot topic", more: str = "") -> list[tuple[int | None, str]]:
    found = problems(text, kind, more)
    assert {problem.place.file for problem in found} <= {"text.md"}
    return [(problem.place.line, problem.message) for problem in found if problem.code == code]


def test_a_well_made_text_has_no_problems() -> None:
    text = (
        "::::{voice} findings\nWords[^n] and a [jump](#p).\n:::{unfold} More\nwords\n:::\n::::\n\n"
        ":::{voice} commentary\n{#p}\n## Heading\n\nwords `](=` in code\n:::\n\n[^n]: aside\n"
    )
    assert problems(text, "review") == []


def test_a_jump_to_nowhere() -> None:
    assert told("{#imprisonment}\n## A\n\n[below](#imprisonmnet)\n", "text-jumps") == [
        (4, "“below” jumps to #imprisonmnet, and nothing has that name")
    ]
    (problem,) = problems("{#imprisonment}\n## A\n\n[below](#imprisonmnet)\n")
    assert problem.hint.startswith("did you mean imprisonment?")


def test_notes_undefined_twice_and_never_hung() -> None:
    text = "a[^x]\nb[^y]\n\n[^y]: one\n[^y]: two\n[^z]: three\n"
    assert told(text, "text-notes") == [
        (1, "[^x] has no note of that name"),
        (5, "the note [^y] is written twice; the first is in line 4"),
        (6, "the note [^z] is never hung, so no reader can see it"),
    ]


def test_two_passages_of_one_name() -> None:
    text = "{#p}\n## A\n\n[words]{#p}\n"
    assert told(text, "text-passages") == [(4, "the name #p is already that of a passage in line 2")]


@pytest.mark.parametrize("kind", ["review", "study", "document"])
def test_words_without_a_voice(kind: str) -> None:
    text = "bare\n\nmore\n\n:::{voice} findings\nx\n:::\n\nagain\n"
    assert told(text, "text-voices", kind) == [
        (1, "it isn't said whose words these are"),
        (9, "it isn't said whose words these are"),
    ]


@pytest.mark.parametrize("kind", ["hot topic", "notes"])
def test_the_banks_own_texts_need_no_voice(kind: str) -> None:
    assert kind in set(EntryKind)
    assert told("bare\n", "text-voices", kind) == []


def test_voices_unknown_unnamed_and_nested() -> None:
    text = ":::::{voice} finding\n::::{voice} commentary\nx\n::::\n:::::\n\n:::{voice}\ny\n:::\n"
    assert told(text, "text-voices") == [
        (1, "the voice 'finding' is not known"),
        (2, "the voice 'commentary' stands inside the voice 'finding'"),
        (7, "a {voice} without a name"),
    ]


def test_fences_never_closed_unknown_and_unlabelled() -> None:
    text = ":::{voice} findings\n:::{unfold}\nx\n:::\n\n:::{fold} A\ny\n:::\n\n```\ncode\n"
    assert told(text, "text-fences") == [
        (2, "this fence is never closed, and takes in all that follows"),
        (2, "an {unfold} without a label"),
        (6, "{fold} is not a kind of block"),
        (10, "this fence is never closed, and takes in all that follows"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[13](= a.b)", "a claim was left unread: '[13](= a.b)'"),
        ("[13](=a.b", "a claim was left unread: '[13](=a.b'"),
        ("[13](=a.without(b)", "a claim was left unread: '[13](=a.without(b)'"),
        ("[13](<=a.b>)", "a claim was left unread: =a.b"),
        ("words\n:::\n", "a fence was left unread: ':::'"),
        ("words {.editor}", "marks in braces were left unread: 'words {.editor}'"),
        ("words^[aside]", "a note was left unread: 'words^[aside]'"),
        ("a <b>bold</b> word", "HTML is shown as it is written: 'a <b>bold</b> word'"),
        ("![a picture](x.png)", "pictures are not shown: x.png"),
    ],
)
def test_marks_left_unread(text: str, message: str) -> None:
    assert [said for _, said in told(text, "text-unparsed")] == [message]


def test_brackets_without_end_are_refused_not_awaited() -> None:
    text = "fine\n\n" + "[" * 50_000
    assert told(text, "text-unparsed") == [(3, "too many brackets are open here; the text is left unread")]
    assert told("[[a] [b] [c]]\n" * 3000, "text-unparsed") == []


def test_less_than_is_not_html() -> None:
    assert told("p < .05 and 3 <5, a<b", "text-unparsed") == []


COVERED = "We bound [six]{.uncounted} and left seven.\n\nA note[^n].\n\n[^n]: of eight things\n"


def test_coverage_is_demanded_only_where_entry_toml_demands_it() -> None:
    assert told(COVERED, "text-coverage") == []
    found = told(COVERED, "text-coverage", more='coverage = "100%"\n')
    demand = "is not bound; 0 of 2 quantities bound (0%), and entry.toml demands 100%"
    assert found == [(1, f"“seven” {demand}"), (5, f"“eight things” {demand}")]
    assert told("Nothing to count.\n", "text-coverage", more='coverage = "100%"\n') == []


def test_what_is_not_written_is_told() -> None:
    plan = b'[analyses.a]\noutcome = "o"\ncomparison = "c"\nmeasure = "RR"\n'
    card = CARD.format(kind="review", more="").encode()
    empty = "::::{voice} findings\n::::\n"
    found = {
        text: [
            (problem.place.line, problem.message)
            for problem in read_files("x", {"entry.toml": card, "text.md": text.encode(), **more}).problems()
            if problem.code == "nothing-written"
        ]
        for text, more in ((empty, {}), ("", {"review.toml": plan}), ("::::{voice} findings\nSome.\n::::\n", {}))
    }
    nothing = "nothing is written yet: the page shows data and results without a word on them"
    assert list(found.values()) == [
        [(1, "nothing is said in the voice 'findings': the page leaves it out")], [(None, nothing)], [],
    ]  # fmt: skip
