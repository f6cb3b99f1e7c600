"""The table in a grid: which rows are its head, what each column is headed, and the rows under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from effectbank.formats.spreadsheets.grid import Grid, GridRow
from effectbank.formats.spreadsheets.habits import habits_of_trials
from effectbank.formats.spreadsheets.headings import JOINT, STAND_ALONE, meant_by
from effectbank.formats.spreadsheets.numbers import Shape, decimal_of, reading_of, reading_of_words
from effectbank.formats.spreadsheets.roles import ARM_DATA

LOOKED_AT = 40  # rows among which a head is looked for
MOST_LEVELS = 4
POINT, COMMA = ".", ","
NO_NUMBERS = (Shape.OTHER, Shape.EMPTY, Shape.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid whose head is known: by row the sheet's own numbers, by column its heading ("" where it has none).

    Levels of a heading are joined by " | ". `decimal` is "" where no cell shows the mark and one rests on it.
    """

    grid: Grid
    header: tuple[int, ...]
    headings: tuple[str, ...]
    body: tuple[GridRow, ...]
    decimal: str

    @property
    def above(self) -> tuple[GridRow, ...]:
        """The rows over the head."""
        first = min(self.header, default=0)
        return tuple(row for row in self.grid.rows if row.number < first)

    def shapes(self, column: int) -> Counter[Shape]:
        """How many filled cells of a column have each shape."""
        return Counter(reading_of(cell, self.decimal).shape for cell in self.grid.column(column, self.body))


def table_of(grid: Grid, header: Sequence[int] = (), decimal: str = "") -> Table | None:
    """The table of a grid, by its head if that is told; None where nothing like a head is found."""
    rows = [row for row in grid.rows if row.number in header] if header else _head(grid)
    if not rows:
        return None
    numbers = tuple(row.number for row in rows)
    body = tuple(row for row in grid.rows if row.number > numbers[-1])
    headings = tuple(_heading(grid, rows, column) for column in range(grid.width))
    return Table(grid=grid, header=numbers, headings=headings, body=body, decimal=decimal or _decimal(body))


def _decimal(body: Sequence[GridRow]) -> str:
    shown, doubtful = decimal_of(cell for row in body for cell in row.cells)
    return shown or ("" if doubtful else POINT)


def _head(grid: Grid) -> list[GridRow]:
    """The row with most headings that are known (the first of equals), with the levels over and under it."""
    rows = grid.rows[:LOOKED_AT]
    known = [_known(row) for row in rows]
    middle = known.index(max(known)) if any(known) else _first_over_numbers(rows)
    if middle is None:
        return []
    top, bottom = middle, middle
    while top > 0 and bottom - top < MOST_LEVELS - 1 and _is_level(grid, rows[top - 1], rows[top]):
        top -= 1
    while bottom + 1 < len(rows) and bottom - top < MOST_LEVELS - 1 and _goes_on(rows[bottom], rows[bottom + 1]):
        bottom += 1
    return list(rows[top : bottom + 1])


def _first_over_numbers(rows: Sequence[GridRow]) -> int | None:
    """Where none of the words is known: the first row of several words with numbers right under it."""
    pairs = enumerate(pairwise(rows))
    return next((n for n, (a, b) in pairs if len(a.filled) > 1 and not _has_numbers(a) and _has_numbers(b)), None)


def _known(row: GridRow) -> int:
    """How many cells of a row are headings by their words; a row with numbers in it has none."""
    if _has_numbers(row):
        return 0
    headings = {cell.words.casefold(): cell.words for cell in row.cells if cell}
    return sum(_is_heading(words) for words in headings.values()) if len(headings) > 1 else 0


def _has_numbers(row: GridRow) -> bool:
    return any(reading_of(row[column], POINT).shape not in NO_NUMBERS for column in row.filled)


@cache
def _customary() -> frozenset[str]:
    return frozenset(name.casefold() for habit in habits_of_trials() for name in habit.columns)


def _is_heading(words: str) -> bool:
    if len(words) > 80 or reading_of_words(words, POINT).shape is not Shape.OTHER:  # a sentence; n/a
        return False
    meant = meant_by(words)
    return bool(meant.role or meant.group) or words.casefold() in _customary()


def _is_level(grid: Grid, over: GridRow, under: GridRow) -> bool:
    """Whether the row over a head is one more level of it, and not a title, a remark or a row of numbers."""
    if over.number != under.number - 1 or _has_numbers(over):
        return False
    if len(over.filled) > 1:
        return True
    column = over.filled[0]
    merge = grid.merge_at(over.number, column)
    return column > 0 and (merge is None or merge.right < grid.width - 1 or merge.left > 0)


def _goes_on(head: GridRow, under: GridRow) -> bool:
    """Whether the row under a head is a lower level of it: headings only, and nothing under Study or Year."""
    labelled = any(under[n] and meant_by(head[n].words).role in STAND_ALONE for n in head.filled)
    return under.number == head.number + 1 and _known(under) > 1 and not labelled


def _heading(grid: Grid, rows: Sequence[GridRow], column: int) -> str:
    levels = (_level(grid, row, column, rows[n + 1 :]) for n, row in enumerate(rows))
    return JOINT.join(dict.fromkeys(words for words in levels if words))


def _level(grid: Grid, row: GridRow, column: int, lower: Sequence[GridRow]) -> str:
    """What one row of the head says of a column: its cell, the merged one, or the one it is under without merging.

    A group's name typed once over its first column stands for those beside it that are cells of a group.
    """
    if row[column]:
        return row[column].words
    merge = grid.merge_at(row.number, column)
    if merge is not None:
        return row[merge.left].words if merge.top == row.number else ""
    here = next((under[column].words for under in lower if under[column]), "")
    if not here or meant_by(here).role not in ARM_DATA:
        return ""
    left = next((n for n in range(column - 1, -1, -1) if row[n]), None)
    return "" if left is None or grid.merge_at(row.number, left) else row[left].words
