"""XML files of records, one record at a time: a broken one costs no other, and what no field takes is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from effectbank.formats.record_reading import Reading, RecordsRead
from effectbank.formats.safe_xml import Element, XmlCaps, parse_xml
from effectbank.formats.tagged import as_read
from effectbank.formats.xml_text import xml_decoded
from effectbank.problems import Place
from effectbank.screening.record import Pairs, Record

LONGEST_PATH = 200  # characters: a long name high up would stand before every text below it
CAPS = XmlCaps(size=16 * 1024**2, elements=200_000)  # of one record


@dataclass(frozen=True, slots=True)
class Slice:
    """The XML of one record, and where it begins in its file."""

    line: int
    text: str


def read_xml_records(
    file: str, raw: bytes, *, label: str, names: tuple[str, ...], record_of: Callable[[Element, Place], Record]
) -> RecordsRead:
    """Every element of these names as a record of its own."""
    text, problems = xml_decoded(file, raw)
    reading = Reading(file=file, format=label, problems=problems)
    for number, part in enumerate(slices(text, names), start=1):
        reading.starts += 1
        place = Place(file=file, line=part.line, key=f"record {number}")
        root, faulty = parse_xml(file, part.text.encode("utf-8", "replace"), caps=CAPS, first_line=part.line)
        reading.problems += faulty
        if root is None or not "".join(root.itertext()).strip():
            reading.reject(place, "its XML holds nothing that can be read", "get the whole file again")
        else:
            reading.add(record_of(root, place), place)
    return reading.done()


def slices(text: str, names: tuple[str, ...]) -> Iterator[Slice]:
    """Each element of these names, from its tag to its end, to the next one's tag, or to the end of the file."""
    verbatim = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    tags = re.compile(rf"{verbatim}|<(?P<end>/?)(?:{'|'.join(names)})(?=[\s/>])[^<>]*(?P<empty>/)?>", re.DOTALL)
    begun: int | None = None
    line, counted = 1, 0
    for tag in tags.finditer(text):
        if tag["end"] is None:
            continue
        if begun is not None:
            yield Slice(line, text[begun : tag.end() if tag["end"] else tag.start()])
        begun = None if tag["end"] else tag.start()
        if begun is not None:
            line, counted = line + text.count("\n", counted, begun), begun
            if tag[0].endswith("/>"):
                yield Slice(line, tag[0])
                begun = None
    if begun is not None:
        yield Slice(line, text[begun:])


def words_of(element: Element) -> str:
    """The text in an element and all within it, its blanks made one."""
    return " ".join("".join(element.itertext()).split())


class XmlFields:
    """The elements of one record while they find their fields; what nothing takes is the rest, in order."""

    __slots__ = ("_taken", "root")

    def __init__(self, root: Element) -> None:
        self.root = root
        self._taken: set[Element] = set()

    def first(self, *paths: str) -> str:
        """The words of the first element with any, of the first of these paths that has one."""
        for path in paths:
            for element in self.root.iterfind(path):
                if element not in self._taken and (words := words_of(element)):
                    self._taken.add(element)
                    return words
        return ""

    def all(self, path: str) -> list[str]:
        """The words of every such element that has any."""
        found = [element for element in self.root.iterfind(path) if words_of(element)]
        self._taken.update(found)
        return [words_of(element) for element in found]

    def see(self, path: str) -> Iterator[Element]:
        """Every such element, left for the rest."""
        yield from self.root.iterfind(path)

    def lines(self, path: str) -> list[str]:
        """The text of every such element, its lines kept."""
        found = [element for element in self.root.iterfind(path) if words_of(element)]
        self._taken.update(found)
        return [as_read("".join(element.itertext())) for element in found]

    def take(self, element: Element | None) -> str:
        """The words of an element, which a field holds now."""
        if element is None:
            return ""
        self._taken.add(element)
        return words_of(element)

    def rest(self, format_: str) -> Pairs:
        """What nothing took: each text with the path to it and its attributes."""
        found: list[tuple[str, str]] = []
        stack = [(child, "") for child in reversed(self.root)]
        while stack:
            element, path = stack.pop()
            if element in self._taken:
                continue
            path = f"{path}{element.tag}"[-LONGEST_PATH:]
            if len(element) and not _mixed(element):
                stack += [(child, f"{path}/") for child in reversed(element)]
            elif (words := words_of(element)) or element.attrib:
                found.append((f"{format_}:{path}{_attributes(element)}", words))
        return tuple(found)


def _mixed(element: Element) -> bool:
    """Whether text stands beside the elements within it."""
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))


def _attributes(element: Element) -> str:
    attributes = ",".join(f"{name}={value}" for name, value in element.attrib.items())
    return f"[{attributes}]" if attributes else ""
