"""RevMan's prose as clean Markdown: paragraphs, headings, lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from effectbank.formats.cochrane.rm5.emphasis import resolved
from effectbank.formats.cochrane.rm5.escape import line_of
from effectbank.formats.cochrane.rm5.inline import NOWHERE, Inline
from effectbank.formats.cochrane.rm5.personal import Personal
from effectbank.formats.cochrane.rm5.tables import table
from effectbank.formats.cochrane.rm5.tree import Element, Telling

BLOCKS = frozenset({"P", "UL", "OL", "TABLE", "SUBSECTION", "HEADING"})
LISTS = frozenset({"UL", "OL"})
DEEPEST, DEEPEST_HEADING = 30, 6


class Prose:
    """Writes the elements of one file as Markdown, and holds what was left out of it.

    `leads`: what links within the review lead to, by the ids of the file; others keep their words only.
    """

    def __init__(self, personal: Personal, telling: Telling, leads: Mapping[str, str] = NOWHERE) -> None:
        self.personal = personal
        self.inline = Inline(personal, telling, leads)

    def blocks(self, element: Element | None, leave: frozenset[str] = frozenset()) -> str:
        """The Markdown of an element's content but for the children named to be left; "" where it is blank."""
        return "" if element is None else "\n\n".join(self._blocks(element, leave, 0))

    def line(self, element: Element | None, leave: frozenset[str] = frozenset()) -> str:
        """The Markdown of an element's content on one line, as for a cell or a heading."""
        return "" if element is None else on_one_line(self._blocks(element, leave, 0))

    def plain(self, text: str | None) -> str:
        """Words without markup, cleaned of personal data."""
        return " ".join(self.personal.cleaned(text or "").split())

    def _blocks(self, element: Element, leave: frozenset[str], depth: int) -> Iterator[str]:
        loose = [self.inline.words(element.text)]
        for part in element:
            if isinstance(part.tag, str) and part.tag not in leave:
                if not _holds_blocks(part) or depth > DEEPEST:
                    loose.append(self.inline.part(part, 0))
                else:
                    yield from paragraph("".join(loose))
                    loose = []
                    yield from self._block(part, leave, depth + 1)
            loose.append(self.inline.words(part.tail))
        yield from paragraph("".join(loose))

    def _block(self, part: Element, leave: frozenset[str], depth: int) -> Iterator[str]:
        if part.tag == "P" and next(part.iterdescendants(*BLOCKS), None) is None:
            yield from paragraph(self.inline.of(part))
        elif part.tag == "HEADING":
            yield from self._heading(part)
        elif part.tag in LISTS:
            yield from self._list(part, depth)
        elif part.tag == "TABLE":
            yield from table(part, self.line)
        else:
            yield from self._blocks(part, leave, depth)

    def _heading(self, part: Element) -> Iterator[str]:
        """RevMan's level 2 stands below a review's main headings, which are level 2 here."""
        level = part.get("LEVEL") or ""
        hashes = min(int(level) + 1, DEEPEST_HEADING) if level in ("1", "2", "3", "4", "5") else 3
        words = " ".join(resolved(self.inline.of(part)).split())
        if words:
            yield f"{'#' * max(hashes, 3)} {words}"

    def _list(self, part: Element, depth: int) -> Iterator[str]:
        items = [list(self._blocks(item, frozenset(), depth + 1)) for item in part.iterchildren("*")]
        kept = [item for item in items if item]
        if kept:
            marks = [f"{n}. " if part.tag == "OL" else "- " for n in range(1, len(kept) + 1)]
            loose = "\n\n" if any(len(item) > 1 and "\n\n" in _whole(item) for item in kept) else "\n"
            yield loose.join(_indented(mark, _whole(item)) for mark, item in zip(marks, kept, strict=True))


def paragraph(text: str) -> Iterator[str]:
    """A paragraph, if there is anything in it; its line breaks are written as Markdown has them."""
    lines = [line_of(line) for line in resolved(text).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    parts, part = [], []
    for line in [*lines, ""]:
        if line:
            part.append(line)
        elif part:
            parts.append("\\\n".join(part))
            part = []
    yield from parts


def on_one_line(blocks: Iterable[str]) -> str:
    """Blocks one after another: a semicolon parts two where no other sign does."""
    line = ""
    for block in blocks:
        text = " ".join(block.replace("\\\n", " ").split())
        line += (" " if not line or line.endswith((".", ";", ":", ",", "?", "!")) else "; ") + text
    return line.strip()


def _whole(item: list[str]) -> str:
    """The blocks of a list's item: a list within it follows its words without a gap."""
    text = item[0]
    for before, block in pairwise(item):
        inner = block.startswith(("- ", "1. ")) and not before.startswith(("- ", "1. "))
        text += ("\n" if inner else "\n\n") + block
    return text


def _indented(mark: str, text: str) -> str:
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")


def _holds_blocks(part: Element) -> bool:
    """Whether an element is a block or holds one: a paragraph, a list, a table, a heading."""
    return part.tag in BLOCKS or next(part.iterdescendants(*BLOCKS), None) is not None
