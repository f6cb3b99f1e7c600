"""A sheet as it lies before its reader: filled rows of cells that know their row, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from effectbank.problems import Place

MOST_CELLS = 300_000  # filled, in a file: ten times what a library of trials has
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class CellKind(StrEnum):
    """What the file says a cell holds. A CSV holds text only."""

    TEXT = "text"
    NUMBER = "number"  # a workbook's: `words` are Python's own spelling of it
    DATE = "date"
    FRACTION = "fraction"  # a number shown as 5/12: the two numbers are lost
    UNCALCULATED = "formula"  # without a value kept beside it
    FAULT = "fault"  # #DIV/0! and its kin
    TRUTH = "truth"  # TRUE or FALSE


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words as one would type them ("" is empty), and what the file takes it for."""

    words: str = ""
    kind: CellKind = CellKind.TEXT

    def __bool__(self) -> bool:
        return bool(self.words)


EMPTY = Cell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Cells made one: its first and last row (from 1) and column (from 0)."""

    top: int
    bottom: int
    left: int
    right: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row in which something is filled. `number` is the sheet's own, or the line of a CSV (both from 1)."""

    number: int
    cells: tuple[Cell, ...]

    def __getitem__(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns in which something is."""
        return tuple(column for column, cell in enumerate(self.cells) if cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The filled rows of one sheet. `sheet` is "" for a CSV; `delimiter` is "" for a workbook."""

    file: str
    sheet: str = ""
    delimiter: str = ""
    rows: tuple[GridRow, ...] = ()
    merges: tuple[Merge, ...] = ()
    broken: tuple[int, ...] = ()  # lines of a CSV that could not be taken apart

    @property
    def width(self) -> int:
        """How many columns it has, the last one filled somewhere."""
        return max((row.filled[-1] + 1 for row in self.rows), default=0)

    def column(self, number: int, rows: Sequence[GridRow] | None = None) -> Iterator[Cell]:
        """The filled cells of one column."""
        return (row[number] for row in (self.rows if rows is None else rows) if row[number])

    def place(self, row: int, column: int, heading: str = "") -> Place:
        """Where one cell is: file and row, and as key the sheet, the cell and its heading."""
        return Place(file=self.file, line=row, key=key_of(self.sheet, f"{letter_of(column)}{row}", heading))

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged cell that covers a place, if one does."""
        return next((merge for merge in self.merges if (row, column) in merge), None)


def key_of(sheet: str, cell: str, heading: str = "") -> str:
    """Table 1!C5 (Events); the sheet's name only where it has one."""
    told = f"{sheet}!{cell}" if sheet else cell
    return f"{told} ({heading})" if heading else told


def letter_of(column: int) -> str:
    """A column's letter: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = ALPHABET[rest] + letters
    return letters


@cache
def column_of(letter: str) -> int | None:
    """The number of a column by its letter; None for what is no such letter."""
    if not letter or len(letter) > 3 or set(letter) - set(ALPHABET):
        return None
    number = 0
    for sign in letter:
        number = number * 26 + ALPHABET.index(sign) + 1
    return number - 1
