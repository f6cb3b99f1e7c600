"""How the review was done: its question, who and what it took in, its searches, and its versions side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from effectbank.publish.rich import rich
from effectbank.publish.tables import Cell, Row, Table, words
from effectbank.review import Review

Said = tuple[str, str]  # a label and what is said under it, as HTML

_QUESTION = ("text", "population", "intervention", "comparison", "outcome", "outcomes")
_WHERE_LOOKED = ("database", "description")
_SUFFIXES = ("estimate", "low", "high")


def question(review: Review) -> tuple[Said, ...]:
    """The question in its parts, the whole of it first."""
    order = [*filter(review.question.__contains__, _QUESTION), *(k for k in review.question if k not in _QUESTION)]
    return tuple(("Question" if key == "text" else _label(key), rich(_said(review.question[key]))) for key in order)


def eligibility(review: Review) -> tuple[Said, ...]:
    """What a study had to be, point by point."""
    return tuple((_label(key), rich(_said(value))) for key, value in review.eligibility.items())


def searches(review: Review) -> tuple[str, ...]:
    """Each search with all that is known of it, on a line: where was looked stands alone, the rest is named."""
    return tuple(
        rich("; ".join(_searched(key, _said(value)) for key, value in one.items())) for one in review.searches
    )


def _searched(key: str, said: str) -> str:
    return said if key in _WHERE_LOOKED else f"{key.replace('_', ' ')}: {said}"


def versions(review: Review) -> Table | None:
    """What each version of the source said, a column a version; an estimate stands with its interval."""
    if not review.versions:
        return None
    said = {name: dict(_versions_said(values)) for name, values in review.versions.items()}
    labels = sorted(dict.fromkeys(label for values in said.values() for label in values), key="Source".__eq__)
    rows = [
        Row(cells=(Cell(label), *(words(values.get(label, "")) for values in said.values()))) for label in labels
    ]
    heads = (Cell(""), *(Cell(name) for name in said))
    return Table(caption="What each version of the source said.", heads=heads, rows=rows)


def _versions_said(values: Mapping[str, Any]) -> Iterable[Said]:
    for key, value in values.items():
        stem, _, suffix = key.rpartition("_")
        triple = [values.get(f"{stem}_{part}") for part in _SUFFIXES]
        if suffix not in _SUFFIXES or not all(map(_is_number, triple)):
            yield _label(key), _said(value)
        elif suffix == "estimate":
            yield _label(stem), _estimate(triple)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _estimate(triple: Iterable[Any]) -> str:
    """An estimate with its interval, all at the precision of the most precise: a file drops a closing nought."""
    numbers = [Decimal(str(value)) for value in triple]
    digits = max(max(0, -int(number.as_tuple().exponent)) for number in numbers)
    estimate, low, high = (f"{number:.{digits}f}" for number in numbers)
    return f"{estimate} ({low} to {high})"


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _said(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(map(_said, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{_label(key)}: {_said(inner)}" for key, inner in value.items())
    return f"{value:,}" if isinstance(value, int) and value >= 10_000 else str(value)
