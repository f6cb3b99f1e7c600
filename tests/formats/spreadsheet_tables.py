"""Spreadsheets made on the spot, and what was read of them in a form that is easily compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

from effectbank.formats.spreadsheet import SpreadsheetRead, read
from effectbank.problems import Severity

Mapped = list[tuple[str, str, bool]]


def sheet_at(folder: Path, text: str, name: str = "trials.csv") -> Path:
    """A CSV of the text, its indentation taken off."""
    path = folder / name
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return path


def book_at(
    folder: Path,
    sheets: dict[str, Sequence[Sequence[object]]],
    merged: Sequence[str] = (),
    name: str = "trials.xlsx",
) -> Path:
    """A workbook of sheets, each a list of rows; `merged` cells are of the first sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for reference in merged:
        book.worksheets[0].merge_cells(reference)
    path = folder / name
    book.save(path)
    return path


def mapped(done: SpreadsheetRead) -> Mapped:
    """The mapping's table: heading, what it is read as, and whether that is certain."""
    assert done.mapping is not None
    return [(column.heading, column.read_as, column.certain) for column in done.mapping.columns]


def told(done: SpreadsheetRead, *, least: Severity = Severity.WARNING) -> list[tuple[str, int | None, str | None]]:
    """Code, row and key of every Problem as bad as that, or worse."""
    order = list(Severity)
    bad = (problem for problem in done.problems if order.index(problem.severity) <= order.index(least))
    return [(problem.code, problem.place.line, problem.place.key) for problem in bad]


def counts(done: SpreadsheetRead, outcome: str = "outcome") -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """Events and total of each study and arm."""
    assert done.review is not None, [str(problem) for problem in done.problems]
    return {(row.study, row.arm): (row.events, row.total) for row in done.review.data[outcome]}


def means(done: SpreadsheetRead, outcome: str = "outcome") -> dict[tuple[str, str], tuple[object, object, object]]:
    """Mean, SD and total of each study and arm."""
    assert done.review is not None, [str(problem) for problem in done.problems]
    return {(row.study, row.arm): (row.mean, row.sd, row.total) for row in done.review.data[outcome]}


def estimates(done: SpreadsheetRead, outcome: str = "outcome") -> dict[str, tuple[str, float | None, float | None]]:
    """Measure, estimate and standard error of each study."""
    assert done.review is not None, [str(problem) for problem in done.problems]
    return {row.study: (row.measure, row.estimate, row.se) for row in done.review.contrasts[outcome]}


def is_sound(done: SpreadsheetRead) -> None:
    """The folder passes its check, and every row and column of the sheet is accounted for."""
    assert done.review is not None, [str(problem) for problem in done.problems]
    assert done.mapping is not None
    assert [str(p) for p in done.review.problems() if p.severity is Severity.ERROR] == []
    assert done.count is not None
    assert sum(done.count.fates.values()) == done.count.found
    every_row_is_read_or_told(done)


def every_row_is_read_or_told(done: SpreadsheetRead) -> None:
    """As many rows are told as rejected as the count says."""
    assert done.count is not None
    rejecting = {"no-name", "no-arm", "repeated-row", "arm-again", "broken-quotes"}
    assert sum(problem.code in rejecting for problem in done.problems) == done.count.rejected


def read_text(folder: Path, text: str, **asked: object) -> SpreadsheetRead:
    """Read a CSV of the text."""
    return read(sheet_at(folder, text), **asked)  # type: ignore[arg-type]
