"""Text within a paragraph or a cell as Markdown: bold, italics, raised, lowered, links and line breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from effectbank.formats.cochrane.rm5 import faults
from effectbank.formats.cochrane.rm5.emphasis import EMPHASIS, NONE, STRONG, emphasised
from effectbank.formats.cochrane.rm5.escape import address, escaped, lowered, raised
from effectbank.formats.cochrane.rm5.known import decoded
from effectbank.formats.cochrane.rm5.personal import EMAILS, Personal
from effectbank.formats.cochrane.rm5.tree import Element, Telling

BREAK = "\n"  # a line break until the block decides how to write it
DEEPEST = 30  # of markup within markup; what lies deeper is kept as plain words
BLOCKS = frozenset({"P", "UL", "OL", "LI", "TABLE", "TR", "TD", "TH", "SUBSECTION", "HEADING"})
PLAIN = frozenset({"U", "LINK", "SPAN", "FONT", "INS", "HIGHLIGHT", "MARKER"} | BLOCKS)
NOWHERE: Mapping[str, str] = MappingProxyType({})
LED = re.compile(r"(?<!\\)\]\(")  # in Markdown no link holds another
EDGE = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def inline(element: Element, personal: Personal, telling: Telling, depth: int = 0) -> str:
    """What stands within an element, as Markdown on one line but for BREAK."""
    return Inline(personal, telling).of(element, depth)


class Inline:
    """The state that walking through markup needs: where Problems are told and what is left out."""

    def __init__(self, personal: Personal, telling: Telling, leads: Mapping[str, str] = NOWHERE) -> None:
        self.personal, self.telling, self.leads = personal, telling, leads
        self.marks: dict[str, Callable[[str, Element], str]] = {
            "B": lambda text, _: emphasised(text, STRONG),
            "STRONG": lambda text, _: emphasised(text, STRONG),
            "I": lambda text, _: emphasised(text, EMPHASIS),
            "EM": lambda text, _: emphasised(text, EMPHASIS),
            "SUP": lambda text, _: raised(text),
            "SUB": lambda text, _: lowered(text),
            "BR": lambda _text, _: BREAK,
            "DEL": lambda _text, _: "",
            "A": self._link,
        }

    def words(self, text: str | None) -> str:
        """Plain words, cleaned and escaped; runs of white space are one space."""
        if not text:
            return ""
        if not text.isascii():
            text = text.translate(NONE)
        lead, trail = text[:1].isspace(), text[-1:].isspace()
        found = escaped(self.personal.cleaned(" ".join(text.split())))
        return f"{' ' * lead}{found}{' ' * trail}" if found else " "

    def of(self, element: Element, depth: int = 0) -> str:
        """The Markdown of an element's content."""
        if depth > DEEPEST:
            return self.words("".join(element.itertext()))
        parts = [self.words(element.text)]
        for part in element:
            if isinstance(part.tag, str):
                parts.append(self.part(part, depth))
            parts.append(self.words(part.tail))
        return "".join(parts)

    def part(self, part: Element, depth: int) -> str:
        """The Markdown of one element within text, its tail left out."""
        mark = self.marks.get(part.tag)
        if mark is not None:
            return mark(self.of(part, depth + 1), part)
        if part.tag not in PLAIN and self.telling.once(("markup", part.tag)):
            self.telling.tell(faults.unknown_in_text(self.telling.at(part), part.tag))
        text = self.of(part, depth + 1)
        return self._internal(text, part) if part.tag == "LINK" else text

    def _internal(self, text: str, part: Element) -> str:
        """A link within the review: to an analysis or a study where it is known, else its words."""
        key = part.get("REF") or part.get("TAG") or ""
        text = text if text.strip() else escaped(decoded(key))
        return linked(text, f"#{self.leads[key]}") if key in self.leads else text

    def _link(self, text: str, element: Element) -> str:
        href = element.get("HREF") or ""
        if href.strip().casefold().startswith("mailto:"):
            self.personal.leave_out(EMAILS, href.strip()[7:].partition("?")[0])
            return text
        url = address(href)
        if not url:
            return text
        return linked(text if text.strip() else escaped(url), url)


def linked(text: str, to: str) -> str:
    """Words that lead somewhere, the blanks about them left outside; those that lead elsewhere already stay so."""
    if LED.search(text):
        return text
    lead, label, trail = EDGE.fullmatch(text.replace(BREAK, " ")).groups()  # type: ignore[union-attr] # always
    return f"{lead}[{label}]({to}){trail}"
