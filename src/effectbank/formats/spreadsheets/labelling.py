"""The columns that say which study, arm and outcome a row is of, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from effectbank.formats.spreadsheets.mapping import Column
from effectbank.formats.spreadsheets.numbers import Shape, reading_of
from effectbank.formats.spreadsheets.seen import Seen
from effectbank.formats.spreadsheets.table import Table

AS_SAID = "the heading says so"
YEARS = range(1500, 2201)
ROWS_A_STUDY = 1.5  # more rows than so many a study, on average, are one row an arm


def labelled(table: Table, columns: Sequence[Seen]) -> dict[int, Column]:
    """The columns of labels by their number; an `arm` is among them only where a study has several rows."""
    found: dict[int, Column] = {}
    study = _study(columns)
    year = _first(columns, "year")
    if year and _are_years(table, year):
        found[year.number] = year.column("year", AS_SAID)
    if study:
        found[study.number] = _study_column(study, named_by_year=year is not None and year.number in found)
    for role in ("country", "outcome", "note", "source"):
        column = _first(columns, role)
        if column and column.number not in found and (role != "outcome" or column.textual):
            found[column.number] = column.column(role, AS_SAID)
    arm = _first(columns, "arm")
    if arm and study and _has_rows_an_arm(table, study, arm):
        found[arm.number] = arm.column("arm", "a study has several rows, told apart by this column")
    return found


def _are_years(table: Table, column: Seen) -> bool:
    """Whether its numbers are years: whole ones, most of them in our time. Centred or averaged years are none."""
    cells = (reading_of(cell, table.decimal) for cell in table.grid.column(column.number, table.body))
    numbers = [found.numbers[0].value for found in cells if found.shape is Shape.NUMBER]
    whole = all(number.is_integer() for number in numbers)
    return whole and 2 * sum(number in YEARS for number in numbers) > len(numbers)


def _first(columns: Sequence[Seen], role: str) -> Seen | None:
    return next((column for column in columns if column.meant.role == role and column.filled), None)


def _study(columns: Sequence[Seen]) -> Seen | None:
    """The column of names: of words before numbers, Study before Author, else the first column of words."""
    named = sorted(_candidates(columns), key=lambda column: not column.textual)
    words = (column for column in columns if column.textual and not column.meant.of_numbers)
    return named[0] if named else next(words, None)


def _candidates(columns: Sequence[Seen]) -> Iterator[Seen]:
    for role in ("study", "author"):
        yield from (column for column in columns if column.meant.role == role and column.filled)


def _study_column(column: Seen, *, named_by_year: bool) -> Column:
    if column.meant.role == "author" and named_by_year:
        return column.column("author", "with the year it names the study")
    if column.meant.role in ("study", "author"):
        return column.column("study", AS_SAID)
    return column.column("study", "the first column of words", certain=False)


def _has_rows_an_arm(table: Table, study: Seen, arm: Seen) -> bool:
    """Whether studies have several rows with something in the arm's column."""
    rows = [row for row in table.body if row[arm.number]]
    studies = {row[study.number].words for row in rows if row[study.number]}
    return bool(studies) and len(rows) >= ROWS_A_STUDY * len(studies)


def is_of_study(table: Table, study: int, column: Seen) -> bool:
    """Whether a column says the same in all rows of each study, which is named until the next one is."""
    said: dict[str, set[str]] = {}
    label = ""
    for row in table.body:
        label = row[study].words or label
        if row[column.number]:
            said.setdefault(label, set()).add(row[column.number].words)
    return all(len(words) == 1 for words in said.values())
