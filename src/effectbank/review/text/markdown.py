"""Markdown as an entry's text.md uses it, cut into tokens by markdown-it: claims, voices, unfolds, notes, passages.

Raw HTML is not Markdown here: it is shown as the characters it is written with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

_PATH = re.compile(r"\((=(?:[^\s()]|\((?:[^\s()])*\))*)\)")
_KINDS = ("class", "id")
FENCE = re.compile(r"\s*\{\s*([\w-]+)\s*\}(.*)", re.DOTALL)
NEWLINE = re.compile(r"\r\n?|\n")


def _claim(state: StateInline, silent: bool) -> bool:
    """`[words](=path)`: an inline of its own, with the offsets of its words in the block."""
    if state.src[state.pos] != "[":
        return False
    start = state.pos + 1
    end = state.md.helpers.parseLinkLabel(state, state.pos, True)
    address = _PATH.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if address is None:
        return False
    if not silent:
        _push_claim(state, start, end, address[1][1:])
    state.pos = address.end()
    return True


def _push_claim(state: StateInline, start: int, end: int, path: str) -> None:
    beyond = state.posMax
    opening = state.push("claim_open", "a", 1)
    opening.meta = {"path": path, "start": start, "end": end}
    state.pos, state.posMax = start, end
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("claim_close", "a", -1)
    state.posMax = beyond


def _is_fence(params: str, _markup: str) -> bool:
    return FENCE.fullmatch(params) is not None


@cache
def _markdown() -> MarkdownIt:
    md = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": 60})
        .enable("table")
        .disable(["image", "html_inline"])
    )
    md.disable("html_block")
    footnote_plugin(md, inline=False, move_to_end=False, always_match_refs=True)
    container_plugin(md, "fence", validate=_is_fence)
    attrs_plugin(md, spans=True, after=(), allowed=_KINDS)
    attrs_block_plugin(md, allowed=_KINDS)
    md.inline.ruler.before("link", "claim", _claim)
    return md


DEEPEST = 100  # brackets open at once: Markdown's reader takes the square of their number


def knotted(source: str) -> int | None:
    """The line (from 1) where more brackets are open in one block than prose could need; None for prose."""
    depth = 0
    for number, line in enumerate(NEWLINE.split(source), start=1):
        depth = depth + line.count("[") - line.count("]") if line.strip() else 0
        if depth > DEEPEST:
            return number
        depth = max(depth, 0)
    return None


def tokens_of(source: str) -> Sequence[Token]:
    """markdown-it's tokens. The text is given a last newline, and no byte-order mark."""
    return _markdown().parse(source + "\n")


def line_starts(source: str) -> tuple[int, ...]:
    """The offset at which each line of a source begins."""
    return (0, *(newline.end() for newline in NEWLINE.finditer(source)))


def offsets_of(inline: Token, source: str, starts: Sequence[int], after: int) -> tuple[int, ...]:
    """The offset in the source of each character of an inline's content, and of its end.

    `after` is where the inline before ended: the cells of a table's row follow one another on a line.
    """
    ends = (*starts, len(source))
    lines = inline.content.split("\n")
    first, beyond = inline.map or (0, 1)
    while first + 1 < beyond and _place(lines[0].strip(" \t"), source, ends[first], ends[first + 1]) is None:
        first += 1  # a line of odd white space, which markdown-it leaves out
    found: list[int] = []
    for n, content in enumerate(lines, start=first):
        low, high = ends[min(n, len(starts) - 1)], ends[min(n + 1, len(starts))]
        at = _place(content.strip(" \t"), source, max(low, after) if n == first else low, high)
        found.extend(_places(content, source, low if at is None else at))
    return tuple(found)


def _place(words: str, source: str, low: int, high: int) -> int | None:
    """Where a line's content stands within source[low:high]: at its end, or first among a row's cells."""
    line = source[low:high]
    if "|" not in line:
        at = line.rfind(words)
        return low + at if at >= 0 else None
    cell = re.search(re.escape(words).replace(r"\|", r"\\?\|"), line)
    return low + cell.start() if cell else None


def _places(content: str, source: str, at: int) -> Iterator[int]:
    """The place of each character of a line and of its end; a cell's pipe is escaped in the source."""
    lead = len(content) - len(content.lstrip(" \t"))
    for j, character in enumerate(content):
        if character == "|" and source[at : at + 2] == "\\|":
            at += 1
        yield at
        at += j >= lead
    yield at
