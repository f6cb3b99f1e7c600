"""The cells of one row as numbers: read exactly, or told; a cell not read keeps its words in the row's note."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.grid import Cell, CellKind, GridRow, column_of
from effectbank.formats.spreadsheets.mapping import Column
from effectbank.formats.spreadsheets.numbers import Reading, Shape, Written, reading_of
from effectbank.formats.spreadsheets.table import Table
from effectbank.problems import Place, Problem
from effectbank.review.reading.cells import MOST_PEOPLE

HINTS = {
    "events": "type digits only, or 12 (30%)",
    "events/total": "type both numbers, as 5/12 or 5 of 12",
    "mean/sd": "type both numbers, as 3.4 (1.2)",
    "interval": "type both ends, as 0.34 to 0.70",
    "estimate/interval": "type all three, as 0.49 (0.34 to 0.70)",
}
UNKNOWN = "unknown"
COMMA, THOUSANDS = re.compile(r"\d,\d"), re.compile(r"\d[ .,'’\u00a0\u2009\u202f]\d{3}(?!\d)")
MINUS, DOT = re.compile(r"[\u2212\u2010-\u2015\ufe63\uff0d]\s?\d"), re.compile(r"\d·\d")


@dataclass(slots=True)
class Told:
    """All Problems of a reading; what is understood the same way in many cells of a column is told once."""

    problems: list[Problem] = field(default_factory=list)
    often: dict[tuple[str, str], dict[Place, str]] = field(default_factory=dict)  # (way, column) → cells

    def again(self, way: str, column: Column, place: Place, cell: str) -> None:
        """One more cell of a column understood in a way worth a note."""
        self.often.setdefault((way, column.letter), {}).setdefault(place, cell)

    def all(self) -> list[Problem]:
        """Every Problem, the notes by column last."""
        notes = []
        for (way, _), cells in self.often.items():
            place, words = next(iter(cells.items()))
            unknown = way == UNKNOWN
            told = faults.said_unknown if unknown else partial(faults.as_typed, how=way)
            notes.append(told(place, words, times=len(cells)))
        return [*dict.fromkeys(self.problems), *notes]


@dataclass(slots=True)
class RowCells:
    """One row with a place to tell Problems to, and `kept`: the words of cells that weren't read as they stand."""

    table: Table
    row: GridRow
    told: Told
    kept: list[str] = field(default_factory=list)

    def cell(self, column: Column) -> Cell:
        """The cell of a column."""
        return self.row[column_of(column.letter) or 0]

    def place(self, column: Column) -> Place:
        """Where that cell is."""
        return self.table.grid.place(self.row.number, column_of(column.letter) or 0, column.heading)

    def text(self, column: Column | None) -> str:
        """Its words; "" where there is no such column, or where (told) a formula has no value, or a fault."""
        if column is None:
            return ""
        cell = self.cell(column)
        if cell.kind in (CellKind.UNCALCULATED, CellKind.FAULT):
            self.told.problems.append(faults.no_value(self.place(column), cell.words))
            return ""
        return cell.words

    def reading(self, column: Column, *wanted: Shape) -> Reading | None:
        """What the cell says in a shape that is wanted; None where it is empty, unknown or (told) another."""
        cell = self.cell(column)
        found = reading_of(cell, self.table.decimal)
        if found.shape is Shape.EMPTY:
            return None
        if found.shape is Shape.UNKNOWN:
            self.told.again(UNKNOWN, column, self.place(column), cell.words)
            return None
        if found.shape not in wanted:
            self.refuse(column, self._fault(column, cell, found))
            return None
        self._note_how(column, cell, found)
        return found

    def count(self, column: Column, number: Written) -> int | None:
        """A whole number of people, not negative; None where it (told) isn't one."""
        value = number.value
        wrong = {
            "a count with a fraction": value != math.floor(value),
            "a count below zero": value < 0,
            "there are not so many people": value > MOST_PEOPLE,
        }
        why = next((words for words, so in wrong.items() if so), "")
        if why:
            self.refuse(column, faults.impossible(self.place(column), self.text(column), why))
            return None
        return int(value)

    def refuse(self, column: Column, problem: Problem) -> None:
        """Tell why a cell isn't read, and keep its words."""
        self.told.problems.append(problem)
        self.keep(column)

    def keep(self, column: Column) -> None:
        """Keep a cell's words for the row's note."""
        words = f"{column.heading or column.letter}: {self.cell(column).words}"
        if words not in self.kept:
            self.kept.append(words)

    def _fault(self, column: Column, cell: Cell, found: Reading) -> Problem:
        place = self.place(column)
        match found.shape:
            case Shape.DATE:
                return faults.a_date(place, cell.words, column.role)
            case Shape.FRACTION:
                return faults.a_fraction(place, cell.words)
            case Shape.UNCALCULATED | Shape.FAULT:
                return faults.no_value(place, cell.words)
            case Shape.DOUBTFUL:
                return faults.doubtful_number(place, cell.words)
            case Shape.PERCENT if column.role.startswith("events"):
                return faults.a_percentage(place, cell.words)
        hint = HINTS.get(column.role, "type digits and a point, or leave the cell empty")
        return faults.unread(place, cell.words, column.role, _other_role(column, found) or hint)

    def _note_how(self, column: Column, cell: Cell, found: Reading) -> None:
        """Tell of a footnote's sign, and (once a column) of commas, blanks and dashes understood."""
        if found.mark:
            self.told.problems.append(faults.footnote_mark(self.place(column), cell.words))
            self.keep(column)
        for way in _ways(cell.words, self.table.decimal):
            self.told.again(way, column, self.place(column), cell.words)


def _ways(words: str, decimal: str) -> Iterator[str]:
    """How a number was typed, where that is worth a note."""
    if decimal == "," and COMMA.search(words):
        yield "a decimal comma"
    grouped = THOUSANDS.search(words.replace(decimal, "") if decimal else words)
    if grouped and grouped[0][1] != decimal:
        yield "marks of thousands"
    if MINUS.search(words):
        yield "its dash as a minus or as to"
    if DOT.search(words):
        yield "its dot as a decimal point"


def _other_role(column: Column, found: Reading) -> str:
    """The role under which a cell could be read."""
    other = {
        (Shape.OVER, "events"): "events/total",
        (Shape.WITH_BRACKET, "mean"): "mean/sd",
        (Shape.PLUS_MINUS, "mean"): "mean/sd (or mean/se)",
        (Shape.RANGE, "low"): "interval",
        (Shape.WITH_RANGE, "estimate"): "estimate/interval",
    }.get((found.shape, column.role), "")
    return f"it holds several numbers: map the column as {other}" if other else ""
