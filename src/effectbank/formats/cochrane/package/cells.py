"""The cells of a package's tables. A blank, #N/A and NaN are unknown; so is what is no number, and it is told.

Short cells are looked at once: the same few ("", "0.0", "12") fill most of a library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite

from effectbank.problems import Place, Problem
from effectbank.review.model import AsWritten
from effectbank.review.reading import faults
from effectbank.review.reading.cells import MOST_PEOPLE
from effectbank.review.reading.sheet import Row

UNKNOWN = frozenset({"", "#n/a", "n/a", "na", "nan", "null", "infinity", "-infinity", "not applicable"})
MOST_TOLD = 50  # bad cells of one file, one by one
SHORT = 4  # signs of a cell that is looked at once
TRUE, FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


class NoNumber(ValueError):  # noqa: N818 -- never leaves the reader
    """A cell that should hold a number and does not."""


class _Numbers(dict[str, AsWritten | None]):
    """The numbers of cells; short ones are kept, of which no more than some thousands are numbers."""

    def __missing__(self, cell: str) -> AsWritten | None:
        """The number of a cell not met before."""
        try:
            found: AsWritten | None = AsWritten(cell)
        except ValueError:
            found = _unknown(cell)
        if found is not None and (not isfinite(found) or "_" in cell or not cell.isascii()):  # Python reads 1_0, ٣
            found = _unknown(cell)
        if len(cell) <= SHORT:
            self[cell] = found
        return found


def _unknown(cell: str) -> AsWritten | None:
    if cell.casefold() in UNKNOWN:
        return None
    raise NoNumber(cell)


number = _Numbers().__getitem__  # a cell's number as written; None where it is unknown. Raises NoNumber.


@lru_cache(maxsize=1 << 14)
def count(cell: str) -> int | None:
    """A cell's whole number; None where it is unknown. Raises NoNumber."""
    found = number(cell)
    if found is None:
        return None
    if not float(found).is_integer() or abs(found) > MOST_PEOPLE:
        raise NoNumber(cell)
    return int(found)


@lru_cache(maxsize=1 << 12)
def key_of(words: str) -> str:
    """Words as one compares them: their letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", words.casefold())


@dataclass(slots=True)
class Told:
    """The Problems of one file's cells: the first ones singly, the rest by their number."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0

    def bad_cell(self, line: int, column: str, cell: str, wanted: str) -> None:
        """A cell that is not what its column should hold."""
        if len(self.problems) < MOST_TOLD:
            place = Place(file=self.file, line=line, key=column)
            self.problems.append(faults.bad_number(place, cell, wanted, "mend the cell, or leave it empty"))
        else:
            self.untold += 1

    def unknown_word(self, line: int, column: str, cell: str, known: Iterable[str], taken: str) -> None:
        """A setting's word that nobody knows, and what stands for it."""
        place = Place(file=self.file, line=line, key=column)
        message = f"{faults.shown(cell)} is not a word known here; {taken}"
        self.problems.append(faults.warning("unknown-setting", place, message, f"known: {', '.join(known)}"))

    def all(self) -> list[Problem]:
        """What was told, and how much more there was."""
        if not self.untold:
            return self.problems
        message = f"{self.untold:,} more of its cells are no numbers; taken as unknown"
        return [*self.problems, faults.error("bad-number", Place(file=self.file), message)]


def without_bad(row: Row, columns: Mapping[str, str], told: Told) -> Row:
    """The row with empty cells for those that are no number, each told; `columns` gives what each should hold."""
    cells = dict(row.cells)
    for column, wanted in columns.items():
        try:
            count(cells.get(column, "")) if wanted == "a count" else number(cells.get(column, ""))
        except NoNumber:
            told.bad_cell(row.line, column, cells[column], wanted)
            cells[column] = ""
    return Row(file=row.file, line=row.line, cells=cells, decimal_comma=row.decimal_comma)


def truth(cell: str, *, default: bool) -> bool:
    """A yes or no; what is neither is as if nothing were written."""
    word = cell.casefold()
    return word in TRUE or (default and word not in FALSE)


def level(cell: str) -> float | None:
    """95% as 0.95; None where there is none. Raises NoNumber."""
    found = number(cell.removesuffix("%").strip())
    if found is None:
        return None
    share = found / 100 if found > 1 else float(found)
    if not 0 < share < 1:
        raise NoNumber(cell)
    return share
