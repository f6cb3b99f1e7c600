"""Sets of studies whose likelihoods have maxima side by side, and all their maxima by a very fine grid."""

from __future__ import annotations

import numpy as np
from regression_twin import projection

FINE = 20_000


def fine_grid(y, v, points=FINE):
    """0 and beyond the squared range, even in log(v_min + tau2)."""
    far = np.log(v.min() + 2 * np.ptp(y) ** 2)
    grid = np.exp(np.linspace(np.log(v.min()), far, points, dtype=np.longdouble)) - v.min()
    return np.maximum(grid, 0)


def maxima(height, grid):
    """The height of each maximum, the boundary among them: every peak of the grid, climbed by thirds."""
    heights = height(grid)
    peaks = 1 + np.flatnonzero((heights[1:-1] > heights[:-2]) & (heights[1:-1] >= heights[2:]))
    at_0 = heights[:1] if heights[0] >= heights[1] else heights[:0]
    if not peaks.size:
        return at_0
    low, high = grid[peaks - 1], grid[peaks + 1]
    for _ in range(80):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        climbs = height(a) < height(b)
        low, high = np.where(climbs, a, low), np.where(climbs, high, b)
    return np.concatenate([at_0, height(low)])


def nearly_touching(y, v, x, by, *, restricted):
    """y scaled so that the score of a regression on x is nearly 0 where it turns: two roots side by side, or none.

    `by`: how far past 0 it is there, of its halves. The same y where it doesn't turn.
    """
    ratios = []
    for t in fine_grid(y, v, 300).astype(float):
        p = projection(x, 1 / (v + t))
        ratios.append(((p @ y) ** 2).sum() / (np.trace(p) if restricted else (1 / (v + t)).sum()))
    ratio = np.log(ratios)
    turns = 1 + np.flatnonzero(np.diff(np.sign(np.diff(ratio))))
    return y * np.exp((by - ratio[turns[-1]]) / 2) if turns.size else y
