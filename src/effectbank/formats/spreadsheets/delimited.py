"""A CSV, TSV or text file as a Grid, by the folder reader's own way with records; nothing of it is a comment."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from effectbank.formats.decoding import decoded
from effectbank.formats.spreadsheets.faults import outsized_sheet
from effectbank.formats.spreadsheets.grid import MOST_CELLS, Cell, Grid, GridRow
from effectbank.problems import Problem
from effectbank.review.reading import faults
from effectbank.review.reading.sheet import MOST_COLUMNS, MOST_ROWS, records_of

LOOKED_AT = 200  # lines by which the delimiter is known
DELIMITERS = ("\t", ";", ",")  # a comma may be a decimal mark too, so it comes last where they tie


def grid_of_text(file: str, raw: bytes) -> tuple[Grid, list[Problem]]:
    """The rows of a delimited text, in UTF-8 or as Excel in Europe saves a CSV (Windows-1252).

    What could not be taken apart is told, and its lines are kept as `broken`.
    """
    text, problems = decoded(file, raw)
    delimiter, records = records_of(file, text, problems, delimiter=delimiter_of(text), comments=False)
    found = list(islice(records, MOST_ROWS))
    more = next(records, None)
    if more:
        problems.append(faults.too_long(file, more[0], MOST_ROWS))
    widest = max((len(cells) for _, cells in found), default=0)
    if widest > MOST_COLUMNS:
        problems.append(faults.too_wide(file, found[0][0], widest, MOST_COLUMNS))
        found = []
    if sum(len(cells) for _, cells in found) > MOST_CELLS:
        problems.append(outsized_sheet(file, MOST_CELLS))
        found = []
    rows = tuple(GridRow(number=line, cells=tuple(map(Cell, cells))) for line, cells in found)
    broken = tuple(problem.place.line or 0 for problem in problems if problem.code == "broken-quotes")
    return Grid(file=file, delimiter=delimiter, rows=rows, broken=broken), problems


def delimiter_of(text: str) -> str:
    """The delimiter that parts most lines into the same number of cells; a comma where none does."""
    lines = [line for line in islice(text.splitlines(), LOOKED_AT) if line.strip()]
    return max(reversed(DELIMITERS), key=lambda sign: (_alike(lines, sign), DELIMITERS.index(sign) < 2))


def _alike(lines: list[str], sign: str) -> int:
    """How many lines hold the delimiter as often as most of those that hold it; what is in quotes doesn't count."""
    counts = Counter(sum(part.count(sign) for part in line.split('"')[::2]) for line in lines)
    return max((times for number, times in counts.items() if number), default=0)
