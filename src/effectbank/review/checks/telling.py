"""How a check tells what it found: the three severities, and a place narrowed to one cell or key."""

from __future__ import annotations

from dataclasses import replace

from effectbank.problems import Place
from effectbank.review.reading.faults import error, note, shown, warning
from effectbank.review.review import Review

__all__ = ["at", "error", "key_of", "note", "shown", "warning"]


def at(place: Place, key: str) -> Place:
    """The cell or key of a row or table."""
    return replace(place, key=key)


def key_of(review: Review, place: Place, key: str) -> Place:
    """A key below the table of review.toml that a place names, on its own line."""
    full = f"{place.key}.{key}" if place.key else key
    path = tuple(full.split("."))
    known = (review.plan_lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in review.plan_lines)
    return replace(place, key=full, line=next(known, place.line))
