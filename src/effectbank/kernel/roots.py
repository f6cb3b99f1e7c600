"""One root in a bracket, for many problems at once: Newton steps, halved where they would leave the bracket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from effectbank.kernel.studies import Floats, every, where

Rows = Any  # positions; of a single problem, all there is
Curve = Callable[[Floats, Rows], tuple[Floats, Floats]]

LAST_NEWTON = 1e-8  # relative: the step squares the error, so what it leaves is below rounding
LAST_HALVING = 1e-15
LARGEST_COUNT = 200  # halving alone would need about 60


def falling_root(curve: Curve, low: Floats, high: Floats, start: Floats | None = None) -> Floats:
    """The t in [low, high] where `curve` falls through 0; shape (b,), or () for one. The search starts at `start`.

    `curve(t, rows)` gives value and slope of the problems `rows`, in rising order, at their t >= 0. It must be
    >= 0 at low and <= 0 at high. t is counted in units in which 1 is small.
    """
    t = low if start is None else start
    found = np.array(t)
    rows: Rows = np.arange(t.size) if t.ndim else ...
    for _ in range(LARGEST_COUNT):
        value, slope = curve(t, rows)
        low, high = where(value >= 0, t, low), where(value <= 0, t, high)
        following, last = _newton_or_middle(t, value, slope, low, high)
        going = abs(following - t) > last * (following + 1e-3)
        found[rows] = t = following
        if every(~going):
            break
        if not every(going):
            rows, t, low, high = rows[going], t[going], low[going], high[going]
    root: Floats = found[()]  # a number, not an array that holds one
    return root


def _newton_or_middle(
    t: Floats, value: Floats, slope: Floats, low: Floats, high: Floats
) -> tuple[Floats, Floats | float]:
    """The next t, and how small a step to it may be the last."""
    falls = slope < 0
    newton = t - value / (slope if every(falls) else where(falls, slope, np.nan))
    inside = (newton >= low) & (newton <= high)
    if every(inside):
        return newton, LAST_NEWTON
    middle = np.sqrt((1 + low) * (1 + high)) - 1  # halves log(1 + t): even over many orders of magnitude
    last = where(inside, LAST_NEWTON, LAST_HALVING)
    return where(inside, newton, np.clip(middle, low, high)), last
