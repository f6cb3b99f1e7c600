"""The marks of a chart on a panel's axes, and the labels of its points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb

from effectbank.kernel.studies import Floats
from effectbank.plots.chart import Band, Cloud, Ink, Line, Mark, Panel, Points, Rule, Stems
from effectbank.plots.paper import DASHES, INK, MARK, PICK, POINTS, QUIET, RULE, SECOND, SMALL, width_of
from effectbank.plots.placing import Box, Dot, placed

COLOURS = {
    Ink.STUDY: MARK,
    Ink.POOLED: INK,
    Ink.PICKED: PICK,
    Ink.SECOND: SECOND,
    Ink.LIMIT: QUIET,
    Ink.NULL: RULE,
    Ink.GROUND: "#dde3e8",
    Ink.GROUND_DARK: "#c9d1d8",
    Ink.GROUND_LIGHT: "#eff2f4",
    Ink.BEHIND: "#a3c9c6",
}
LEAST, MOST, EVEN = 3.2, 13.0, 5.0  # diameters in points: by weight, and where all are alike
CELLS = (200, 150)  # of a cloud, across and up
PALEST = 0.25  # the cell of a cloud with one point, of the colour of the fullest
LINE = 0.13  # inches, of small words
LABEL = {"size": SMALL, "ha": "center", "va": "center_baseline", "zorder": 5}
SAMPLED = 80  # places of a line that labels keep clear of


def _points(mark: Points, axes: Any) -> None:
    colour = COLOURS[mark.ink]
    axes.scatter(
        mark.x,
        mark.y,
        s=diameters(mark) ** 2,
        c="white" if mark.hollow else colour,
        edgecolors=colour if mark.hollow else "white",
        linewidths=1.0 if mark.hollow else 0.6,
        marker="D" if mark.diamond else "o",
        zorder=4 if mark.ink is Ink.PICKED else 3,
        clip_on=False,  # half of a point at the end of an axis would be lost
    )


def diameters(mark: Points) -> Floats:
    """Of each point, in points of print: the area as the weight, from the least that print shows."""
    if mark.weights is None:
        return np.full(mark.x.shape, EVEN)
    return np.asarray(np.maximum(LEAST, MOST * np.sqrt(np.nan_to_num(mark.weights))), dtype=float)


def _line(mark: Line, axes: Any) -> None:
    width = 1.8 if mark.bold else 0.6 if mark.ink is Ink.BEHIND else 1.0
    dashes = DASHES if mark.dashed else "-"
    axes.plot(mark.x, mark.y, color=COLOURS[mark.ink], lw=width, ls=dashes, zorder=2)


def _rule(mark: Rule, axes: Any) -> None:
    line = axes.axvline if mark.upright else axes.axhline
    line(mark.at, color=COLOURS[mark.ink], lw=0.9, ls=DASHES if mark.dashed else "-", zorder=1)


def _band(mark: Band, axes: Any) -> None:
    fill = axes.fill_betweenx if mark.upright else axes.fill_between
    fill(mark.along, mark.low, mark.high, color=COLOURS[mark.ink], lw=0, zorder=0)


def _stems(mark: Stems, axes: Any) -> None:
    axes.hlines(mark.y, mark.start, mark.x, color=RULE, lw=0.9, zorder=1)


def _cloud(mark: Cloud, axes: Any) -> None:
    axes.imshow(
        cloud_cells(mark, axes),
        extent=(0, 1, 0, 1),
        transform=axes.transAxes,
        origin="lower",
        aspect="auto",
        interpolation="nearest",
        zorder=1,
    )


def cloud_cells(mark: Cloud, axes: Any) -> Floats:
    """(up, across, RGBA): darker by the logarithm of how many there are, coloured by the share of the chosen."""
    every = _cells(mark.x, mark.y, axes)
    chosen = _cells(mark.x[mark.chosen], mark.y[mark.chosen], axes)
    share = (chosen / np.maximum(every, 1))[..., None]
    colour = (1 - share) * to_rgb(MARK) + share * to_rgb(PICK)
    dark = PALEST + (1 - PALEST) * np.log1p(every) / np.log1p(max(every.max(), 1))
    return np.concatenate([colour, np.where(every > 0, dark, 0.0)[..., None]], axis=-1)


def _cells(x: Floats, y: Floats, axes: Any) -> Floats:
    """How many points fall in each cell, (up, across)."""
    at = axes.transLimits.transform(axes.transScale.transform(np.column_stack([x, y])))
    counts, _, _ = np.histogram2d(at[:, 1], at[:, 0], bins=CELLS[::-1], range=((0, 1), (0, 1)))
    return np.asarray(counts, dtype=float)


DRAW: Mapping[type, Callable[[Any, Any], None]] = MappingProxyType(
    {Points: _points, Line: _line, Rule: _rule, Band: _band, Stems: _stems, Cloud: _cloud}
)


def draw_mark(mark: Mark, axes: Any) -> None:
    """Draw one mark on matplotlib's axes."""
    DRAW[type(mark)](mark, axes)


def draw_labels(axes: Any, panel: Panel, size: tuple[float, float]) -> None:
    """The labels of all points for which there is room on a panel of that size, in inches; those picked first."""
    marks = sorted(panel.of(Points), key=lambda mark: mark.ink is not Ink.PICKED)
    dots = [dot for mark in marks for dot in _dots(mark, axes, size)]
    words = [(word, mark.ink) for mark in marks for word in mark.labels or ("",) * mark.x.size]
    page = Box(0.02, 0.02, *size)
    for dot, (word, ink), label in zip(dots, words, placed(dots, page, _ground(panel, axes, size)), strict=True):
        if label is not None:
            colour = PICK if ink is Ink.PICKED else QUIET
            box = label.box
            x, y = ((box.left + box.right) / 2 / size[0], (box.bottom + box.top) / 2 / size[1])
            axes.text(x, y, word, color=colour, transform=axes.transAxes, **LABEL)
            if label.led:
                ends = np.array([(dot.x, dot.y), box.nearest(dot.x, dot.y)]) / size
                axes.plot(ends[:, 0], ends[:, 1], transform=axes.transAxes, color=colour, lw=0.5, zorder=2)


def _inches(x: Floats, y: Floats, axes: Any, size: tuple[float, float]) -> Floats:
    """Where points of the chart stand on the panel, (points, 2)."""
    at = axes.transLimits.transform(axes.transScale.transform(np.column_stack([x, y])))
    return np.asarray(at * size, dtype=float)


def _dots(mark: Points, axes: Any, size: tuple[float, float]) -> list[Dot]:
    at = _inches(mark.x, mark.y, axes, size)
    radii = diameters(mark) / 2 / POINTS
    words = mark.labels or ("",) * mark.x.size
    return [
        Dot(float(x), float(y), float(r), *((width_of(word, size=SMALL), LINE) if word else ()))
        for (x, y), r, word in zip(at, radii, words, strict=True)
    ]


def _ground(panel: Panel, axes: Any, size: tuple[float, float]) -> list[Box]:
    """What the lines of a panel run over, as small boxes."""
    boxes: list[Box] = []
    for line in panel.of(Line):
        at = _inches(line.x, line.y, axes, size)
        steps = np.linspace(0, len(at) - 1, SAMPLED)
        every = np.arange(len(at))
        xs, ys = (np.interp(steps, every, at[:, axis]) for axis in (0, 1))
        boxes += [
            Box(x - 0.01, y - 0.01, x + 0.01, y + 0.01) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)
        ]
    return boxes
