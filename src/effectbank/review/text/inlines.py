"""The inlines of a block: words, claims, links, jumps, spans and note marks, from markdown-it's tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from markdown_it.token import Token

from effectbank.review.text.markdown import offsets_of
from effectbank.review.text.tree import (
    Block,
    Break,
    Claim,
    Code,
    Emphasis,
    EntryLink,
    Inline,
    Jump,
    Link,
    NoteMark,
    Span,
    Strong,
    Words,
)  # fmt: skip

ENTRY = "entry:"
_MARKS = "*_`\\"
_SPOKEN = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,31});|.", re.DOTALL)


@dataclass(slots=True)
class Reading:
    """Where the reading stands: the tokens, the source's lines, and what was numbered so far."""

    tokens: Sequence[Token]
    source: str
    shift: int  # length of a byte-order mark
    starts: tuple[int, ...]
    at: int = 0
    ended: int = 0  # offset where the last inline ended
    claims: int = 0
    numbers: dict[str, int] = field(default_factory=dict)  # notes, in the order of their marks
    notes: list[tuple[str, tuple[Block, ...], int]] = field(default_factory=list)
    fences: list[int] = field(default_factory=list)  # the lines at which the fences around end

    def source_line(self, number: int) -> str:
        """A line of the source, counted from 0; "" beyond the last."""
        ends = (*self.starts, len(self.source))
        return self.source[ends[number] : ends[number + 1]] if number + 1 < len(ends) else ""


def line_of(token: Token, otherwise: int = 1) -> int:
    return token.map[0] + 1 if token.map else otherwise


def name_of(token: Token) -> str:
    return str(token.attrs.get("id", ""))


def _spoken(content: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The characters a reader sees of a stretch of source, each with its place; `&nbsp;` is one of them."""
    for piece in _SPOKEN.finditer(content, start, end):
        if piece.group() not in _MARKS:
            for character in unescape(piece.group()):
                yield piece.start(), " " if character == "\n" else character


class Inlines:
    """The inlines of one block, read in order; lines are counted by the breaks passed."""

    def __init__(self, reading: Reading, token: Token) -> None:
        self.reading, self.content = reading, token.content
        self.children = token.children or []
        self.line = line_of(token)
        self.at = 0
        self.offsets = offsets_of(token, reading.source, reading.starts, reading.ended)
        reading.ended = self.offsets[-1] if self.offsets else reading.ended

    def read(self, closing: str = "") -> tuple[Inline, ...]:
        found: list[Inline] = []
        while self.at < len(self.children):
            token = self.children[self.at]
            self.at += 1
            if token.type == closing:
                break
            found.extend(self._inline(token))
        return tuple(found)

    def _inline(self, token: Token) -> Iterator[Inline]:
        line = self.line
        match token.type:
            case "text" if token.content:
                yield Words(text=token.content, line=line)
            case "code_inline":
                yield Code(text=token.content, line=line)
            case "softbreak" | "hardbreak":
                yield Break(hard=token.type == "hardbreak", line=line)
                self.line += 1
            case "em_open":
                yield Emphasis(children=self.read("em_close"), line=line)
            case "strong_open":
                yield Strong(children=self.read("strong_close"), line=line)
            case "link_open":
                yield self._link(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")))
            case "span_open":
                yield Span(
                    classes=tuple(str(token.attrs.get("class", "")).split()),
                    name=name_of(token),
                    children=self.read("span_close"),
                    line=line,
                )
            case "claim_open":
                yield self._claim(token)
            case "footnote_ref":
                yield self._mark(str(token.meta["label"]))

    def _link(self, href: str, title: str) -> Inline:
        line, children = self.line, self.read("link_close")
        if href.startswith("#"):
            return Jump(to=href[1:], children=children, line=line)
        if href.startswith(ENTRY):
            entry, _, passage = href.removeprefix(ENTRY).partition("#")
            return EntryLink(entry=entry, passage=passage, children=children, line=line)
        return Link(href=href, title=title, children=children, line=line)

    def _claim(self, token: Token) -> Claim:
        self.reading.claims += 1
        number, start, end = self.reading.claims, int(token.meta["start"]), int(token.meta["end"])
        kept = tuple(_spoken(self.content, start, end))
        shift = self.reading.shift
        return Claim(
            number=number,
            path=str(token.meta["path"]),
            words="".join(character for _, character in kept),
            line=bisect_right(self.reading.starts, self.offsets[start]),
            children=self.read("claim_close"),
            start=self.offsets[start] + shift,
            end=self.offsets[end] + shift,
            offsets=tuple(self.offsets[n] + shift for n, _ in kept),
        )

    def _mark(self, name: str) -> NoteMark:
        numbers = self.reading.numbers
        return NoteMark(name=name, number=numbers.setdefault(name, len(numbers) + 1), line=self.line)
