"""How a check tells what it found: the three severities, and a place narrowed to one cell or key."""

from __future__ import annotations

from dataclasses import replace

from effectbank.problems import Place
from effectbank.review.reading.faults import error, note, shown, warning

__all__ = ["at", "error", "key_of", "note", "shown", "warning"]


def at(place: Place, key: str) -> Place:
    """The cell or key of a row or table."""
    return replace(place, key=key)


def key_of(place: Place, key: str) -> Place:
    """A key below the table a place names."""
    return replace(place, key=f"{place.key}.{key}" if place.key else key)
