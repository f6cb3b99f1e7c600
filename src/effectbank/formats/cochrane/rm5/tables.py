"""RevMan's tables as Markdown tables: spanned cells are repeated, headings of several rows are put into one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from effectbank.formats.cochrane.rm5.tree import Element

MOST_COLUMNS, MOST_SPANNED = 100, 4
PARTS = ("THEAD", "TBODY", "TFOOT")

Line = Callable[[Element], str]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell's Markdown, and whether it heads its column or row. One that spans is the same in several places."""

    text: str
    heads: bool = False


Row = list[Cell]
NOTHING = Cell("")


def table(element: Element, line: Line) -> Iterator[str]:
    """The blocks of a table: rows of one cell above and below the rest are paragraphs."""
    rows = grid(element, line)
    above = len(list(takewhile(_is_whole, rows)))
    below = len(list(takewhile(_is_whole, reversed(rows[above:]))))
    body = rows[above : len(rows) - below]
    yield from (row[0].text for row in rows[:above] if row[0].text)
    if any(cell.text for row in body for cell in row):
        yield written(body)
    yield from (row[0].text for row in rows[len(rows) - below :] if row[0].text)


def written(rows: list[Row]) -> str:
    """Rows as a Markdown table; the first rows that hold nothing but headings become its heading."""
    headings = len(list(takewhile(lambda row: all(cell.heads for cell in row), rows)))
    head = [_together(row[n].text for row in rows[:headings]) for n in range(len(rows[0]))]
    body = ([row[0].text, *[""] * (len(row) - 1)] if _is_whole(row) else _texts(row) for row in rows[headings:])
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |" for cells in lines)


def grid(element: Element, line: Line) -> list[Row]:
    """The cells of a table by row and column, all rows as long as the longest."""
    rows: list[Row] = []
    hanging: dict[int, tuple[int, Cell]] = {}  # by column: a cell, and how many more rows it goes on
    trs = [list(tr.iterchildren("TD", "TH")) for tr in _rows(element)]
    left = MOST_SPANNED * (100 + sum(map(len, trs)))  # how many more places cells may take up
    for parts in trs:
        row: Row = []
        for part in parts:
            _hang(row, hanging)
            cell = Cell(line(part), heads=part.tag == "TH")
            wide, high = min(_span(part, "COLSPAN"), MOST_COLUMNS, left), _span(part, "ROWSPAN")
            hanging |= {column: (high - 1, cell) for column in range(len(row), len(row) + wide) if high > 1}
            row += [cell] * max(wide, 1)
        _hang(row, hanging, end=True)
        rows.append(row)
        left = max(left - len(row), 0)
        if not left:
            hanging.clear()
    widest = max(map(len, rows), default=0)
    return [row + [NOTHING] * (widest - len(row)) for row in rows if row]


def _rows(element: Element) -> Iterator[Element]:
    """The rows of a table itself, not those of a table within one of its cells."""
    for part in element.iterchildren("TR", *PARTS):
        yield from part.iterchildren("TR") if part.tag in PARTS else (part,)


def _hang(row: Row, hanging: dict[int, tuple[int, Cell]], *, end: bool = False) -> None:
    """Go on with the cells that hang down from the rows above; at a row's end, over gaps as well."""
    while len(row) in hanging or (end and max(hanging, default=0) > len(row)):
        more, cell = hanging.pop(len(row), (1, NOTHING))
        if more > 1:
            hanging[len(row)] = (more - 1, cell)
        row.append(cell)


def _span(part: Element, key: str) -> int:
    found = (part.get(key) or "1").strip()
    return max(int(found), 1) if found.isascii() and found.isdigit() and len(found) < 6 else 1


def _is_whole(row: Row) -> bool:
    """Whether one cell fills the row."""
    return len(row) > 1 and all(cell is row[0] for cell in row)


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row]


def _together(texts: Iterator[str]) -> str:
    """The headings of a column from top to bottom, each once."""
    return ", ".join(dict.fromkeys(text for text in texts if text))
