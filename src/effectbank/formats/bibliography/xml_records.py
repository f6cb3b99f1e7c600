"""XML files of records, one record at a time: a broken one costs no other, and what no field takes is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from effectbank.formats.bibliography.reading import Reading, RecordsRead, tell_between
from effectbank.formats.bibliography.tagged import as_read
from effectbank.formats.safe_xml import Element, XmlCaps, parse_xml
from effectbank.formats.xml_text import xml_decoded
from effectbank.problems import Place
from effectbank.screening.record import Pairs, Record

STYLED = "style"  # EndNote's: no element of its own
LONGEST_PATH = 200  # characters: a long name high up would stand before every text below it
MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
CAPS = XmlCaps(size=16 * 1024**2, elements=200_000)  # of one record


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a file and the line on which it begins; the XML of one record, or what stands between two."""

    line: int
    text: str
    is_record: bool


def read_xml_records(
    file: str, raw: bytes, *, label: str, names: tuple[str, ...], record_of: Callable[[Element, Place], Record]
) -> RecordsRead:
    """Every element of these names as a record of its own; text that stands between them is told."""
    text, problems = xml_decoded(file, raw)
    reading = Reading(file=file, format=label, problems=problems)
    between: list[tuple[int, str]] = []
    for part in slices(text, names):
        if not part.is_record:
            between += [(part.line, words) for words in MARKUP.sub(" ", part.text).split("\n") if words.strip()]
            continue
        reading.starts += 1
        place = Place(file=file, line=part.line, key=f"record {reading.starts}")
        root, faulty = parse_xml(file, part.text.encode("utf-8", "replace"), caps=CAPS, first_line=part.line)
        reading.problems += faulty
        record = Record() if root is None else record_of(root, place)
        if record == Record(kind=record.kind):
            reading.reject(place, "its XML holds nothing that can be read", "get the whole file again")
        else:
            reading.add(record, place)
    tell_between(between, reading)
    return reading.done()


def slices(text: str, names: tuple[str, ...]) -> Iterator[Slice]:
    """Each element of these names, from its tag to its end, to the next one's tag, or to the end of the file."""
    verbatim = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    tags = re.compile(rf"{verbatim}|<(?P<end>/?)(?:{'|'.join(names)})(?=[\s/>])[^<>]*>", re.DOTALL)
    start, line, is_record = 0, 1, False
    for tag in tags.finditer(text):
        if tag["end"] is None or (tag["end"] and not is_record):
            continue
        cut = tag.end() if tag["end"] else tag.start()
        if cut > start:
            yield Slice(line, text[start:cut], is_record)
            line, start = line + text.count("\n", start, cut), cut
        is_record = not tag["end"]
        if is_record and tag[0].endswith("/>"):
            yield Slice(line, tag[0], is_record)
            line, start, is_record = line + tag[0].count("\n"), tag.end(), False
    if start < len(text):
        yield Slice(line, text[start:], is_record)


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
            if any(child.tag != STYLED for child in element) and not _mixed(element):
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
