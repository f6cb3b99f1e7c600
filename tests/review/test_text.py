"""text.md as a tree: blocks, voices, notes, passages, claims with their places."""

from __future__ import annotations

import pytest

from effectbank.review.text import parse
from effectbank.review.text.tree import (
    Break,
    Claim,
    Code,
    CodeBlock,
    EntryLink,
    Heading,
    Jump,
    Link,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
    Unfold,
    VoiceBlock,
    Words,
    plain,
    walk,
)  # fmt: skip
from effectbank.words import Voice

PROSE = """\
::::{voice} findings
A quarter ([13 of 54](=imprisoned.intervention)) had been *imprisoned*.[^note]
[Editor's note: see [comments below](#prison).]{.editor}
::::

:::::{voice} commentary
{#prison}
## Imprisonment

Read [another entry](entry:other-2012#passage) or [a paper](https://doi.org/10.1/x "A paper").

:::{unfold} What they had to do
1. the first
2. [two weeks](=fact:weeks) of it
:::
:::::

[^note]: An aside of [six](=fact:months) months.
"""


def test_voices_hold_their_blocks() -> None:
    findings, commentary = parse(PROSE).blocks
    assert isinstance(findings, VoiceBlock)
    assert isinstance(commentary, VoiceBlock)
    assert (findings.voice, findings.line) == (Voice.FINDINGS, 1)
    assert (commentary.voice, commentary.line) == (Voice.COMMENTARY, 6)
    assert [type(block) for block in commentary.blocks] == [Heading, Paragraph, Unfold]


def test_inlines_in_reading_order() -> None:
    (paragraph,) = parse(PROSE).blocks[0].blocks  # type: ignore[union-attr]
    assert [node.tag for node in paragraph.children] == [
        "words", "claim", "words", "emphasis", "words", "note", "break", "span",
    ]  # fmt: skip
    editor = paragraph.children[-1]
    assert isinstance(editor, Span)
    assert editor.classes == ("editor",)
    assert any(isinstance(node, Jump) and node.to == "prison" for node in walk(editor.children))


def test_claims_notes_passages_jumps_and_unfolds() -> None:
    text = parse(PROSE)
    assert [(c.number, c.path, c.words, c.line) for c in text.claims] == [
        (1, "imprisoned.intervention", "13 of 54", 2),
        (2, "fact:weeks", "two weeks", 14),
        (3, "fact:months", "six", 18),
    ]
    assert [(n.name, n.number, n.line) for n in text.notes] == [("note", 1, 18)]
    assert [(p.name, p.words, p.line) for p in text.passages] == [("prison", "Imprisonment", 8)]
    assert [jump.to for jump in text.jumps] == ["prison"]
    assert [unfold.label for unfold in text.unfolds] == ["What they had to do"]
    (entry,) = [node for node in text.nodes() if isinstance(node, EntryLink)]
    assert (entry.entry, entry.passage) == ("other-2012", "passage")
    (link,) = [node for node in text.nodes() if isinstance(node, Link)]
    assert (link.href, link.title) == ("https://doi.org/10.1/x", "A paper")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_claims_offsets_are_those_of_its_words(newline: str, mark: str) -> None:
    source = mark + PROSE.replace("\n", newline)
    claims = parse(source).claims
    assert [source[c.start : c.end] for c in claims] == ["13 of 54", "two weeks", "six"]
    assert all("".join(source[o] for o in c.offsets) == c.words for c in claims)
    assert [c.line for c in claims] == [2, 14, 18]


AWKWARD = """\
> - quoted and listed: [39
>   of **116**](=a.b) and `[13](=not.one)` and \\[14](=neither)

| one | two |
|:---|---:|
| [13](=a.one) | [13](=a.two) or x \\| y [14](=a.three) |

13 and [13](=b) and [13](=c(d,e).f)

    [15](=in.code)
"""


