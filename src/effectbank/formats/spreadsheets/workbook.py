"""An Excel workbook (.xlsx, .xlsm) as Grids: values as kept in it, no formula computed, no link followed."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.grid import EMPTY, Cell, CellKind, Grid, GridRow
from effectbank.formats.spreadsheets.guard import Safe, Scanned, made_safe
from effectbank.problems import Problem
from effectbank.review.reading.sheet import MOST_COLUMNS, MOST_ROWS

MOST_SHEETS = 50
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
FRACTION = re.compile(r"[?#0]\s*/\s*[?#\d]")
DATES = (datetime.date, datetime.time, datetime.timedelta)


def grids_of_workbook(file: str, raw: bytes) -> tuple[list[Grid], list[Problem]]:
    """Its visible sheets, then the hidden ones; none where it cannot be opened safely."""
    safe, problems = made_safe(file, raw)
    if safe is None:
        return [], problems
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that aren't read: drawings, validations, styles
            grids, problems = _grids(file, safe)
    except ModuleNotFoundError:
        raise
    except Exception as fault:  # a damaged part ends in whatever its reader meets first
        return [], [faults.broken_workbook(file, fault)]
    return grids, problems if grids else [*problems, faults.no_table(file, [])]


def _grids(file: str, safe: Safe) -> tuple[list[Grid], list[Problem]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- an extra, and a slow import

    problems: list[Problem] = [faults.cell_comments(file)] if safe.has_comments else []
    book = load_workbook(io.BytesIO(safe.raw), read_only=True, data_only=True, keep_links=False)
    sheets = sorted(book.worksheets[:MOST_SHEETS], key=lambda sheet: sheet.sheet_state != "visible")
    if len(book.worksheets) > MOST_SHEETS:
        problems.append(faults.many_sheets(file, len(book.worksheets), MOST_SHEETS))
    grids = []
    for sheet in sheets:
        held = safe.sheets.get(sheet._worksheet_path, Scanned())  # the path is all that ties it to what was scanned
        if held.furthest[0] > MOST_ROWS or held.furthest[1] > MOST_COLUMNS:
            problems.append(faults.large_sheet(file, sheet.title, held.furthest, (MOST_ROWS, MOST_COLUMNS)))
        grids.append(_grid(file, sheet, held))
    return grids, problems


def _grid(file: str, sheet: Any, held: Scanned) -> Grid:
    rows = tuple(_rows(sheet, held)) if held.cells else ()
    return Grid(file=file, sheet=sheet.title, rows=rows, merges=tuple(held.merges))


def _rows(sheet: Any, held: Scanned) -> Iterator[GridRow]:
    last, widest = min(held.furthest[0], MOST_ROWS), min(held.furthest[1], MOST_COLUMNS)
    for number, found in enumerate(sheet.iter_rows(max_row=last, max_col=widest), start=1):
        cells = tuple(_cell(cell, (number, n) in held.uncalculated) for n, cell in enumerate(found))
        if any(cells):
            yield GridRow(number=number, cells=cells)


def _cell(cell: Any, uncalculated: bool) -> Cell:
    value = cell.value
    if uncalculated:
        return Cell("=…", CellKind.UNCALCULATED)
    if value is None:
        return EMPTY
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, QUOTED.sub("", cell.number_format or ""))
    words = " ".join(str(value).split())
    if cell.data_type == "e":
        return Cell(words, CellKind.FAULT)
    if isinstance(value, DATES):
        return Cell(words.removesuffix(" 00:00:00"), CellKind.DATE)
    return Cell(words.upper(), CellKind.TRUTH) if isinstance(value, bool) else Cell(words)


def _number(value: float, shown_as: str) -> Cell:
    """A number by its shortest spelling; one shown as 30% is those words, one shown as 5/12 has lost them."""
    if "%" in shown_as:
        return Cell(f"{(Decimal(repr(value)) * 100).normalize():f}%")
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return Cell(
        str(int(value) if whole else value), CellKind.FRACTION if FRACTION.search(shown_as) else CellKind.NUMBER
    )
