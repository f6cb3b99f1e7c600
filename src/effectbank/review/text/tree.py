"""The prose of an entry as a tree: blocks that hold blocks or a line of inlines. Each knows its line in text.md.

`tag` names a node's type in a word, for templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Union

from effectbank.words import Voice

Inline = Union[
    "Words", "Code", "Break", "Emphasis", "Strong", "Link", "EntryLink", "Jump", "Claim", "NoteMark", "Span"
]
Block = Union[
    "Paragraph", "Heading", "VoiceBlock", "Unfold", "Listing", "Table", "Quote", "CodeBlock", "Rule", "Fence"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Plain text."""

    tag: ClassVar[str] = "words"
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Text in backticks: shown as it stands, never counted."""

    tag: ClassVar[str] = "code"
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The end of a source line; `hard` where the reader sees a new line."""

    tag: ClassVar[str] = "break"
    hard: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """*words*."""

    tag: ClassVar[str] = "emphasis"
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """**words**."""

    tag: ClassVar[str] = "strong"
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link out of the page."""

    tag: ClassVar[str] = "link"
    href: str
    title: str
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLink:
    """A link to another entry of the bank: `[words](entry:slug)`, or `entry:slug#passage`."""

    tag: ClassVar[str] = "entry"
    entry: str
    passage: str
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A link to a passage of the same page: `[words](#name)`."""

    tag: ClassVar[str] = "jump"
    to: str
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Words bound to a value: `[39 of 116](=enforced.intervention)`.

    `number` counts the claims from 1 in the order of the file; `start` and `end` are the offsets of the words in
    the source, and `offsets` that of each character of `words` (white space at a line's end is one character).
    """

    tag: ClassVar[str] = "claim"
    number: int
    path: str
    words: str
    children: tuple[Inline, ...]
    line: int
    start: int
    end: int
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMark:
    """Where a hover note hangs: `[^name]`. `number` is the note's, in the order of first marks, from 1."""

    tag: ClassVar[str] = "note"
    name: str
    number: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """`[words]{.class #name}`: class "editor" makes an editor's note, "uncounted" is exempt from coverage."""

    tag: ClassVar[str] = "span"
    classes: tuple[str, ...]
    name: str
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; a name (`{#name}` in the line before) makes it a passage."""

    tag: ClassVar[str] = "paragraph"
    name: str
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; a name (`{#name}` in the line before) makes it a passage."""

    tag: ClassVar[str] = "heading"
    level: int
    name: str
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceBlock:
    """`::::{voice} findings`: whose words the blocks are; `voice` is None where the name isn't known."""

    tag: ClassVar[str] = "voice"
    voice: Voice | None
    given: str
    blocks: tuple[Block, ...]
    line: int
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfold:
    """`:::{unfold} Label`: supplementary text, opened in place."""

    tag: ClassVar[str] = "unfold"
    label: str
    blocks: tuple[Block, ...]
    line: int
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A `:::{…}` whose kind isn't known: its blocks are kept, and the check says so."""

    tag: ClassVar[str] = "fence"
    given: str
    blocks: tuple[Block, ...]
    line: int
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list; `start` is the first number of an ordered one. A tight list's items print without paragraphs."""

    tag: ClassVar[str] = "list"
    ordered: bool
    start: int
    tight: bool
    items: tuple[tuple[Block, ...], ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells, each a line of inlines; `align` holds "left", "center", "right" or "" for each column."""

    tag: ClassVar[str] = "table"
    align: tuple[str, ...]
    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """> quoted blocks."""

    tag: ClassVar[str] = "quote"
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    """A block shown as it stands."""

    tag: ClassVar[str] = "code-block"
    text: str
    info: str
    line: int
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line across."""

    tag: ClassVar[str] = "rule"
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A hover note: `[^name]: text`. `number` is that of its marks, 0 for a note that is never hung."""

    name: str
    number: int
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text that can be pointed at: a named heading, paragraph or span."""

    name: str
    words: str
    line: int


Node = Inline | Block


def within(node: Node | Note) -> tuple[Node, ...]:
    """The nodes directly inside a node, in reading order."""
    match node:
        case Listing():
            return tuple(block for item in node.items for block in item)
        case Table():
            return tuple(inline for row in (node.head, *node.rows) for cell in row for inline in cell)
        case VoiceBlock() | Unfold() | Fence() | Quote() | Note():
            return node.blocks
        case Words() | Code() | Break() | NoteMark() | CodeBlock() | Rule():
            return ()
        case _:
            return node.children


def inlines_of(blocks: tuple[Block, ...]) -> Iterator[tuple[Inline, ...]]:
    """Each line of inlines: of a paragraph, a heading, a cell."""
    for block in blocks:
        match block:
            case Table():
                for row in (block.head, *block.rows):
                    yield from row
            case _ if hasattr(block, "children"):
                yield block.children
            case _:
                yield from inlines_of(within(block))  # type: ignore[arg-type]


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, outer before inner, in reading order."""
    for node in nodes:
        yield node
        yield from walk(within(node))


def plain(nodes: tuple[Node, ...]) -> str:
    """The words of nodes, as a reader would speak them: no marks, addresses or notes."""
    said: list[str] = []
    for node in nodes:
        match node:
            case Words() | Code() | CodeBlock():
                said.append(node.text)
            case Break():
                said.append(" ")
            case _:
                inner = plain(within(node))
                said.append(inner if isinstance(node, _INLINE) else f"{inner}\n")
    return "".join(said)


_INLINE = (Emphasis, Strong, Link, EntryLink, Jump, Claim, NoteMark, Span)
