"""The studies of a table as they are met: what each is called, and all that its row says besides numbers."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.cells import RowCells, Told
from effectbank.formats.spreadsheets.labelling import YEARS
from effectbank.formats.spreadsheets.mapping import Column, Mapping
from effectbank.formats.spreadsheets.naming import HEADING, Names, kept_columns
from effectbank.formats.spreadsheets.numbers import Shape, reading_of
from effectbank.formats.spreadsheets.roles import LONG
from effectbank.formats.spreadsheets.table import COMMA, Table
from effectbank.problems import Place, Problem


class Studies:
    """Rows of studies.csv by the study's label."""

    def __init__(self, table: Table, mapping: Mapping, told: Told) -> None:
        self.table, self.mapping, self.told = table, mapping, told
        self.names = Names()
        self.columns = kept_columns(mapping)
        self.rows: dict[str, dict[str, str]] = {}
        self.heading = ""  # the last one met among the rows
        self.above = ""  # the last study named
        self.filled: list[Place] = []

    def label(self, cells: RowCells) -> str:
        """The study's name in its row, "" where it has none; in one row an arm, a name stands until the next."""
        named = self.mapping.of("study") or self.mapping.of("author")
        if named is None:
            told = f"Row {cells.row.number}"
            self.told.problems.append(faults.unnamed_study(self.table.grid.place(cells.row.number, 0), told))
            return told
        label = cells.text(named)
        if label and named.role == "author":
            year = self._year(cells) if self.mapping.of("year") else ""
            label = f"{label} {year}" if year and year not in label else label
        if not label and self.mapping.layout == LONG and self.above:
            self.filled.append(cells.place(named))
            return self.above
        self.above = label
        return label

    def told_apart(self, label: str, cells: RowCells) -> str:
        """Another name for a study whose name was met before: with its year if that is new, else with its row."""
        year = self._year(cells) if self.mapping.of("year") else ""
        by_year = f"{label} {year}"
        had = self.rows.get(label, {}).get("year", "")
        return (
            by_year if year not in ("", had) and by_year not in self.rows else f"{label} (row {cells.row.number})"
        )

    def name(self, label: str, cells: RowCells) -> str:
        """The study's name in the folder; what its row says is written down when it is first met."""
        row = self.rows.setdefault(label, {})
        own = RowCells(self.table, cells.row, self.told)
        said = {
            "study": self.names.of(label),
            "label": label,
            "year": self._year(own) if self.mapping.of("year") else "",
            "country": own.text(self.mapping.of("country")),
            **{name: self._kept(own, column) for name, column in self.columns.items()},
            HEADING: self.heading,
            "source": self.source(own),
            "note": self._note(own),
        }
        for column, words in said.items():
            self._put(row, column, words, cells)
        return row["study"]

    def _put(self, row: dict[str, str], column: str, words: str, cells: RowCells) -> None:
        """Write one thing said of a study down; one that an earlier row said otherwise is told, and not written."""
        first = row.setdefault(column, words) or words
        row[column] = first
        if words and words != first and column not in (HEADING, "source", "note"):
            place = self.table.grid.place(cells.row.number, cells.row.filled[0], column)
            self.told.problems.append(faults.study_differs(place, words, first))

    def source(self, cells: RowCells) -> str:
        """Where a row is from: the sheet's own words, then the file with sheet and row."""
        grid = self.table.grid
        where = f"{grid.file}, sheet {grid.sheet}, row" if grid.sheet else f"{grid.file}, line"
        own = cells.text(self.mapping.of("source"))
        return f"{own}; {where} {cells.row.number}" if own else f"{where} {cells.row.number}"

    def told_at_last(self) -> Iterator[Problem]:
        """That names were carried down, once for the sheet."""
        if self.filled:
            yield faults.filled_down(self.filled[0], len(self.filled))

    def _year(self, cells: RowCells) -> str:
        """The year's digits; "" where (told) the cell holds no year."""
        column = self.mapping.of("year")
        if column is None or not cells.text(column):
            return ""
        found = reading_of(cells.cell(column), self.table.decimal)
        if found.shape is Shape.UNKNOWN:
            return ""
        if found.shape is Shape.NUMBER and found.numbers[0].value in YEARS:
            return str(int(found.numbers[0].value))
        cells.refuse(column, faults.unread_year(cells.place(column), cells.text(column)))
        return ""

    def _kept(self, cells: RowCells, column: Column) -> str:
        """A kept cell as it is; a number with a decimal comma is given a point, so that it can be reckoned with."""
        words = cells.text(column)
        if self.table.decimal != COMMA or "." in words:
            return words
        found = reading_of(cells.cell(column), COMMA)
        return words.replace(",", ".") if found.shape is Shape.NUMBER and not found.mark else words

    def _note(self, cells: RowCells) -> str:
        own = cells.text(self.mapping.of("note")) if self.mapping.layout != LONG else ""
        kept = f"in the sheet {'; '.join(cells.kept)}" if cells.kept else ""
        return "; ".join(words for words in (kept, own) if words)
