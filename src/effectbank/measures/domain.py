"""Domains: a value outside is NaN, so that a formula can be written as it stands in its paper."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats

Estimates: TypeAlias = tuple[Floats, Floats]  # yi and vi


def above(x: ArrayLike, bound: float) -> Floats:
    """x where x > bound."""
    x = np.asarray(x, dtype=float)
    return np.where(x > bound, x, np.nan)


def at_least(x: ArrayLike, bound: float) -> Floats:
    """x where x >= bound."""
    x = np.asarray(x, dtype=float)
    return np.where(x >= bound, x, np.nan)


def within(x: ArrayLike, low: float, high: float) -> Floats:
    """x where low <= x <= high."""
    x = np.asarray(x, dtype=float)
    return np.where((x >= low) & (x <= high), x, np.nan)


def inside(x: ArrayLike, low: float, high: float) -> Floats:
    """x where low < x < high."""
    x = np.asarray(x, dtype=float)
    return np.where((x > low) & (x < high), x, np.nan)


def nonzero(x: ArrayLike) -> Floats:
    """x where x is not 0."""
    x = np.asarray(x, dtype=float)
    return np.where(x != 0, x, np.nan)


def log(x: ArrayLike) -> Floats:
    """The natural logarithm where x > 0."""
    return np.asarray(np.log(above(x, 0)), dtype=float)


def estimable(yi: Floats, vi: Floats) -> Estimates:
    """The pair, NaN in both where either is not a number, infinite, or the variance is not above 0."""
    yi, vi = np.broadcast_arrays(yi, vi)
    known = np.isfinite(yi) & np.isfinite(vi) & (vi > 0)
    return np.where(known, yi, np.nan), np.where(known, vi, np.nan)
