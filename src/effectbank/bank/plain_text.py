"""The words of a page, for search: notes and unfolded text too, buttons and other machinery left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Not the entry's words: what the page says of every entry, and what only makes it work.
MACHINERY = frozenset({"script", "style", "button", "select", "option", "svg", "template", "textarea", "form"})
BLOCKS_OF_EVERY_ENTRY = frozenset({"kind", "provenance", "legend", "actions", "cite", "foot"})
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
        if tag not in INLINE:
            self.parts.append(" ")
        if tag in VOID:
            return
        if self._skipped or tag in MACHINERY or dict(attrs).get("data-block") in BLOCKS_OF_EVERY_ENTRY:
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


def plain_text(html: str) -> str:
    """The text of an article, in its order, white space made single."""
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"\s+", " ", "".join(words.parts)).strip()
