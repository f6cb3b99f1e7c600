"""The elements of an .rm5 and the small questions asked of them; faults are told to one list."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from effectbank.formats.cochrane.rm5 import faults
from effectbank.problems import Place, Problem
from effectbank.review.model import AsWritten

Element: TypeAlias = Any  # an lxml element: lxml has no types of its own

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
NO_NUMBER = frozenset({"", "nan", "null"})  # what RevMan writes where it has none
MOST_PEOPLE = 10**10  # more than live


@dataclass(frozen=True, slots=True)
class Telling:
    """Where Problems of one file are told, each with the element's line and name."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    passed_over: dict[tuple[str, str], list[Place]] = field(default_factory=dict)
    _told: set[object] = field(default_factory=set)

    def at(self, element: Element, key: str = "") -> Place:
        """Where an element, or one attribute of it, is written."""
        name = element.get("ID") or element.get("STUDY_ID") or element.tag
        return Place(file=self.file, line=element.sourceline, key=f"{name} {key}".strip()[:200])

    def ended(self) -> tuple[Problem, ...]:
        """All Problems, those of elements that nothing reads last."""
        unknown = (
            faults.unknown_element(places[0], name, within, len(places))
            for (within, name), places in self.passed_over.items()
        )
        return (*self.problems, *unknown)

    def once(self, what: object) -> bool:
        """Whether this is told for the first time."""
        if what in self._told:
            return False
        self._told.add(what)
        return True


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
    found = (element.get(key) or "").strip()
    if found.casefold() in NO_NUMBER:
        return None
    if NUMBER.fullmatch(found) and math.isfinite(float(found)):
        return AsWritten(found)
    place = telling.at(element, key)
    if found.strip("+-").casefold().startswith("inf") or NUMBER.fullmatch(found):
        telling.problems.append(faults.infinite(place, found))
    else:
        telling.problems.append(faults.bad_number(place, found, "a number"))
    return None


def count(element: Element, key: str, telling: Telling) -> int | None:
    """A whole number, not below zero."""
    found = number(element, key, telling)
    if found is None:
        return None
    if not found.is_integer() or not 0 <= found <= MOST_PEOPLE:
        telling.problems.append(faults.bad_number(telling.at(element, key), found.words, "a count of people"))
        return None
    return int(found)


def yes(element: Element, key: str, *, default: bool = False) -> bool:
    """An attribute of YES or NO."""
    found = (element.get(key) or "").strip().upper()
    return found == "YES" if found in ("YES", "NO") else default


def unread(element: Element, known: frozenset[str], telling: Telling) -> None:
    """Note the children that nothing reads; they are told at the end, once for each name, with their number."""
    for part in children(element):
        if part.tag not in known:
            telling.passed_over.setdefault((element.tag, part.tag), []).append(telling.at(part))
