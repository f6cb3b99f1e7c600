"""A CSV as a Sheet: named columns and rows that know their line. Spreadsheet dialects are understood, or told.

A line that begins with # (outside quotes) is a comment, except in files of other programs.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from effectbank.problems import Problem
from effectbank.quickly import quickly_made
from effectbank.review.reading import faults

BROKEN_LINES = 20  # after so many the rest of a file is not read
MOST_ROWS, MOST_COLUMNS = 50_000, 500  # a review's largest files have some hundreds of rows
LONGEST_CELL = 8 * 1024**2  # as long as a file may be; the csv module's own cap would drop a long note


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a sheet may hold: the columns it needs, those it knows, and whether any other is welcome.

    `named` gives a column's name from its heading, where files spell one heading in several ways.
    """

    needed: tuple[str, ...]
    known: tuple[str, ...] = ()
    any_other: bool = False
    named: Callable[[str], str] = str
    comments: bool = True

    def __iter__(self) -> Iterator[str]:
        return iter((*self.needed, *self.known, *PROVENANCE))


PROVENANCE = ("source", "confidence", "note")


@quickly_made
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
    delimiter, records = records_of(file, text, problems, comments=wanted.comments)
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


def records_of(
    file: str, text: str, problems: list[Problem], *, delimiter: str = "", comments: bool = True
) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The delimiter of a CSV's text, and its records that hold anything: the line each begins on, and its cells.

    The delimiter is as the first line shows, unless it is given; a spreadsheet's `sep=;` before it goes first.
    """
    lines = _Lines(text, comments=comments)
    found = _delimiter(lines, delimiter, file, problems)
    return found, _records(lines, found, file, problems)


class _Lines:
    """The lines of a text, with the number of those that are done with."""

    def __init__(self, text: str, *, comments: bool) -> None:
        self.lines = list(io.StringIO(text, newline=""))
        self.comments = comments
        self.done = 0

    def is_comment(self, number: int) -> bool:
        """Whether the line is a comment, if a record begins on it."""
        return self.comments and self.lines[number].startswith("#")

    def first(self) -> str:
        """The first line that is neither blank nor a comment."""
        while self.done < len(self.lines):
            self.done += 1
            line = self.lines[self.done - 1]
            if line.strip() and not self.is_comment(self.done - 1):
                return line
        return ""

    def left(self) -> Iterator[str]:
        """The lines not yet done with."""
        return islice(self.lines, self.done, None)


def _delimiter(lines: _Lines, given: str, file: str, problems: list[Problem]) -> str:
    """Comma, semicolon or tab, as the header (or a spreadsheet's `sep=;` before it) shows."""
    header = lines.first()
    first = lines.done
    if header.startswith("sep=") and len(header.strip()) == 5:
        delimiter = header.strip()[4]
    else:
        delimiter = given or _commonest(header)
        lines.done = max(first - 1, 0)
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
    while broken < BROKEN_LINES:
        try:
            yield from _unbroken(lines, delimiter)
        except csv.Error as fault:
            lines.done += 1
            if not lines.is_comment(lines.done - 1):
                problems.append(faults.broken_quotes(file, lines.done, str(fault)))
                broken += 1
        else:
            return
    problems.append(faults.too_broken(file, lines.done + 1))


def _unbroken(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records up to the first that is broken; the csv module reads on after a comment that opened a quote."""
    before = lines.done
    reader = csv.reader(lines.left(), delimiter=delimiter, strict=True)
    for cells in reader:
        line, end = lines.done + 1, before + reader.line_num
        if not (lines.comments and lines.is_comment(line - 1)):
            lines.done = end
            found = [cell.strip() for cell in cells]
            if any(found):
                yield line, found
        elif end == line:
            lines.done = end
        else:
            raise csv.Error


def _columns(
    file: str, line: int, header: Sequence[str], wanted: Columns, problems: list[Problem]
) -> dict[str, int]:
    """Each column's name and where it stands; told are names in capitals, doubled, or that nothing reads."""
    known = dict.fromkeys(wanted)
    columns: dict[str, int] = {}
    for number, heading in enumerate(header):
        found = wanted.named(heading)
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
    numbers = list(columns.values())
    width = max(numbers) + 1 if numbers else 0
    all_named = numbers == list(range(width))
    for line, cells in body:
        if len(cells) > width and any(cells[width:]):
            problems.append(faults.ragged_row(file, line, len(cells), width))
            continue
        if len(cells) < width:
            problems.append(faults.short_row(file, line, len(cells), width))
        found = cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]
        found = found if all_named else [found[number] for number in numbers]
        by_name = dict(zip(columns, found, strict=False))
        yield Row(file=file, line=line, cells=by_name, decimal_comma=decimal_comma)
