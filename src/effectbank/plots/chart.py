"""A chart as what it is: panels with their axes, and the marks in each, in the units printed on its axes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.plots.axis import Axis
from effectbank.plots.figure import Figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


class Ink(StrEnum):
    """What a mark stands for, which says its colour."""

    STUDY = "study"
    POOLED = "pooled"
    PICKED = "picked"  # a study pointed out, or what was laid over the rest
    SECOND = "second"  # laid over as well
    LIMIT = "limit"
    NULL = "null"  # no effect
    BEHIND = "behind"  # studies of which there are too many to tell apart
    GROUND = "ground"
    GROUND_DARK = "ground dark"
    GROUND_LIGHT = "ground light"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Points:
    """One at each (x, y), of an area by its weight, a share of the heaviest's.

    `labels`: one a point, "" for none; set in this order where there is room. `name`: in the key below the chart.
    """

    x: Floats
    y: Floats
    weights: Floats | None = None
    labels: tuple[str, ...] = ()
    ink: Ink = Ink.STUDY
    hollow: bool = False
    diamond: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """From point to point."""

    x: Floats
    y: Floats
    ink: Ink = Ink.POOLED
    dashed: bool = False
    bold: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Straight across the panel: upright at x = `at`, or level at y = `at`."""

    at: float
    upright: bool = True
    ink: Ink = Ink.NULL
    dashed: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """The ground from `low` to `high` at each `along`: y at each x, or x at each y where `upright`."""

    along: Floats
    low: Floats
    high: Floats
    upright: bool = False
    ink: Ink = Ink.GROUND
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stems:
    """Level lines, at each y from `start` to x."""

    start: float
    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cloud:
    """More points than can be told apart: drawn as how many there are where, and how many of them are `chosen`."""

    x: Floats
    y: Floats
    chosen: NDArray[np.bool_]


Mark = Points | Line | Rule | Band | Stems | Cloud
M = TypeVar("M", Points, Line, Rule, Band, Stems, Cloud)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """Marks on two axes, the first at the back; `right`: names for heights, at the other side; `head`: above it."""

    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    right: Axis | None = None
    head: str = ""

    def of(self, kind: type[M]) -> tuple[M, ...]:
        """The marks of a kind."""
        return tuple(mark for mark in self.marks if isinstance(mark, kind))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chart(Figure):
    """Panels in `rows` from the top, None where one is empty; `widths` of columns, `heights` of rows in inches."""

    rows: tuple[tuple[Panel | None, ...], ...]
    widths: tuple[float, ...] = (4.3,)
    heights: tuple[float, ...] = (3.1,)
    title: str = ""
    notes: tuple[str, ...] = ()

    @property
    def panels(self) -> Iterator[Panel]:
        """All of them, row by row."""
        return (panel for row in self.rows for panel in row if panel is not None)

    def draw(self) -> Canvas:
        """Draw on a new matplotlib figure."""
        from effectbank.plots.chart_drawing import draw_chart  # noqa: PLC0415 -- slow import (matplotlib)

        return draw_chart(self)
