"""The cells of a row as what they should be: text, a name, a count, a number, a word of a list; else told.

An empty cell is unknown: None for numbers, "" for text. It is never zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from effectbank.problems import Place, Problem
from effectbank.review.model import Provenance
from effectbank.review.reading import faults
from effectbank.review.reading.sheet import Row
from effectbank.words import Confidence

Word = TypeVar("Word", bound=StrEnum)

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
COMMA_NUMBER = re.compile(r"[+-]?\d*,\d+", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}([,.' \u00a0\u2009\u202f]\d{3})+([.,]\d+)?", re.ASCII)
NOT_AVAILABLE = frozenset({"na", "n/a", "nr", "nan"})
MOST_PEOPLE = 10**10  # more than live: a count beyond it is a slip of the keyboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One row with a list to tell Problems to."""

    row: Row
    problems: list[Problem] = field(compare=False)

    def place(self, column: str | None = None) -> Place:
        """Where the row, or one cell of it, is written."""
        return Place(file=self.row.file, line=self.row.line, key=column)

    def text(self, column: str) -> str:
        """The cell's text; "" where there is none."""
        return self.row.cells.get(column, "")

    def name(self, column: str) -> str | None:
        """The cell's text, which the row cannot do without; None (and told) where it is empty."""
        found = self.text(column)
        if found:
            return found
        row = ", ".join(cell for cell in self.row.cells.values() if cell)
        self.problems.append(faults.missing_cell(self.place(column), faults.shown(row)))
        return None

    def count(self, column: str) -> int | None:
        """A whole number. A negative one is read, for the checks to judge; a fraction is told and unknown."""
        number = self.number(column, "a count", "write digits only, or leave the cell empty")
        if number is None:
            return None
        if number != math.floor(number):
            self.problems.append(faults.fractional_count(self.place(column), self.text(column)))
            return None
        if abs(number) > MOST_PEOPLE:
            hint = "there are not so many people"
            self.problems.append(faults.bad_number(self.place(column), self.text(column), "a count", hint))
            return None
        return int(number)

    def number(self, column: str, wanted: str = "a number", hint: str = "write digits and a point") -> float | None:
        """A finite number."""
        cell = self.text(column).replace("\u2212", "-")
        if not cell:
            return None
        if NUMBER.fullmatch(cell):
            number = float(cell)
            if math.isfinite(number):
                return number
        return self._doubtful(column, cell, wanted, hint)

    def _doubtful(self, column: str, cell: str, wanted: str, hint: str) -> float | None:
        """What is written is no plain number: understood where it has one meaning, else told."""
        place = self.place(column)
        if cell.casefold() in NOT_AVAILABLE:
            self.problems.append(faults.not_available(place, cell))
        elif GROUPED.fullmatch(cell):
            self.problems.append(faults.doubtful_comma(place, cell))
        elif COMMA_NUMBER.fullmatch(cell) and self.row.decimal_comma:
            self.problems.append(faults.decimal_comma(place, cell))
            return float(cell.replace(",", "."))
        elif COMMA_NUMBER.fullmatch(cell):
            self.problems.append(faults.doubtful_comma(place, cell))
        else:
            self.problems.append(faults.bad_number(place, cell, wanted, _way_out(cell) or hint))
        return None

    def word(self, column: str, words: type[Word]) -> Word | None:
        """A word of a closed list; None where the cell is empty or (told) holds another."""
        found = self.one_of(column, list(words))
        return words(found) if found else None

    def one_of(self, column: str, words: Sequence[str]) -> str:
        """A word of a short list; "" where the cell is empty or (told) holds another."""
        found = self.text(column)
        if not found or found in words:
            return found
        self.problems.append(faults.unknown_word(self.place(column), found, list(words)))
        return ""

    def provenance(self) -> Provenance:
        """The three columns every sheet may have: source, confidence, note."""
        confidence = self.word("confidence", Confidence)
        return Provenance(source=self.text("source"), confidence=confidence, note=self.text("note"))

    def others(self, known: tuple[str, ...]) -> Mapping[str, str]:
        """Every other column, as text."""
        return {name: cell for name, cell in self.row.cells.items() if name not in known}


def _way_out(cell: str) -> str:
    if "%" in cell:
        return "a percentage: write the events and the total it was made from"
    if re.fullmatch(r"\d+\s*(/|of)\s*\d+", cell, re.ASCII):
        return "two numbers: write the first under events and the second under total"
    return ""
