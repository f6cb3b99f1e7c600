"""The forest plot on paper: squares by weight, diamonds, a light line at no difference."""

from __future__ import annotations

import math
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Polygon

from effectbank.plots.axis import Axis
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.paper import (
    DASHES,
    INK,
    MARGIN,
    MARK,
    PICK,
    QUIET,
    RULE,
    SECOND,
    SMALL,
    draw_title,
    in_style,
    sheet,
    title_height,
    widest,
    width_of,
)
from effectbank.plots.scale import tick_label
from effectbank.words import Interval

# All lengths are inches.
ROW, GUTTER, DRAWING = 0.24, 0.2, 2.6
SQUARE_LEAST, SQUARE_MOST = 0.05, 0.14
BOLD = {RowKind.HEADING, RowKind.SUBTOTAL, RowKind.TOTAL}
INDENT = 0.1
BELOW = 0.085  # of a second mark
FAVOURS_WIDTH = 24  # characters on one line


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand, in inches from the left and from the bottom."""

    columns: dict[str, tuple[ForestColumn, float]]  # name → column and the x its text is aligned to
    axis: Axis
    heaviest: float
    left: float  # of the drawing
    width: float
    height: float
    top: float  # the baseline of the head

    def x(self, value: float) -> float:
        """Where a value of the axis stands; what lies beyond the axis stands at its end."""
        return self.left + DRAWING * self.axis.scale.at(value) / 100


@in_style
def draw_forest(forest: Forest) -> Canvas:
    """Draw a Forest on a new matplotlib figure."""
    layout = _layout(forest)
    canvas = sheet(layout.width, layout.height)
    axes = canvas.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, layout.width)
    axes.set_ylim(0, layout.height)
    _head(axes, forest, layout)
    body, notes = forest.body_and_notes
    bottom = layout.top - ROW * (len(body) + 0.9)
    _null_line(axes, layout, bottom)
    if forest.centre is not None:
        x = layout.x(forest.centre)
        axes.plot([x, x], [bottom, layout.top - 0.07], color=QUIET, lw=0.8, ls=DASHES, zorder=0)
    for index, row in enumerate(body):
        y = layout.top - ROW * (index + 1.1)
        if row.kind is RowKind.TOTAL:
            _rule(axes, layout, y + ROW / 2)
        _words(axes, row, layout, y)
        _mark(axes, row, layout, y)
    _scale(axes, layout, bottom)
    for index, note in enumerate(notes):
        _words(axes, note, layout, bottom - _foot(forest.axis) - ROW * (index + 0.4))
    return canvas


def _foot(axis: Axis) -> float:
    """The height of the axis with its numbers and what it favours."""
    lines = max(len(fill(f"← {side}", FAVOURS_WIDTH).split("\n")) for side in axis.favours)
    return 0.34 + 0.15 * lines if any(axis.favours) else 0.28


def _cell(row: ForestRow, column: ForestColumn) -> str:
    return row.cells.get(column.name, "") if column.name else row.label


def _column_width(forest: Forest, column: ForestColumn) -> float:
    rows = [row for row in forest.rows if row.kind is not RowKind.NOTE]
    cells = max((width_of(_cell(row, column), bold=row.kind in BOLD) for row in rows), default=0.0)
    return max(cells, widest(column.title.split("\n"), bold=True)) + (0.0 if column.name else INDENT)


def _layout(forest: Forest) -> _Layout:
    stub = ForestColumn(name="", title=forest.stub, align="left")
    x, placed = MARGIN, {}
    for column in (stub, *(c for c in forest.columns if c.side == "left")):
        width = _column_width(forest, column)
        placed[column.name] = (column, x if column.align == "left" else x + width)
        x += width + GUTTER
    left = x
    x += DRAWING + GUTTER
    for column in (c for c in forest.columns if c.side == "right"):
        width = _column_width(forest, column)
        placed[column.name] = (column, x if column.align == "left" else x + width)
        x += width + GUTTER
    notes = widest([row.label for row in forest.rows if row.kind is RowKind.NOTE], size=SMALL) + 2 * MARGIN
    titles = max(column.title.count("\n") for column, _ in placed.values())
    width = max(x - GUTTER + MARGIN, notes)
    head = MARGIN + title_height(forest.title, width) + 0.16 * (titles + 1)
    height = head + ROW * (len(forest.rows) + 0.9) + _foot(forest.axis) + MARGIN
    return _Layout(
        columns=placed,
        axis=forest.axis,
        heaviest=max((row.weight or 0.0 for row in forest.rows if row.kind is RowKind.STUDY), default=0.0),
        left=left,
        width=width,
        height=height,
        top=height - head,
    )


def _head(axes: Any, forest: Forest, layout: _Layout) -> None:
    draw_title(axes, forest.title, layout.width, layout.height)
    for column, x in layout.columns.values():
        axes.text(x, layout.top, column.title, ha=column.align, va="bottom", weight="bold")
    if forest.axis.label not in {column.title for column in forest.columns}:
        centre = layout.left + DRAWING / 2
        axes.text(centre, layout.top, forest.axis.label, ha="center", va="bottom", weight="bold")
    _rule(axes, layout, layout.top - 0.07)


def _rule(axes: Any, layout: _Layout, y: float) -> None:
    axes.plot([MARGIN, layout.width - MARGIN], [y, y], color=INK, lw=0.8, solid_capstyle="butt")


def _null_line(axes: Any, layout: _Layout, bottom: float) -> None:
    if not math.isnan(layout.axis.scale.null):
        x = layout.x(layout.axis.scale.null)
        axes.plot([x, x], [bottom, layout.top - 0.07], color=RULE, lw=0.9, zorder=0)


def _words(axes: Any, row: ForestRow, layout: _Layout, y: float) -> None:
    if row.kind is RowKind.NOTE:
        axes.text(MARGIN, y, row.label, va="center_baseline", size=SMALL, color=QUIET)
        return
    weight = "bold" if row.kind in BOLD else "normal"
    for column, x in layout.columns.values():
        indent = INDENT if not column.name and row.kind is RowKind.STUDY else 0.0
        if text := _cell(row, column):
            axes.text(x + indent, y, text, ha=column.align, va="center_baseline", weight=weight)


def _mark(axes: Any, row: ForestRow, layout: _Layout, y: float) -> None:
    if row.interval is None:
        return
    low, high = (layout.x(end) for end in row.interval)
    middle = layout.x(row.estimate) if row.estimate is not None else (low + high) / 2
    if row.kind is RowKind.PREDICTION:
        axes.plot([low, high], [y, y], color=QUIET, lw=2.4, solid_capstyle="butt")
    elif row.kind is RowKind.STUDY:
        axes.plot([low, high], [y, y], color=INK, lw=1.0, solid_capstyle="butt")
        share = math.sqrt((row.weight or 0.0) / layout.heaviest) if layout.heaviest else 0.5
        _square(axes, middle, y, share, PICK if row.picked else MARK)
    else:
        half = 0.32 * ROW
        _patch(axes, [(low, y), (middle, y + half), (high, y), (middle, y - half)], INK)
    _arrows(axes, row.interval, layout, y)
    if row.predicted is not None and row.predicted_interval is not None:
        _second(axes, layout.x(row.predicted), [layout.x(end) for end in row.predicted_interval], y - BELOW)


def _second(axes: Any, middle: float, ends: list[float], y: float) -> None:
    """The mark below: a dot on its line."""
    axes.plot(ends, [y, y], color=SECOND, lw=0.9, solid_capstyle="butt", zorder=3)
    axes.plot([middle], [y], "o", color=SECOND, ms=3.6, mew=0, zorder=4)


def _patch(axes: Any, corners: list[tuple[float, float]], colour: str) -> None:
    axes.add_patch(Polygon(corners, closed=True, facecolor=colour, edgecolor="none", zorder=3))


def _square(axes: Any, x: float, y: float, share: float, colour: str) -> None:
    """A square whose side grows with the root of the weight, from the least that print shows to the most."""
    half = (SQUARE_LEAST + (SQUARE_MOST - SQUARE_LEAST) * share) / 2
    _patch(axes, [(x - half, y - half), (x - half, y + half), (x + half, y + half), (x + half, y - half)], colour)


def _arrows(axes: Any, interval: Interval, layout: _Layout, y: float) -> None:
    """An interval that goes on beyond the drawing ends in an arrow."""
    for end, out in zip(interval, (-1, 1), strict=True):
        if not layout.axis.scale.holds(end):
            x = layout.x(end)
            _patch(axes, [(x + 0.05 * out, y), (x - 0.03 * out, y + 0.04), (x - 0.03 * out, y - 0.04)], INK)


def _scale(axes: Any, layout: _Layout, y: float) -> None:
    axes.plot([layout.left, layout.left + DRAWING], [y, y], color=QUIET, lw=0.8)
    for tick in layout.axis.scale.ticks:
        x = layout.x(tick)
        axes.plot([x, x], [y, y - 0.05], color=QUIET, lw=0.8)
        axes.text(x, y - 0.08, tick_label(tick), ha="center", va="top", size=SMALL, color=QUIET)
    _favours(axes, layout, y - 0.27)


def _favours(axes: Any, layout: _Layout, y: float) -> None:
    left, right = layout.axis.favours
    null = layout.axis.scale.null
    pivot = layout.left + DRAWING / 2 if math.isnan(null) else layout.x(null)
    if left:
        words = fill(f"← {left}", FAVOURS_WIDTH)
        axes.text(pivot - 0.08, y, words, ha="right", va="top", size=SMALL, color=QUIET)
    if right:
        words = fill(f"{right} →", FAVOURS_WIDTH)
        axes.text(pivot + 0.08, y, words, ha="left", va="top", size=SMALL, color=QUIET)
