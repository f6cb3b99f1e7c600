"""The totals at the foot of a table, compared with what its rows add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.grid import GridRow, column_of
from effectbank.formats.spreadsheets.mapping import Column
from effectbank.formats.spreadsheets.mapping import Mapping as SheetMapping
from effectbank.formats.spreadsheets.numbers import Shape, reading_of
from effectbank.formats.spreadsheets.rows import Fate, label_in, name_column
from effectbank.formats.spreadsheets.table import Table
from effectbank.problems import Problem

SUMMED = ("events", "non-events", "total", "events/total")


def told_of_totals(table: Table, mapping: SheetMapping, fates: Mapping[int, Fate]) -> Iterator[Problem]:
    """A warning for each count of the last row of totals that its column doesn't add up to."""
    read = [row for row in table.body if fates[row.number] in (Fate.READ, Fate.REJECTED)]
    name = name_column(mapping)
    totals = [row for row in table.body if fates[row.number] is Fate.TOTAL and not _is_part(label_in(row, name))]
    for column in mapping.columns if totals else ():
        if column.role in SUMMED:
            yield from _compared(table, column, read, totals[-1])


def _is_part(label: str) -> bool:
    return label.casefold().startswith("sub")


def _compared(table: Table, column: Column, rows: Sequence[GridRow], foot: GridRow) -> Iterator[Problem]:
    number = column_of(column.letter) or 0
    said = _first(table, foot, number)
    cells = [_first(table, row, number) for row in rows]
    summed = sum(cell for cell in cells if cell is not None)
    if said is not None and None not in cells and said != summed:
        yield faults.total_differs(table.grid.place(foot.number, number, column.heading), said, summed)


def _first(table: Table, row: GridRow, number: int) -> float | None:
    """The first number of a cell: 12 of 12 (30%), 5 of 5/12."""
    found = reading_of(row[number], table.decimal)
    return found.numbers[0].value if found.numbers and found.shape is not Shape.PERCENT else None
