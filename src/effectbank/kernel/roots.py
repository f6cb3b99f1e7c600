"""One root in a bracket, for many problems at once: Newton steps, halved where they would leave the bracket."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats

Rows = NDArray[np.intp]
Curve = Callable[[Floats, Rows], tuple[Floats, Floats]]

RELATIVE_TOLERANCE = 1e-13  # of a step; the step after it is already below rounding
LARGEST_COUNT = 200  # halving alone would need about 60


def falling_root(curve: Curve, low: Floats, high: Floats) -> Floats:
    """The t in [low, high] where `curve` falls through 0; shape (b,).

    `curve(t, rows)` gives value and slope of the problems `rows` at their t >= 0. It must be >= 0 at low and
    <= 0 at high. t is counted in units in which 1 is small, so a step below 1e-13 (t + 1e-3) ends the search.
    """
    low, high = low.copy(), high.copy()
    t = low.copy()
    rows: Rows = np.arange(t.size)
    for _ in range(LARGEST_COUNT):
        value, slope = curve(t[rows], rows)
        _narrow(low, high, t, rows, value)
        following = _newton_or_middle(t[rows], value, slope, low[rows], high[rows])
        step = np.abs(following - t[rows])
        t[rows] = following
        rows = rows[(step > RELATIVE_TOLERANCE * (following + 1e-3)) & (value != 0)]
        if not rows.size:
            break
    return t


def _narrow(low: Floats, high: Floats, t: Floats, rows: Rows, value: Floats) -> None:
    low[rows] = np.where(value >= 0, t[rows], low[rows])
    high[rows] = np.where(value <= 0, t[rows], high[rows])


def _newton_or_middle(t: Floats, value: Floats, slope: Floats, low: Floats, high: Floats) -> Floats:
    newton = t - value / np.where(slope < 0, slope, np.nan)
    middle = np.sqrt((1 + low) * (1 + high)) - 1  # halves log(1 + t): even over many orders of magnitude
    return np.where((newton >= low) & (newton <= high), newton, np.clip(middle, low, high))
