"""The data of published analyses, read for the tests that hold them to their printed numbers."""

from __future__ import annotations

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


def columns(file: Path) -> dict[str, list[float | str | None]]:
    """Every column of a CSV; numbers where they are numbers, None where empty."""
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {name: [_cell(row[name]) for row in rows] for name in rows[0]}


def published(name: str) -> dict[str, list[float | str | None]]:
    """The data set of that name beside these tests."""
    return columns(DATA / f"{name}.csv")


def _cell(text: str) -> float | str | None:
    try:
        return float(text) if text else None
    except ValueError:
        return text
