"""A spreadsheet of trials (CSV or Excel) as a review folder, by a mapping that is proposed or told.

A mapping that isn't certain is shown and never applied. Every row is accounted for, and every cell that can't be
read exactly is a Problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.applying import apply
from effectbank.formats.spreadsheets.delimited import grid_of_text
from effectbank.formats.spreadsheets.doubts import NO_WHOLE_SET
from effectbank.formats.spreadsheets.fitting import misfits
from effectbank.formats.spreadsheets.folder import review_of
from effectbank.formats.spreadsheets.grid import Grid
from effectbank.formats.spreadsheets.mapping import Mapping
from effectbank.formats.spreadsheets.mapping_file import mapping_of
from effectbank.formats.spreadsheets.proposing import propose
from effectbank.formats.spreadsheets.rows import Count
from effectbank.formats.spreadsheets.table import Table, table_of
from effectbank.formats.spreadsheets.workbook import grids_of_workbook
from effectbank.problems import Problem, Severity
from effectbank.review import Review
from effectbank.review.reading import faults as folder_faults

MOST_BYTES, MOST_TEXT = 32 * 1024**2, 8 * 1024**2  # of a workbook, and of a text
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_TABLES = {b"%PDF": "a PDF", b"<": "a page of HTML or XML", b"{\\rtf": "a text document"}
SPOILT = ("not-utf8", "nul-bytes", "too-long", "too-wide", "too-broken")  # what was read isn't all, or isn't right


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadsheetRead:
    """What came of a spreadsheet. `review` is None while the mapping isn't certain, or where errors forbid one.

    `mapping` is the one proposed or told, None where no table was found; `count` says what became of every row
    once the mapping was applied.
    """

    file: str
    sheets: tuple[str, ...]
    mapping: Mapping | None = None
    review: Review | None = None
    count: Count | None = None
    problems: tuple[Problem, ...] = ()


def read(
    path: str | Path,
    *,
    mapping: Mapping | str | Path | None = None,
    sheet: str | None = None,
    measure: str | None = None,
) -> SpreadsheetRead:
    """Read a spreadsheet of trials.

    `mapping` is one told, or the path of its mapping.toml; without it one is proposed, and applied only if certain.
    `sheet` names the sheet of a workbook to look at, `measure` the measure of every outcome.
    Raises OSError where a file cannot be opened at all.
    """
    file = Path(path).name
    grids, problems = _grids(file, Path(path))
    told, more = (mapping, []) if isinstance(mapping, Mapping | None) else _mapping_at(Path(mapping))
    problems = [*problems, *more]
    sheets = tuple(grid.sheet for grid in grids)
    if not grids or (mapping is not None and told is None):
        return SpreadsheetRead(file=file, sheets=sheets, problems=tuple(problems))
    if told is None:
        table, found, about = _proposed(file, grids, sheet)
    else:
        table, found, about = _told(file, grids, replace(told, sheet=told.sheet if sheet is None else sheet))
    problems.extend(about)
    if table is None or found is None:
        return SpreadsheetRead(file=file, sheets=sheets, mapping=found, problems=tuple(problems))
    if measure is not None:
        found = replace(found, outcomes=tuple(replace(plan, measure=measure) for plan in found.outcomes))
    return _applied(
        SpreadsheetRead(file=file, sheets=sheets, mapping=found, problems=tuple(problems)), table, found
    )


def _applied(so_far: SpreadsheetRead, table: Table, mapping: Mapping) -> SpreadsheetRead:
    """What the mapping makes of the table, if it is certain and fits."""
    if not table.body:
        return replace(so_far, problems=(*so_far.problems, faults.no_rows(so_far.file)))
    against = list(misfits(table, mapping)) if mapping.certain else []
    problems = (*so_far.problems, *against)
    if not mapping.certain or _errors(against) or any(problem.code in SPOILT for problem in so_far.problems):
        return replace(so_far, problems=problems)
    applied = apply(table, mapping)
    problems = (*problems, *applied.problems)
    if not applied.studies or not all(applied.treatments.values()):
        return replace(so_far, count=applied.count, problems=(*problems, faults.no_rows(so_far.file)))
    review = review_of(applied, mapping, file=so_far.file, aside=_aside(table, applied.count.aside))
    return replace(so_far, review=review, count=applied.count, problems=problems)


def _aside(table: Table, rows: Sequence[int]) -> list[str]:
    """The words of rows that are no studies, for the mapping's file."""
    said = {row.number: ", ".join(cell.words for cell in row.cells if cell) for row in table.grid.rows}
    return [f"Set aside, row {number}: {said[number]}" for number in rows]


def _errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _grids(file: str, path: Path) -> tuple[list[Grid], list[Problem]]:
    """The sheets of a file by what its bytes are, whatever it is called."""
    with path.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return [], [folder_faults.too_large(file, path.stat().st_size, MOST_BYTES)]
    if raw.startswith(ZIP):
        return grids_of_workbook(file, raw)
    if raw.startswith(OLE):
        return [], [faults.other_workbook(file, "an old workbook (.xls), or one locked with a password")]
    head = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:8]
    other = next((what for mark, what in NO_TABLES.items() if head.startswith(mark)), "")
    if other:
        return [], [faults.other_workbook(file, other)]
    if len(raw) > MOST_TEXT:
        return [], [folder_faults.too_large(file, path.stat().st_size, MOST_TEXT)]
    grid, problems = grid_of_text(file, raw)
    return [grid], problems


def _mapping_at(path: Path) -> tuple[Mapping | None, list[Problem]]:
    with path.open("rb") as stream:
        mapping, problems = mapping_of(path.name, stream.read(MOST_BYTES))
    return (None if _errors(problems) else mapping), problems


Found = tuple[Table | None, Mapping | None, list[Problem]]


def _told(file: str, grids: Sequence[Grid], mapping: Mapping) -> Found:
    """The table that a told mapping speaks of."""
    grid = next((grid for grid in grids if grid.sheet == mapping.sheet), None)
    if grid is None:
        return None, mapping, [faults.no_sheet(file, mapping.sheet, [grid.sheet for grid in grids])]
    table = table_of(grid, mapping.header, mapping.decimal)
    return table, mapping, [] if table else [faults.no_table(file, [grid.sheet])]


def _proposed(file: str, grids: Sequence[Grid], sheet: str | None) -> Found:
    """The first sheet with a table that can be pooled, else with any; doubted where several have one."""
    asked = [grid for grid in grids if sheet is None or grid.sheet == sheet]
    if not asked:
        return None, None, [faults.no_sheet(file, sheet or "", [grid.sheet for grid in grids])]
    tables = [table for table in map(table_of, asked) if table is not None]
    if not tables:
        return None, None, [faults.no_table(file, [grid.sheet for grid in asked])]
    proposed = [(table, propose(table)) for table in tables]
    whole = [(table, mapping) for table, mapping in proposed if NO_WHOLE_SET not in mapping.doubts]
    table, mapping = (whole or proposed)[0]
    others = [
        faults.sheet_passed_over(file, grid.sheet, any(other.grid is grid for other, _ in whole))
        for grid in asked
        if grid is not table.grid and grid.rows
    ]
    if len(whole) > 1:
        names = " and ".join(other.grid.sheet for other, _ in whole)
        doubt = f"several sheets hold tables of trials ({names}); choose one with sheet"
        mapping = replace(mapping, doubts=(*mapping.doubts, doubt))
    return table, mapping, others
