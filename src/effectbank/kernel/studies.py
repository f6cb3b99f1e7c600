"""A batch of studies: estimates and variances with a mask, and the weighted sums everything is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FEW = 1000  # studies of one analysis that BLAS sums sooner than NumPy; of many, it would ask other processors in
ONES = np.ones(FEW)
# NumPy's own, without its search for other libraries' arrays, which takes longer than a sum over a few studies:
_sum_of_products: Callable[..., Floats] = np.einsum.__wrapped__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, eq=False)
class Studies:
    """Estimates `y` and variances `v`, shape (..., k). Absent studies hold any finite y and v and weigh nothing."""

    y: Floats
    v: Floats
    present: Floats  # 1.0 or 0.0, so that it multiplies
    lesser: Floats  # the same, 0.0 for the firmest too: the study of least variance, the heaviest at every tau2
    k: Floats  # (...,) how many are present
    whole: bool  # that none is absent; False: some may be

    def weights(self, tau2: Floats | None = None) -> Floats:
        """Inverse-variance weights 1 / (v + tau2), zero for absent studies; tau2 has shape (...,), by default 0."""
        return np.divide(self.present, self.v if tau2 is None else self.v + beside(tau2))

    @property
    def df(self) -> Floats:
        """k - 1, at least 0."""
        return where(self.k > 0, self.k - 1, 0.0)

    def __getitem__(self, rows: NDArray[np.intp]) -> Studies:
        """Some analyses of a flat batch (shape (b, k))."""
        y, v, present, lesser = (part[rows] for part in (self.y, self.v, self.present, self.lesser))
        return Studies(y, v, present, lesser, self.k[rows], self.whole)


@dataclass(frozen=True, slots=True, eq=False)
class Units(Studies):
    """The same with each smallest variance as the `unit` and the estimate of that firmest study as the origin.

    Searches then have one scale, so that their tolerances are relative; and the residual of the study that may
    outweigh all others is no small difference of large numbers. Absent studies hold y = 0, v = 1.
    """

    unit: Floats

    def __getitem__(self, rows: NDArray[np.intp] | None) -> Units:
        """Some analyses of a flat batch (shape (b, k)); None: a single analysis as a batch of one."""
        y, v, present, lesser = (part[rows] for part in (self.y, self.v, self.present, self.lesser))
        return Units(y, v, present, lesser, self.k[rows], self.whole, self.unit[rows])


def studies(y: ArrayLike, v: ArrayLike, kept: NDArray[np.bool_] | None = None) -> Studies:
    """Estimates and variances, broadcast against each other; a study with NaN in either, or v <= 0, is absent.

    `kept` (..., k): who takes part, all by default.
    """
    y, v = _floats(y), _floats(v)
    there = np.isfinite(y) & (v > 0) & (v < np.inf)
    if not every(there):
        y, v = np.where(there, y, 0.0), np.where(there, v, 1.0)
    there = there if kept is None else there & kept
    present, whole = there.astype(float), every(there)
    if not y.shape == v.shape == there.shape:
        y, v = np.full_like(present, y), np.full_like(present, v)
    return Studies(y, v, present, _but_heaviest(present, present / v), total(present), whole)


def _floats(x: ArrayLike) -> Floats:
    return np.asarray(x, dtype=float)


def flat(s: Studies) -> Studies:
    """The same studies with all leading axes as one: shape (b, k)."""
    if s.y.ndim == 2:
        return s
    y, v, present, lesser = (part.reshape(-1, s.y.shape[-1]) for part in (s.y, s.v, s.present, s.lesser))
    return Studies(y, v, present, lesser, s.k.reshape(-1), s.whole)


def in_units(s: Studies) -> Units:
    """Each analysis in its own units; every one needs a study."""
    firmest = s.present - s.lesser
    unit, origin = dot(firmest, s.v), dot(firmest, s.y)
    y, v = (s.y - beside(origin)) / beside(np.sqrt(unit)), s.v / beside(unit)
    if not s.whole:
        y, v = s.present * y, np.where(s.present > 0, v, 1.0)
    return Units(y, v, s.present, s.lesser, s.k, s.whole, unit)


def _but_heaviest(present: Floats, w: Floats) -> Floats:
    """`present` without the study of most weight, the first of several; argmax is slow for many analyses."""
    if w.ndim == 1:
        alone = present.copy()
        alone[w.argmax()] = 0.0
        return alone
    heaviest = w == w.max(-1, keepdims=True)
    if np.count_nonzero(heaviest) * w.shape[-1] > w.size:
        heaviest &= np.arange(w.shape[-1]) == heaviest.argmax(-1)[..., None]
    lesser: Floats = present * ~heaviest
    return lesser


def total(x: Floats) -> Floats:
    """Sum over studies."""
    if x.size < FEW:
        sums: Floats = x.dot(ONES[: x.shape[-1]])
        return sums
    return _sum_of_products("...i->...", x)


def dot(x: Floats, y: Floats, z: Floats | None = None) -> Floats:
    """Sum over studies of x y, or of x y z."""
    if x.size < FEW and x.ndim >= y.ndim:
        x = x if z is None else x * z
        sums: Floats = x.dot(y) if y.ndim == 1 else (x * y).dot(ONES[: x.shape[-1]])
        return sums
    if z is None:
        return _sum_of_products("...i,...i->...", x, y)
    return _sum_of_products("...i,...i,...i->...", x, y, z)


# A single analysis has numbers where a batch has arrays. NumPy's functions take as long for a number as for a
# hundred, so these treat it apart:


def number(x: float) -> Floats:
    """A number, as what a single analysis has for an array."""
    return np.float64(x)  # type: ignore[return-value]


def beside(x: Floats) -> Floats:
    """x (...,) with an axis for the studies, (..., 1)."""
    return x[..., None] if x.ndim else x


def every(condition: NDArray[Any]) -> bool:
    """Whether no element is 0 or False; for few of them quicker than NumPy's all()."""
    if condition.ndim == 0:
        return bool(condition)
    return bool(np.count_nonzero(condition) == condition.size)


