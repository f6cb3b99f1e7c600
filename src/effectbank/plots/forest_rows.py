"""The forest plot as what it is: rows, columns, and one axis. Text, SVG and print draw the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from effectbank.plots.axis import Axis
from effectbank.plots.figure import Figure
from effectbank.problems import UnknownName
from effectbank.words import Interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

NO_CELLS: Mapping[str, str] = MappingProxyType({})


class RowKind(StrEnum):
    """What a row of a forest plot shows."""

    HEADING = "heading"  # names a subgroup
    STUDY = "study"  # a square and a line
    SUBTOTAL = "subtotal"  # a diamond
    TOTAL = "total"  # a diamond under a rule
    PREDICTION = "prediction"  # a bar: where the effect of a new study may lie
    NOTE = "note"  # words only: heterogeneity, the test of subgroups


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestColumn:
    """A column of text; `side` says on which side of the drawing it stands."""

    name: str
    title: str
    align: str = "right"
    side: str = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One row: its label, its cells by column name, and what is drawn (display scale; None draws nothing).

    `predicted`: a second mark below the first. `picked`: drawn in the colour of what is pointed out.
    """

    kind: RowKind
    label: str
    cells: Mapping[str, str] = field(default_factory=lambda: NO_CELLS)
    estimate: float | None = None
    interval: Interval | None = None
    weight: float | None = None  # percent of the whole
    predicted: float | None = None
    predicted_interval: Interval | None = None
    picked: bool = False

    @property
    def drawn(self) -> bool:
        """Whether there is a mark to draw."""
        return self.interval is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest(Figure):
    """A forest plot: rows from top to bottom, columns beside the axis, a first column of labels headed `stub`.

    `centre`: where a dashed line runs through all rows, None for none.
    """

    rows: tuple[ForestRow, ...]
    columns: tuple[ForestColumn, ...]
    axis: Axis
    stub: str = "Study"
    title: str = ""
    centre: float | None = None

    def with_row(self, row: ForestRow, *, before: int | None = None) -> Forest:
        """The same plot with one more row, at the end or before the row of that number (from 0)."""
        place = len(self.rows) if before is None else before
        return replace(self, rows=(*self.rows[:place], row, *self.rows[place:]))

    def with_column(self, column: ForestColumn, cells: Mapping[str, str]) -> Forest:
        """The same plot with one more column; `cells` gives its text by row label.

        Raises UnknownName for a label that no row has.
        """
        labels = {row.label for row in self.rows}
        for label in cells:
            if label not in labels:
                raise UnknownName("row of the forest plot", label, labels)
        rows = tuple(_with_cell(row, column.name, cells.get(row.label, "")) for row in self.rows)
        return replace(self, rows=rows, columns=(*self.columns, column))

    @property
    def body_and_notes(self) -> tuple[tuple[ForestRow, ...], tuple[ForestRow, ...]]:
        """The rows beside the axis, and the notes that end the plot and stand below the axis."""
        last = max((i for i, row in enumerate(self.rows) if row.kind is not RowKind.NOTE), default=-1)
        return self.rows[: last + 1], self.rows[last + 1 :]

    def draw(self) -> Canvas:
        """Draw on a new matplotlib figure."""
        from effectbank.plots.forest_drawing import draw_forest  # noqa: PLC0415 -- slow import (matplotlib)

        return draw_forest(self)


def _with_cell(row: ForestRow, column: str, text: str) -> ForestRow:
    return replace(row, cells={**row.cells, column: text}) if text else row
