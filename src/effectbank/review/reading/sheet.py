"""A CSV as a Sheet: named columns and rows that know their line. Spreadsheet dialects are understood, or told.

A line that begins with # (outside quotes) is a comment.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from effectbank.problems import Problem
from effectbank.review.reading import faults

BROKEN_LINES = 20  # after so many the rest of a file is not read
MOST_ROWS, MOST_COLUMNS = 50_000, 500  # a review's largest files have some hundreds of rows
LONGEST_CELL = 8 * 1024**2  # as long as a file may be; the csv module's own cap would drop a long note


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a sheet may hold: the columns it needs, those it knows, and whether any other is welcome."""

    needed: tuple[str, ...]
    known: tuple[str, ...] = ()
    any_other: bool = False

    def __iter__(self) -> Iterator[str]:
        return iter((*self.needed, *self.known, *PROVENANCE))


PROVENANCE = ("source", "confidence", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one row by column, stripped of blanks at their ends."""

    file: str
    line: int
    cells: Mapping[str, str]
    decimal_comma: bool  # cells are not parted by commas, so a comma in a number has one meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One CSV, read: its columns as named by the header, and its rows."""

    file: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def sheet_of(file: str, text: str, wanted: Columns) -> tuple[Sheet, list[Problem]]:
    """The sheet in a CSV's text, and what was wrong with its shape; cells are judged by whoever reads them."""
    problems: list[Problem] = []
    lines = _Lines(text)
    delimiter = _delimiter(lines, file, problems)
    records = _records(lines, delimiter, file, problems)
    line, header = next(records, (0, []))
    if not header:
        return Sheet(file=file), [*problems, faults.empty_file(file)]
    if len(header) > MOST_COLUMNS:
        return Sheet(file=file), [*problems, faults.too_wide(file, line, len(header), MOST_COLUMNS)]
    columns = _columns(file, line, header, wanted, problems)
    body = list(islice(records, MOST_ROWS))
    more = next(records, None)
    if more:
        problems.append(faults.too_long(file, more[0], MOST_ROWS))
    _unnamed(file, line, header, body, problems)
    rows = tuple(_rows(file, columns, body, delimiter != ",", problems))
    lacking = [name for name in wanted.needed if name not in columns]
    problems += [faults.missing_column(file, line, name, columns) for name in lacking]
    return Sheet(file=file, columns=tuple(columns), rows=() if lacking else rows), problems


class _Lines:
    """The lines of a text, one at a time, with the number of the last; comments between records are passed over."""

    def __init__(self, text: str) -> None:
        self.lines = list(io.StringIO(text, newline=""))
        self.number = 0
        self.between_records = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while self.number < len(self.lines):
            line = self.lines[self.number]
            self.number += 1
            if self.between_records and (line.startswith("#") or not line.strip()):
                continue
            self.between_records = False
            return line
        raise StopIteration


def _delimiter(lines: _Lines, file: str, problems: list[Problem]) -> str:
    """Comma, semicolon or tab, as the header (or a spreadsheet's `sep=;` before it) shows."""
    header = next(lines, "")
    first = lines.number
    if header.startswith("sep=") and len(header.strip()) == 5:
        delimiter = header.strip()[4]
    else:
        delimiter = _commonest(header)
        lines.number = max(first - 1, 0)
    lines.between_records = True
    if delimiter not in ",;\t":
        return ","
    if delimiter != ",":
        problems.append(faults.other_delimiter(file, first, delimiter))
    return delimiter


def _commonest(header: str) -> str:
    """The delimiter the header holds outside quotes; a comma where there is none."""
    counts = Counter(sign for part in header.split('"')[::2] for sign in part if sign in ",;\t")
    return max(",;\t", key=lambda sign: (counts[sign], sign == ","))


def _records(lines: _Lines, delimiter: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each record that holds anything; a broken one is told and left out."""
    csv.field_size_limit(LONGEST_CELL)
    broken = 0
    while True:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        start = lines.number
        try:
            while True:
                lines.between_records = True
                start = lines.number
                cells = [cell.strip() for cell in next(reader)]
                if any(cells):
                    yield lines.number - _height(lines, start) + 1, cells
        except StopIteration:
            return
        except csv.Error as fault:
            line = _first_of_record(lines, start)
            problems.append(faults.broken_quotes(file, line, str(fault)))
            lines.number = line
            broken += 1
        if broken == BROKEN_LINES:
            problems.append(faults.too_broken(file, lines.number + 1))
            return


def _first_of_record(lines: _Lines, start: int) -> int:
    """The 1-based line on which the record after line `start` begins: the first that is no comment."""
    number = start
    while number < lines.number and (lines.lines[number].startswith("#") or not lines.lines[number].strip()):
        number += 1
    return number + 1


def _height(lines: _Lines, start: int) -> int:
    """How many lines the record last read takes."""
    return lines.number - _first_of_record(lines, start) + 1


def _columns(
    file: str, line: int, header: Sequence[str], wanted: Columns, problems: list[Problem]
) -> dict[str, int]:
    """Each column's name and where it stands; told are names in capitals, doubled, or that nothing reads."""
    known = tuple(wanted)
    columns: dict[str, int] = {}
    for number, found in enumerate(header):
        name = found if found in known or found.casefold() not in known else found.casefold()
        if name != found:
            problems.append(faults.column_case(file, line, found, name))
        if name in columns:
            problems.append(faults.duplicate_column(file, line, name))
        elif name:
            columns[name] = number
            if name not in known and not wanted.any_other:
                problems.append(faults.unknown_column(file, line, name, known))
    return columns


def _unnamed(
    file: str, line: int, header: Sequence[str], body: Sequence[tuple[int, list[str]]], problems: list[Problem]
) -> None:
    for number, name in enumerate(header):
        if not name and any(len(cells) > number and cells[number] for _, cells in body):
            problems.append(faults.unnamed_column(file, line, number + 1))


def _rows(
    file: str,
    columns: Mapping[str, int],
    body: Sequence[tuple[int, list[str]]],
    decimal_comma: bool,
    problems: list[Problem],
) -> Iterator[Row]:
    width = max(columns.values()) + 1 if columns else 0
    for line, cells in body:
        if any(cells[width:]) and len(cells) > width:
            problems.append(faults.ragged_row(file, line, len(cells), width))
            continue
        if len(cells) < width:
            problems.append(faults.short_row(file, line, len(cells), width))
        by_name = {name: cells[number] if number < len(cells) else "" for name, number in columns.items()}
        yield Row(file=file, line=line, cells=by_name, decimal_comma=decimal_comma)
