"""JSON files of records: a list, a list under a key, one record, or one a line; what is broken is told."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.json_fields import Item, at_path
from effectbank.formats.bibliography.reading import Reading, RecordsRead
from effectbank.formats.decoding import decoded
from effectbank.problems import Place
from effectbank.review.reading.faults import shown
from effectbank.screening.record import Record

DEEPEST = 100  # lists within lists; no record comes near
MOST_DIGITS = 18
BLANKS = re.compile(r"[\s\ufeff]*")
BETWEEN = re.compile(r"\s*,?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a format holds its records: the paths of keys under which a list of them (or one) may stand; what tells
    that an object is a record; and what makes a Record of it.
    """

    label: str
    lists: tuple[tuple[str, ...], ...]
    is_one: Callable[[Item], bool]
    record_of: Callable[[Item, Place], Record]
    totals: tuple[tuple[str, ...], ...] = ()  # where a page says of how many records it is one


def read_json_records(file: str, raw: bytes, shape: Shape) -> RecordsRead:
    """Every item of the list, or the one record that the file is."""
    text, problems = decoded(file, raw)
    reading = Reading(file=file, format=shape.label, problems=problems)
    decoder = _Decoder(reading)
    for item in _items(text, decoder, shape):
        reading.starts += 1
        place = Place(file=file, key=f"record {reading.starts}")
        if not isinstance(item, dict):
            reading.reject(place, f"it is no object ({type(item).__name__})", 'a record is written {"…": …}')
        elif deeper_than(item, DEEPEST):
            reading.reject(place, f"it is nested deeper than {DEEPEST}", "no database writes such a record")
        elif not shape.is_one(item):
            known = ", ".join(map(shown, list(item)[:5])) or "none"
            reading.reject(place, f"it is no record of {shape.label}; its keys: {known}", "is it the right file?")
        else:
            reading.add(shape.record_of(item, place), place)
    decoder.tell()
    return reading.done()


class _Decoder:
    """JSON's decoder, which counts what it had to read otherwise than it stands."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.not_numbers = self.doubled = 0
        self.first = ""
        self.decode = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant, parse_int=_whole, parse_float=_fraction
        ).raw_decode

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            self.first = self.first or next(key for key in keys if keys.count(key) > 1)
            self.doubled += len(pairs) - len(found)
        return found

    def _constant(self, _: str) -> None:
        self.not_numbers += 1

    def tell(self) -> None:
        """Tell what was counted."""
        place = Place(file=self.reading.file)
        if self.not_numbers:
            self.reading.problems.append(faults.not_a_number(place, self.not_numbers))
        if self.doubled:
            self.reading.problems.append(faults.named_twice(place, self.first, self.doubled))


def _whole(digits: str) -> int | str:
    """A number; one of more digits than anything has stays text."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _fraction(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


def _items(text: str, decoder: _Decoder, shape: Shape) -> Iterator[Any]:
    """The items of each document of the file (several in JSON Lines); of one that breaks off, those before that."""
    at = _blanks(text, 0)
    while at < len(text):
        try:
            document, end = decoder.decode(text, at)
        except (ValueError, RecursionError) as fault:
            yield from _up_to_the_fault(text, at, decoder, shape, fault)
            return
        items = list(_within(document, shape))
        _tell_page(document, len(items), decoder.reading, shape)
        yield from items
        at = _blanks(text, end)


def _blanks(text: str, at: int) -> int:
    found = BLANKS.match(text, at)
    return found.end() if found else at


def _within(document: Any, shape: Shape) -> Iterator[Any]:
    """The items of a list, or of the list that stands under one of the paths; else the document as the one item."""
    if isinstance(document, list):
        yield from document
        return
    for path in shape.lists:
        found = at_path(document, path)
        if isinstance(found, list):
            yield from found
            return
        if isinstance(found, dict) and shape.is_one(found):
            yield found
            return
    yield document


def _tell_page(document: Any, items: int, reading: Reading, shape: Shape) -> None:
    """Tell that a file is one page of several, where it says so."""
    for path in shape.totals:
        total = at_path(document, path)
        if type(total) is int and total > items:
            reading.problems.append(faults.one_page(Place(file=reading.file), items, total))


def _up_to_the_fault(text: str, at: int, decoder: _Decoder, shape: Shape, fault: Exception) -> Iterator[Any]:
    """The items of a list that breaks off, one by one; the one that can't be read is rejected."""
    reading = decoder.reading
    names = "|".join({path[-1] for path in shape.lists})
    begins = re.compile(rf'\[|\{{[^\[]*?"(?:{names})"\s*:\s*\[').match(text, at)
    at = begins.end() if begins else at
    while begins and (between := BETWEEN.match(text, at)) and not text.startswith("]", between.end()):
        at = between.end()
        try:
            item, at = decoder.decode(text, at)
        except (ValueError, RecursionError) as within:
            fault, begins = within, None
            break
        yield item
    line = text.count("\n", 0, at) + 1
    if begins is None and at < len(text):
        reading.starts += 1
        reading.reject(Place(file=reading.file, line=line, key=f"record {reading.starts}"), _reason(fault))
    reading.problems.append(faults.json_syntax(Place(file=reading.file, line=line), _reason(fault)))


def _reason(fault: Exception) -> str:
    return "it is nested too deep" if isinstance(fault, RecursionError) else str(fault)


def deeper_than(value: Any, most: int) -> bool:
    """Whether lists and objects stand in one another deeper than that; counted without recursion."""
    level = [value]
    for _ in range(most):
        level = [child for parent in level for child in _children(parent) if isinstance(child, list | dict)]
        if not level:
            return False
    return True


def _children(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value
