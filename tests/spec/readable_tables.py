"""A table drawn in text, read into rows: the first line names the columns, blanks are unknown."""

from __future__ import annotations


def rows(drawn: str) -> list[dict[str, str]]:
    names, *lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]
    return [dict(zip(names, cells, strict=True)) for cells in lines]


def column(drawn: str, name: str) -> list[float | None]:
    return [float(row[name]) if row[name] else None for row in rows(drawn)]
