"""Frozen records to JSON and back: every number with the place it was written in and how it is known.

What TOML holds and JSON hasn't is tagged: {"$date": "2011-07-15"}, and {"$number": "0.80"} for a number that
remembers how it was written. A key that begins with $ has a second one before it.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from effectbank.problems import Place
from effectbank.review.model import AsWritten, Provenance
from effectbank.review.reading import plan

Json = Any
# A datetime is a date too, so it comes first.
TIMES: Mapping[str, Any] = {"$datetime": datetime.datetime, "$date": datetime.date, "$time": datetime.time}


@dataclass(frozen=True, slots=True)
class Telling:
    """Records to JSON. `lines` says on which line each key of review.toml stands."""

    lines: Mapping[tuple[str, ...], int]

    def record(self, record: Any) -> dict[str, Json]:
        """A record: its place, its provenance, and each number as {value, file, line, column, …}."""
        place, provenance = getattr(record, "place", None), getattr(record, "provenance", None)
        found: dict[str, Json] = {}
        for field in fields(record):
            value = getattr(record, field.name)
            if place is not None and isinstance(value, int | float) and not isinstance(value, bool):
                found[field.name] = self._number(value, field.name, place, provenance)
            else:
                found[field.name] = self.value(value, place, field.name)
        return found

    def value(self, value: Any, place: Place | None = None, name: str = "") -> Json:
        """Any value of a record, or of a TOML file."""
        if isinstance(value, AsWritten) and place is not None:
            return self._number(value, name, place, None)
        if isinstance(value, float) and (isinstance(value, AsWritten) or not math.isfinite(value)):
            return {"$number": value.words if isinstance(value, AsWritten) else str(value)}
        if isinstance(value, Mapping):
            return {_key(key): self.value(item, place, key) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item, place, name) for item in value]
        return self.record(value) if is_dataclass(value) else _plain_word(value)

    def _number(self, value: float, column: str, place: Place, provenance: Provenance | None) -> dict[str, Json]:
        """A number with its provenance; `written` is how it was written, where that says more than the value."""
        written = {"written": value.words} if isinstance(value, AsWritten) else {}
        where = {"file": place.file, "line": self._line(place, column), "column": column}
        known = {}
        if provenance is not None:
            known = {"source": provenance.source, "confidence": _plain_word(provenance.confidence)}
        return {"value": float(value) if written else value, **written, **where, **known}

    def _line(self, place: Place, column: str) -> int | None:
        """The line of a row, or of the number's own key; None where only the file is known."""
        if place.file.endswith(".csv"):
            return place.line
        return self.lines.get((*(place.key or "").split("."), column)) if place.file == plan.FILE else None


def _plain_word(value: Any) -> Json:
    """A word of a closed list, a time of TOML, or what JSON holds itself."""
    tag = next((tag for tag, kind in TIMES.items() if isinstance(value, kind)), "")
    return {tag: value.isoformat()} if tag else value.value if isinstance(value, Enum) else value


def _key(key: object) -> str:
    return f"${key}" if str(key).startswith("$") else str(key)


def record_of(kind: Any, found: Json) -> Any:
    """A record of a type out of what was told of it.

    Raises KeyError, TypeError or ValueError where the JSON is none of that type's.
    """
    hints = _hints(kind)
    return kind(**{field.name: value_of(hints[field.name], found[field.name]) for field in fields(kind)})


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def value_of(kind: Any, found: Json) -> Any:
    """A value of an annotated type out of JSON."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind is Any:
        return _untagged(found)
    if origin is UnionType or NoneType in parts:
        return None if found is None else _of_union([part for part in parts if part is not NoneType], found)
    if origin is tuple:
        return tuple(value_of(parts[0], item) for item in _expect(list, found))
    if origin is not None:  # a Mapping
        return {_unkeyed(key): value_of(parts[1], item) for key, item in _expect(dict, found).items()}
    return record_of(kind, found) if is_dataclass(kind) else _simple(kind, found)


def _simple(kind: Any, found: Json) -> Any:
    if kind in (int, float, AsWritten):
        return _number_of(found)
    return kind(found) if issubclass(kind, Enum) else _expect(kind, found)


def _unkeyed(key: str) -> str:
    return key.removeprefix("$") if key.startswith("$$") else key


def _of_union(parts: list[Any], found: Json) -> Any:
    """The one part of a union that the JSON looks like: text, a number, or a record."""
    if isinstance(found, str) and str in parts:
        return found
    return value_of(next(part for part in parts if part is not str or len(parts) == 1), found)


def _number_of(found: Json) -> Any:
    held = found if isinstance(found, dict) else {"value": found}
    written = held.get("written", held.get("$number"))
    number = AsWritten(_expect(str, written)) if written is not None else held["value"]
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise TypeError(f"{number!r} is no number")
    return number


def _untagged(found: Json) -> Any:
    """A value of a TOML file."""
    if isinstance(found, list):
        return [_untagged(item) for item in found]
    if not isinstance(found, dict):
        return found
    if len(found) == 1:
        tag, words = next(iter(found.items()))
        if tag in TIMES:
            return TIMES[tag].fromisoformat(words)
        if tag == "$number":
            return AsWritten(words)
    return {_unkeyed(key): _untagged(item) for key, item in found.items()}


def _expect(kind: type, found: Json) -> Any:
    if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
        raise TypeError(f"{str(found)[:40]!r} is no {kind.__name__}")
    return found
