"""The blocks of a text, from markdown-it's tokens."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.token import Token

from effectbank.review.text.inlines import Inlines, Reading, line_of, name_of
from effectbank.review.text.markdown import FENCE
from effectbank.review.text.tree import (
    Block,
    CodeBlock,
    Fence,
    Heading,
    Inline,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
    Unfold,
    VoiceBlock,
)  # fmt: skip
from effectbank.words import Voice


def blocks_until(r: Reading, closing: str) -> tuple[Block, ...]:
    """The blocks up to a closing token of the level at hand, which is passed."""
    blocks: list[Block] = []
    while r.at < len(r.tokens) and r.tokens[r.at].type != closing:
        block = _block(r)
        if block is not None:
            blocks.append(block)
    r.at += 1
    return tuple(blocks)


def _block(r: Reading) -> Block | None:
    token = r.tokens[r.at]
    r.at += 1
    read = _BLOCKS.get(token.type)
    return read(r, token) if read else None


def _line_of_inlines(r: Reading) -> tuple[Inline, ...]:
    """The inlines of the inline token at hand, and its closing token passed."""
    children = Inlines(r, r.tokens[r.at]).read()
    r.at += 2
    return children


def _paragraph(r: Reading, token: Token) -> Paragraph:
    return Paragraph(name=name_of(token), children=_line_of_inlines(r), line=line_of(token))


def _heading(r: Reading, token: Token) -> Heading:
    return Heading(level=int(token.tag[1:]), name=name_of(token), children=_line_of_inlines(r), line=line_of(token))


def _fence(r: Reading, token: Token) -> Block:
    info = FENCE.fullmatch(token.info)
    kind, said = (info[1], info[2].strip()) if info else ("", "")
    line, end = line_of(token), (token.map or [0, 0])[1]
    closed = end not in r.fences and re.match(rf"[\s>]*{token.markup}:*\s*$", r.source_line(end)) is not None
    r.fences.append(end)
    blocks = blocks_until(r, "container_fence_close")
    r.fences.pop()
    if kind == "voice":
        voice = next((voice for voice in Voice if voice.value == said), None)
        return VoiceBlock(voice=voice, given=said, blocks=blocks, line=line, closed=closed)
    if kind == "unfold":
        return Unfold(label=said, blocks=blocks, line=line, closed=closed)
    return Fence(given=kind, blocks=blocks, line=line, closed=closed)


def _code(r: Reading, token: Token) -> CodeBlock:
    first, beyond = token.map or (0, 1)
    closing = rf"[\s>]*{re.escape(token.markup)}{re.escape(token.markup[:1])}*\s*$"
    closed = beyond - first > 1 and re.match(closing, r.source_line(beyond - 1)) is not None
    return CodeBlock(text=token.content, info=token.info.strip(), line=line_of(token), closed=closed)


def _listing(r: Reading, token: Token) -> Listing:
    closing = token.type.replace("open", "close")
    items: list[tuple[Block, ...]] = []
    tight = False
    while r.tokens[r.at].type != closing:
        r.at += 1  # list_item_open
        tight = tight or any(t.type == "paragraph_open" and t.hidden for t in r.tokens[r.at : r.at + 1])
        items.append(blocks_until(r, "list_item_close"))
    r.at += 1
    start = token.attrs.get("start", 1)
    return Listing(
        ordered=token.type.startswith("ordered"),
        start=int(start),
        tight=tight,
        items=tuple(items),
        line=line_of(token),
    )


def _table(r: Reading, token: Token) -> Table:
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    align: list[str] = []
    while r.tokens[r.at].type != "table_close":
        piece = r.tokens[r.at]
        r.at += 1
        if piece.type == "tr_open":
            rows.append(())
        elif piece.type in ("th_open", "td_open"):
            if piece.type == "th_open":
                align.append(str(piece.attrs.get("style", "")).removeprefix("text-align:"))
            rows[-1] = (*rows[-1], _line_of_inlines(r))
    r.at += 1
    return Table(align=tuple(align), head=rows[0] if rows else (), rows=tuple(rows[1:]), line=line_of(token))


def _note(r: Reading, token: Token) -> None:
    name, line = str(token.meta["label"]), line_of(token)
    r.notes.append((name, blocks_until(r, "footnote_reference_close"), line))


_BLOCKS: dict[str, Callable[[Reading, Token], Block | None]] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "container_fence_open": _fence,
    "bullet_list_open": _listing,
    "ordered_list_open": _listing,
    "table_open": _table,
    "footnote_reference_open": _note,
    "blockquote_open": lambda r, token: Quote(line=line_of(token), blocks=blocks_until(r, "blockquote_close")),
    "hr": lambda _, token: Rule(line=line_of(token)),
    "fence": _code,
    "code_block": lambda _, token: CodeBlock(text=token.content, info="", line=line_of(token)),
}
