"""The elements of an .rm5 and the small questions asked of them; faults are told to one list."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from effectbank.formats.cochrane.rm5 import faults
from effectbank.problems import Place, Problem
from effectbank.review.model import AsWritten

Element: TypeAlias = Any  # an lxml element: lxml has no types of its own

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
MINUS = str.maketrans("\u2212\u2013", "--")  # as an editor of texts writes it
# what RevMan and programs after it write where there is none
NO_NUMBER = frozenset({
    "", "nan", "null", "n/a", "na", "no", "not_calculated", "not calculated", "not_estimable", "not estimable",
})  # fmt: skip
MOST_PEOPLE = 10**10  # more than live
MOST_TOLD = 100  # Problems of one code


@dataclass(frozen=True, slots=True)
class Telling:
    """Where Problems of one file are told, each with the element's line and name."""

    file: str
    broken: Iterable[Problem] = ()  # what was wrong with the XML
    _told: dict[str, list[Problem]] = field(default_factory=dict)  # by code, the first ones
    _times: Counter[str] = field(default_factory=Counter)
    _unread: dict[tuple[str, str], Place] = field(
        default_factory=dict
    )  # the first element of a name within another
    _unread_times: Counter[tuple[str, str]] = field(default_factory=Counter)
    _once: set[object] = field(default_factory=set)

    def at(self, element: Element, key: str = "") -> Place:
        """Where an element, or one attribute of it, is written."""
        name = element.get("ID") or element.get("STUDY_ID") or element.tag
        return Place(file=self.file, line=element.sourceline, key=f"{name[:100]} {key}".strip())

    def tell(self, problem: Problem) -> None:
        """Tell a Problem; those of one code beyond MOST_TOLD are only counted."""
        self._times[problem.code] += 1
        if self._times[problem.code] <= MOST_TOLD:
            self._told.setdefault(problem.code, []).append(problem)

    def once(self, what: object) -> bool:
        """Whether this is told for the first time."""
        if what in self._once:
            return False
        self._once.add(what)
        return True

    def pass_over(self, element: Element, within: Element) -> None:
        """Count an element that nothing reads; it is told at the end with all others of its name."""
        name = within.tag, element.tag
        self._unread_times[name] += 1
        if name not in self._unread:
            self._unread[name] = self.at(element)

    def ended(self) -> tuple[Problem, ...]:
        """All Problems: of the XML, of its content by line, then the elements that nothing reads."""
        told = [problem for problems in self._told.values() for problem in problems]
        more = (
            faults.many_more(self.file, code, times - MOST_TOLD)
            for code, times in self._times.items()
            if times > MOST_TOLD
        )
        unread = (
            faults.unknown_element(place, name, within, self._unread_times[within, name])
            for (within, name), place in self._unread.items()
        )
        return (*self.broken, *sorted(told, key=lambda problem: problem.place.line or 0), *more, *unread)


def children(element: Element | None) -> Iterator[Element]:
    """The child elements: no comments, no processing instructions, no entities."""
    if element is not None:
        yield from element.iterchildren("*")


def child(element: Element | None, path: str) -> Element | None:
    """The first child, or the first at the end of a path; None where there is none."""
    return None if element is None else element.find(path)


def words(element: Element | None) -> str:
    """All the words within an element on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def name_of(element: Element, part: str = "NAME") -> str:
    """The words of a naming child; some programs that are not RevMan write an attribute."""
    return words(element.find(part)) or " ".join((element.get(part) or "").split())


def number(element: Element, key: str, telling: Telling) -> AsWritten | None:
    """The number of an attribute as written. None where it is unknown, not calculated ("", NaN) or no number."""
    written: str | None = element.get(key)
    if not written:
        return None
    found = written.strip() if written.isascii() else written.strip().translate(MINUS)
    if NUMBER.fullmatch(found):
        value = AsWritten(found)
        if math.isfinite(value):
            return value
    if found.casefold() in NO_NUMBER:
        return None
    place = telling.at(element, key)
    if found.strip("+-").casefold().startswith("inf") or NUMBER.fullmatch(found):
        telling.tell(faults.infinite(place, found))
    else:
        telling.tell(faults.bad_number(place, found, "a number"))
    return None


def count(element: Element, key: str, telling: Telling) -> int | None:
    """A whole number, not below zero."""
    digits: str | None = element.get(key)
    if digits and len(digits) < 10 and digits.isdecimal() and digits.isascii():
        return int(digits)
    found = number(element, key, telling)
    if found is None:
        return None
    if not found.is_integer() or not 0 <= found <= MOST_PEOPLE:
        telling.tell(faults.bad_number(telling.at(element, key), found.words, "a count of people"))
        return None
    return int(found)


def yes(element: Element, key: str, *, default: bool = False) -> bool:
    """An attribute of YES or NO."""
    found = (element.get(key) or "").strip().upper()
    return found == "YES" if found in ("YES", "NO") else default


def unread(element: Element, known: frozenset[str], telling: Telling) -> None:
    """Count the children that nothing reads."""
    for part in children(element):
        if part.tag not in known:
            telling.pass_over(part, element)