def where(condition: NDArray[np.bool_], x: Any, y: Any) -> Floats:
    """x where the condition holds, else y."""
    if condition.ndim == 0:
        return number(x if condition else y)
    chosen: Floats = np.where(condition, x, y)
    return chosen


def divide(numerator: Any, denominator: Any) -> Floats:
    """numerator / denominator; NaN, without a warning, where the denominator is 0."""
    if not isinstance(denominator, np.ndarray):
        denominator = denominator or np.nan
    elif not every(denominator):
        denominator = np.where(denominator == 0, np.nan, denominator)
    quotient: Floats = numerator / denominator
    return quotient


def weighted_mean(w: Floats, y: Floats) -> Floats:
    """Sum w y / sum w."""
    return divide(dot(w, y), total(w))


def cochran_q(w: Floats, y: Floats, centre: Floats) -> Floats:
    """Q = sum w (y - centre)^2 (Cochran 1954)."""
    residual = y - beside(centre)
    return dot(w, residual, residual)


def contrast_of_sums(w1: Floats, rest: Floats, squares: Floats) -> Floats:
    """tr P = sum w - sum w^2 / sum w, what a unit of tau2 adds to the expected Q.

    With R and S the sums of w and w^2 over all but the heaviest study it is 2 R - (R^2 + S) / sum w, in which
    nothing cancels even where one study dwarfs the rest.
    """
    return 2 * rest - divide(rest * rest + squares, w1)


def trace_of_squares(w1: Floats, rest: Floats, squares: Floats, cubes: Floats) -> Floats:
    """tr PP = w2 - 2 w3 / w1 + (w2 / w1)^2 of the sums of w, w^2, w^3, the heaviest study t apart from the rest.

    With R, S and C the rest's sums: (t R / w1)^2 + S (1 + 2 (t / w1)^2) + (S / w1)^2 - 2 C / w1, of which the
    last is at most half of what it is taken from.
    """
    one = divide(1.0, w1)
    top, share = (w1 - rest) * one, squares * one
    return (top * rest) ** 2 + squares * (1 + 2 * top * top) + share * share - 2 * one * cubes


def others(w: Floats) -> Floats:
    """For each study, the sum of all other weights, to full precision even where one study dwarfs the rest."""
    top = w.max(-1, keepdims=True)
    lesser = w < top
    ties = (~lesser).sum(-1, keepdims=True) - 1.0
    rest = dot(w, lesser.astype(float))[..., None] + ties * top
    return np.asarray(np.where(lesser, rest + top - w, rest), dtype=float)
