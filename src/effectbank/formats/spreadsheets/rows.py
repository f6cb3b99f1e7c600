"""What becomes of each row of a sheet: every one is accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from effectbank.formats.spreadsheets import faults, vocabulary
from effectbank.formats.spreadsheets.grid import GridRow, column_of
from effectbank.formats.spreadsheets.mapping import Mapping as SheetMapping
from effectbank.formats.spreadsheets.numbers import Shape, reading_of
from effectbank.formats.spreadsheets.roles import NUMBERS
from effectbank.formats.spreadsheets.table import Table
from effectbank.problems import Problem

TOTAL = re.compile(vocabulary.TOTALS, re.IGNORECASE)
REMARK = re.compile(vocabulary.REMARKS, re.IGNORECASE)


class Fate(StrEnum):
    """What a row was taken for."""

    ABOVE = "above the table"
    HEAD = "headings"
    READ = "read"
    REJECTED = "rejected"
    TOTAL = "a total"
    REMARK = "a remark"
    HEADING = "a heading among the rows"
    REPEATED = "the headings again"


SET_ASIDE = (Fate.TOTAL, Fate.REMARK, Fate.REPEATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows of the sheet have something in them, and what they were taken for; the fates add up."""

    found: int
    fates: Mapping[Fate, int]
    aside: tuple[int, ...] = ()  # the rows with words that are no study's

    @property
    def read(self) -> int:
        """Rows of studies or arms that were read."""
        return self.fates.get(Fate.READ, 0)

    @property
    def rejected(self) -> int:
        """Rows of studies or arms that were not; each has its Problem."""
        return self.fates.get(Fate.REJECTED, 0)

    def __str__(self) -> str:
        told = ", ".join(f"{times} {fate}" for fate, times in self.fates.items())
        return f"{self.found} filled rows: {told}"


def count_of(table: Table, fates: Mapping[int, Fate]) -> Count:
    """The rows of a table's sheet by their fates, with the lines of a CSV that couldn't be taken apart."""
    every = Counter(fates.values())
    every[Fate.REJECTED] += len(table.grid.broken)
    found = len(table.grid.rows) + len(table.grid.broken)
    aside = tuple(number for number, fate in fates.items() if fate in (Fate.ABOVE, *SET_ASIDE))
    return Count(found=found, fates={fate: every[fate] for fate in Fate if every[fate]}, aside=aside)


def fates_of(table: Table, mapping: SheetMapping) -> dict[int, Fate]:
    """What each row is by its looks; those taken as READ may yet be rejected by who reads their cells."""
    numbers = [column_of(c.letter) or 0 for c in mapping.columns if c.role in NUMBERS]
    name = name_column(mapping)
    last = max((row.number for row in table.body if _is_data(row, numbers, name)), default=0)
    fates = dict.fromkeys((row.number for row in table.above), Fate.ABOVE)
    fates |= dict.fromkeys(table.header, Fate.HEAD)
    return fates | {row.number: _fate(table, row, numbers, name, last) for row in table.body}


def name_column(mapping: SheetMapping) -> int | None:
    """The column that names the studies, if there is one."""
    found = mapping.of("study") or mapping.of("author")
    return column_of(found.letter) if found else None


def label_in(row: GridRow, name: int | None) -> str:
    """What the row is called: its study's cell, or the first that is filled."""
    told = row[name].words if name is not None else ""
    return told or row[row.filled[0]].words


def _is_data(row: GridRow, numbers: Sequence[int], name: int | None) -> bool:
    return len(row.filled) > 1 and any(row[n] for n in numbers) and not _is_total(row, name)


def _is_total(row: GridRow, name: int | None) -> bool:
    return bool(TOTAL.fullmatch(label_in(row, name).strip(" :.")))


def _fate(table: Table, row: GridRow, numbers: Sequence[int], name: int | None, last: int) -> Fate:
    if _repeats_head(table, row):
        return Fate.REPEATED
    if _is_total(row, name):
        return Fate.TOTAL
    alone, remark = len(row.filled) == 1, bool(REMARK.match(label_in(row, name)))
    words = alone and reading_of(row[row.filled[0]], table.decimal).shape is Shape.OTHER
    if any(row[n] for n in numbers) and not (row.number > last and (remark or words)):
        return Fate.READ
    if row.number > last and (alone or remark or name is None or not row[name]):
        return Fate.REMARK
    return Fate.HEADING if alone else Fate.READ


def _repeats_head(table: Table, row: GridRow) -> bool:
    """Whether every filled cell is the last level of its own column's heading."""
    lowest = next(head for head in table.grid.rows if head.number == table.header[-1])
    return len(row.filled) > 1 and all(row[n].words == lowest[n].words for n in row.filled)


def told_of_rows(table: Table, fates: Mapping[int, Fate], name: int | None) -> Iterator[Problem]:
    """A note on each row under the head that was set aside, and a warning on each heading among them."""
    for row in table.body:
        fate, words = fates[row.number], label_in(row, name)
        if fate in SET_ASIDE:
            yield faults.set_aside(table.grid.place(row.number, row.filled[0]), words, f"set aside as {fate}")
        elif fate is Fate.HEADING:
            yield faults.heading_among_rows(table.grid.place(row.number, row.filled[0]), words)
