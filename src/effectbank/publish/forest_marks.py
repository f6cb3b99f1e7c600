"""What is drawn in a row of the forest plot: where on the axis, how large, and where an interval is cut."""

from __future__ import annotations

import math
from dataclasses import dataclass

from effectbank.plots.scale import Scale
from effectbank.words import Interval

LARGEST, SMALLEST = 13.0, 4.0  # sides of the squares, in pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark: `shape` is square, diamond, prediction or published; places in percent of the axis, `side` in pixels.

    `cut_low` and `cut_high` say that the interval goes on beyond the axis.
    """

    shape: str
    at: float | None
    low: float
    high: float
    side: float
    cut_low: bool
    cut_high: bool

    @property
    def width(self) -> float:
        """How wide the interval is drawn, in percent."""
        return round(self.high - self.low, 2)

    @property
    def middle(self) -> float:
        """Where in its own width a diamond is tallest, in percent."""
        at = self.low if self.at is None else self.at
        return round(100 * (at - self.low) / self.width, 1) if self.width else 50.0


def mark(shape: str, scale: Scale, estimate: float | None, ci: Interval | None, share: float) -> Mark | None:
    """The mark of an estimate with its interval; `share` is its weight over the heaviest, and sets the area."""
    if ci is None or not all(map(math.isfinite, ci)):
        return None
    return Mark(
        shape=shape,
        at=None if estimate is None else _place(scale, estimate),
        low=_place(scale, ci.low),
        high=_place(scale, ci.high),
        side=round(max(SMALLEST, LARGEST * math.sqrt(max(share, 0.0))), 1),
        cut_low=ci.low < scale.low,
        cut_high=ci.high > scale.high,
    )


def _place(scale: Scale, value: float) -> float:
    return round(scale.at(value), 2)