def test_offsets_where_markdown_is_awkward() -> None:
    """Quotes, lists, cells with an escaped pipe, words over two lines, the same words twice; code is no claim."""
    found = [(c.path, c.words, AWKWARD[c.start : c.end]) for c in parse(AWKWARD).claims]
    assert found == [
        ("a.b", "39 of 116", "39\n>   of **116**"),
        ("a.one", "13", "13"),
        ("a.two", "13", "13"),
        ("a.three", "14", "14"),
        ("b", "13", "13"),
        ("c(d,e).f", "13", "13"),
    ]
    starts = [c.start for c in parse(AWKWARD).claims]
    assert starts == sorted(set(starts))


def test_tables_lists_quotes_code_and_rules() -> None:
    text = parse(AWKWARD + "\n---\n\n```python\nx = 1\n```\n\n3. tight\n4. list\n")
    quote, table, paragraph, code, rule, fenced, listing = text.blocks
    assert isinstance(quote, Quote)
    assert isinstance(table, Table)
    assert (table.align, len(table.head), len(table.rows)) == (("left", "right"), 2, 1)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(code, CodeBlock)
    assert isinstance(rule, Rule)
    assert isinstance(fenced, CodeBlock)
    assert (fenced.info, fenced.text, fenced.closed) == ("python", "x = 1\n", True)
    assert isinstance(listing, Listing)
    assert (listing.ordered, listing.start, listing.tight, len(listing.items)) == (True, 3, True, 2)


def test_html_is_words() -> None:
    text = parse('<script>alert(1)</script>\n\na <b onclick="x">b</b> [x](javascript:alert(1))\n')
    assert not any(isinstance(node, Link) for node in text.nodes())
    assert "<script>alert(1)</script>" in text.plain()


def test_attributes_other_than_class_and_name_are_dropped() -> None:
    (paragraph,) = parse("[x]{.editor #n onclick=alert style=red}").blocks
    assert isinstance(paragraph, Paragraph)
    (span,) = paragraph.children
    assert isinstance(span, Span)
    assert (span.classes, span.name) == (("editor",), "n")


def test_notes_are_numbered_as_they_are_hung() -> None:
    text = parse("a[^b] c[^a] again[^b] none[^x]\n\n[^a]: one\n[^b]: two\n[^c]: never\n")
    assert [(mark.name, mark.number) for mark in text.marks] == [("b", 1), ("a", 2), ("b", 1), ("x", 3)]
    assert [(note.name, note.number) for note in text.notes] == [("b", 1), ("a", 2), ("c", 0)]
    assert text.note("x") is None


def test_fences_know_whether_they_were_closed() -> None:
    text = parse("::::{voice} findings\n:::{unfold} A\nx\n::::\n\n```\ncode\n")
    closed = {type(node): node.closed for node in text.nodes() if isinstance(node, (VoiceBlock, Unfold, CodeBlock))}
    assert closed == {VoiceBlock: True, Unfold: False, CodeBlock: False}


def test_an_unknown_voice_keeps_its_words() -> None:
    (block,) = parse(":::{voice} author\nkept\n:::\n").blocks
    assert isinstance(block, VoiceBlock)
    assert (block.voice, block.given) == (None, "author")
    assert plain(block.blocks).strip() == "kept"


def test_plain_words_of_one_voice() -> None:
    text = parse(PROSE)
    assert "A quarter (13 of 54) had been imprisoned." in text.plain(Voice.FINDINGS)
    assert "Imprisonment" not in text.plain(Voice.FINDINGS)
    assert "Imprisonment" in text.plain(Voice.COMMENTARY)


def test_breaks_and_code_know_their_line() -> None:
    (paragraph,) = parse("one\ntwo `x`  \nthree\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert [(type(n), n.line) for n in paragraph.children] == [
        (Words, 1), (Break, 1), (Words, 2), (Code, 2), (Break, 2), (Words, 3),
    ]  # fmt: skip
    assert [n.hard for n in paragraph.children if isinstance(n, Break)] == [False, True]


def test_a_mark_knows_its_number_and_a_claim_its_children() -> None:
    text = parse("[**13** of 54](=a)[^n]\n\n[^n]: x\n")
    assert text.claims[0].children[0].tag == "strong"
    assert isinstance(next(n for n in text.nodes() if isinstance(n, NoteMark)), NoteMark)
    assert isinstance(text.claims[0], Claim)
