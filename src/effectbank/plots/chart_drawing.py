"""A chart on paper: its panels set in rows and columns, each with just the room its axes' words take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from matplotlib.figure import Figure as Canvas

from effectbank.plots.axis import Axis
from effectbank.plots.chart import Chart, Panel
from effectbank.plots.chart_key import LINE, draw_key, key_lines, widest_entry
from effectbank.plots.chart_marks import draw_labels, draw_mark
from effectbank.plots.paper import (
    INK,
    MARGIN,
    QUIET,
    SIZE,
    SMALL,
    draw_title,
    folded,
    in_style,
    sheet,
    title_height,
    widest,
    width_of,
)
from effectbank.plots.scale import tick_label

# All lengths are inches.
GAP = 0.14
TICK, LABEL = 0.12, 0.2  # what an axis takes besides its numbers, and its label


@dataclass(frozen=True, slots=True)
class _Room:
    """What the words around a panel take on each side."""

    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where columns begin from the left and rows from the top, and the size of the whole."""

    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    width: float
    height: float
    key: float  # the top of what stands below the panels, from the top


@in_style
def draw_chart(chart: Chart) -> Canvas:
    """Draw a Chart on a new matplotlib figure."""
    layout = _layout(chart)
    canvas = sheet(layout.width, layout.height)
    for i, row in enumerate(chart.rows):
        for j, panel in enumerate(row):
            if panel is not None:
                size = (chart.widths[j], chart.heights[i])
                bottom = layout.height - layout.tops[i] - size[1]
                box = (layout.lefts[j], bottom, *size)
                whole = (layout.width, layout.height, layout.width, layout.height)
                axes = canvas.add_axes(tuple(part / of for part, of in zip(box, whole, strict=True)))  # type: ignore[arg-type]
                _draw_panel(axes, panel, size)
    page = canvas.add_axes((0, 0, 1, 1), zorder=-1)
    page.set_axis_off()
    page.set_xlim(0, layout.width)
    page.set_ylim(0, layout.height)
    draw_title(page, chart.title, layout.width, layout.height)
    used = draw_key(page, chart, layout.lefts[0], layout.height - layout.key, layout.width - MARGIN)
    for i, note in enumerate(_notes(chart, layout.width - layout.lefts[0] - MARGIN)):
        y = layout.height - layout.key - LINE * (used + i + 0.5)
        page.text(layout.lefts[0], y, note, size=SMALL, color=QUIET, va="center")
    return canvas


def _layout(chart: Chart) -> _Layout:
    columns = [[row[j] for row in chart.rows] for j in range(len(chart.widths))]
    lefts = [_most(column, lambda room: room.left) for column in columns]
    rights = [_most(column, lambda room: room.right) for column in columns]
    bottoms = [_most(row, lambda room: room.bottom) for row in chart.rows]
    steps = [left + width + right + GAP for left, width, right in zip(lefts, chart.widths, rights, strict=True)]
    starts = list(accumulate(steps, initial=MARGIN))
    heads = [_most(row, lambda room: room.top) for row in chart.rows]
    deep = [sum(parts) + GAP for parts in zip(heads, chart.heights, bottoms, strict=True)]
    width = max(starts[-1] - GAP, starts[0] + lefts[0] + widest_entry(chart)) + MARGIN
    tops = list(accumulate(deep, initial=MARGIN + title_height(chart.title, width)))
    room = width - starts[0] - lefts[0] - MARGIN
    below = LINE * (len(key_lines(chart, room)) + len(_notes(chart, room)))
    return _Layout(
        lefts=tuple(start + left for start, left in zip(starts, lefts, strict=False)),
        tops=tuple(top + head for top, head in zip(tops, heads, strict=False)),
        width=width,
        height=tops[-1] + below + (MARGIN - GAP if not below else MARGIN),
        key=tops[-1],
    )


def _notes(chart: Chart, width: float) -> list[str]:
    return [line for note in chart.notes for line in folded(note, width, size=SMALL)]


def _most(panels: Sequence[Panel | None], side: Callable[[_Room], float]) -> float:
    return max((side(_room(panel)) for panel in panels if panel is not None), default=0.0)


def _room(panel: Panel) -> _Room:
    def beside(axis: Axis | None) -> float:
        if axis is None:
            return 0.0
        words = widest(_names(axis), size=SMALL) + TICK if axis.scale.ticks else 0.0
        return words + (LABEL if axis.label else 0.0)

    below = (0.22 if panel.x.scale.ticks else 0.0) + (LABEL if panel.x.label else 0.0)
    right = max(beside(panel.right), _overhang(panel.x))
    return _Room(left=beside(panel.y), right=right, bottom=below, top=LABEL if panel.head else 0.0)


def _overhang(axis: Axis) -> float:
    """Half of the last tick's words, as far as the tick is near the end."""
    names = _names(axis)
    near = names and axis.scale.at(axis.scale.ticks[-1]) > 95
    return width_of(names[-1], size=SMALL) / 2 if near else 0.0


def _names(axis: Axis) -> tuple[str, ...]:
    return axis.names or tuple(map(tick_label, axis.scale.ticks))


def _draw_panel(axes: Any, panel: Panel, size: tuple[float, float]) -> None:
    axes.set_facecolor("none")
    for axis, name in ((panel.x, "x"), (panel.y, "y")):
        scale = axis.scale
        getattr(axes, f"set_{name}scale")("log" if scale.log else "linear")
        getattr(axes, f"set_{name}lim")(scale.low, scale.high)
        getattr(axes, f"set_{name}ticks")(scale.ticks, _names(axis))
        getattr(axes, f"set_{name}ticks")([], minor=True)
        getattr(axes, f"set_{name}label")(axis.label, labelpad=4)
    axes.tick_params(labelsize=SMALL, length=3.0, width=0.8)
    if panel.head:
        axes.set_title(panel.head, fontsize=SIZE, weight="bold", pad=5)
    bare = {"top", "right"}
    bare |= {side for side, axis in (("bottom", panel.x), ("left", panel.y)) if not axis.scale.ticks}
    for side in bare:
        axes.spines[side].set_visible(False)
    if panel.right is not None:
        _right(axes, panel.right)
    for mark in panel.marks:
        draw_mark(mark, axes)
    draw_labels(axes, panel, size)


def _right(axes: Any, right: Axis) -> None:
    """Names of heights along the other side: the ticks are in the units of y."""
    other = axes.twinx()
    other.set_ylim(*axes.get_ylim())
    other.set_yticks(right.scale.ticks, _names(right))
    other.set_ylabel(right.label, labelpad=4, color=INK)
    other.tick_params(labelsize=SMALL, length=3.0, width=0.8)
    for side in ("top", "left", "bottom"):
        other.spines[side].set_visible(False)
