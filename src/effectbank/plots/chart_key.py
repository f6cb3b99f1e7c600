"""The key of a chart: a sample of each named mark, in lines below the panels."""

from __future__ import annotations

from typing import Any

from effectbank.plots.chart import Band, Chart, Line, Mark, Points, Rule
from effectbank.plots.chart_marks import COLOURS
from effectbank.plots.paper import DASHES, INK, SMALL, width_of

LINE = 0.2  # inches from line to line
SAMPLE, SPACE, BETWEEN = 0.26, 0.07, 0.24  # a sample, to its words, to the next

Named = Points | Line | Rule | Band


def key_lines(chart: Chart, width: float) -> list[list[Named]]:
    """The named marks, each name once, the foremost first, as many in a line as the width holds."""
    lines: list[list[Named]] = []
    left = 0.0
    for mark in _named(chart):
        left -= _width(mark)
        if left < 0:
            lines.append([])
            left = width - _width(mark)
        lines[-1].append(mark)
        left -= BETWEEN
    return lines


def widest_entry(chart: Chart) -> float:
    """What the longest of them takes, which no line can do without."""
    return max(map(_width, _named(chart)), default=0.0)


def draw_key(page: Any, chart: Chart, left: float, top: float, right: float) -> int:
    """Draw it on a page in inches; how many lines it took."""
    lines = key_lines(chart, right - left)
    for i, line in enumerate(lines):
        x, y = left, top - LINE * (i + 0.5)
        for mark in line:
            _sample(page, mark, x, y)
            page.text(x + SAMPLE + SPACE, y, mark.name, size=SMALL, color=INK, va="center_baseline")
            x += _width(mark) + BETWEEN
    return len(lines)


def _named(chart: Chart) -> list[Named]:
    marks: list[Mark] = [mark for panel in chart.panels for mark in panel.marks]
    found = {mark.name: mark for mark in reversed(marks) if isinstance(mark, Named) and mark.name}
    return list(found.values())


def _width(mark: Named) -> float:
    return SAMPLE + SPACE + width_of(mark.name, size=SMALL)


def _sample(page: Any, mark: Named, x: float, y: float) -> None:
    colour = COLOURS[mark.ink]
    if isinstance(mark, Points):
        face, edge = ("white", colour) if mark.hollow else (colour, "white")
        shape = "D" if mark.diamond else "o"
        page.plot([x + SAMPLE / 2], [y], shape, color=face, mec=edge, mew=1.0 if mark.hollow else 0.6, ms=5)
    elif isinstance(mark, Band):
        page.fill_between([x, x + SAMPLE], y - 0.05, y + 0.05, color=colour, lw=0)
    else:
        width = 1.8 if isinstance(mark, Line) and mark.bold else 1.0
        page.plot([x, x + SAMPLE], [y, y], color=colour, lw=width, ls=DASHES if mark.dashed else "-")
