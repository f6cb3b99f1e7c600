"""A page as a tree that tests can question, built with the standard parser alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "line", "rect", "polygon", "circle", "path"}


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def text(self) -> str:
        inside = "".join(child if isinstance(child, str) else child.text() for child in self.children)
        return "" if self.tag in ("script", "style") else inside

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        return [found for found in self.walk() if found.fits(tag, attributes)]

    def one(self, tag: str = "", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def fits(self, tag: str, attributes: dict[str, str]) -> bool:
        named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        classes = (self.attributes.get("class") or "").split()
        wanted = named.pop("class", None)
        if wanted is not None and wanted not in classes:
            return False
        return (not tag or self.tag == tag) and all(self.attributes.get(k) == v for k, v in named.items())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, dict(attrs))
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> closed as </{tag}> at {self.getpos()}"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(html: str) -> Element:
    """The tree of a page; a tag closed out of turn fails."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"never closed: {[one.tag for one in builder.open[1:]]}"
    return builder.root
