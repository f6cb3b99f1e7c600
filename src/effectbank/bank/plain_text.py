"""The words of a page, for search: notes and unfolded text too, buttons and other machinery left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

# What only makes the page work, what stands on every page, and what is said twice: none of it is searched.
MACHINERY = frozenset({"script", "style", "button", "select", "option", "svg", "template", "textarea", "form"})
BLOCKS = frozenset(
    {"kind", "provenance", "legend", "actions", "end-actions", "title", "authors", "citation", "explanations"}
)
CLASSES = frozenset({"unseen", "note-mark", "back", "row-link", "footnotes"})
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "span", "strong"}
)


class _Words(HTMLParser):
    """Collects text outside what is skipped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipped: list[str] = []  # the open elements from the skipped one inwards

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in INLINE or told.get("role") == "note":
            self.parts.append(" ")
        if tag not in VOID and (self._skipped or _is_skipped(tag, told)):
            self._skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.parts.append(" ")
        if tag in self._skipped:
            while self._skipped.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.parts.append(data)


def _is_skipped(tag: str, told: Mapping[str, str | None]) -> bool:
    classes = (told.get("class") or "").split()
    return tag in MACHINERY or told.get("data-block") in BLOCKS or not CLASSES.isdisjoint(classes)


def plain_text(html: str) -> str:
    """The text of an article, in its order, white space made single."""
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"\s+", " ", "".join(words.parts)).strip()
