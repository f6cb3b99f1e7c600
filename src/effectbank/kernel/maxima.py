"""The highest maximum of a likelihood in tau2: a scan, and for each of its steps a proof that none is missed.

Twice the slope of the log-likelihood is A - B: A = y'PPy, how much the studies differ, and B = tr P (ML: tr W), how
much they were expected to. Each is a sum over numbers l of its own between v_min and v_max, the eigenvalues of what
P leaves of the variances or, of tr W, the variances themselves:

    A = sum c^2 / (l + t)^2,    B = sum 1 / (l + t).

So p = A^(-1/2) and q = B^(-1/2) rise and are concave in t, as means of order -2 and -1 and their roots are (Hardy,
Littlewood & Polya 1934). The likelihood rises where q > p; a maximum is a fall of q - p through 0. A concave curve
lies above its chord and below its tangents, and its slope falls. So p, q and their slopes at the two ends of a step
settle what is inside:

- One curve is the lower at both ends: they never meet if its tangents meet below the chord of the other.
- They change places: they meet only once if the slope of the upper at the first end, where it is steepest, is at
  most that of the other at the second, where that is least steep.
- (v_max + t) q' <= q at the first end: there is one maximum at most from here on, however far. For q / (v_max + t)
  falls for good (its slope has the sign of (v_max + t) tr PP / tr P - 2, which itself falls) and p / (v_max + t)
  rises always.

A step that isn't settled is halved until it is, or so narrow that what the likelihood may gain inside, about
k ((b - a) / (v_min + a))^2 at most, is rounding. All is in units of the smallest variance: v_min = 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.projection import Design
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats, Units, every

NARROW = 1e-8  # of v_min + tau2
LEAST = 1e-300  # in place of an A of 0, of studies that don't differ

Batch = TypeVar("Batch", Units, Design)
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Halves:
    """A and B, what the score is the difference of, and their slopes: (...) each."""

    a: Floats
    b: Floats
    a_slope: Floats
    b_slope: Floats

    @property
    def score(self) -> Floats:
        """Twice the derivative of the log-likelihood in tau2."""
        return np.asarray(self.a - self.b, dtype=float)

    def curves(self) -> Floats:
        """p and q, and their slopes: (2, 2, ...)."""
        half = np.maximum([self.a, self.b], LEAST)
        curve = 1 / np.sqrt(half)
        return np.array([curve, curve * [self.a_slope, self.b_slope] / (-2 * half)])

    def straightened(self) -> tuple[Floats, Floats]:
        """1 - B / A, and its slope: for equal variances a straight line in tau2, which Newton's rule likes."""
        ratio = self.b / self.a
        return 1 - ratio, (ratio * self.a_slope - self.b_slope) / self.a


HalvesAt = Callable[[Batch, Floats], Halves]


@dataclass(frozen=True, slots=True, eq=False)
class Tops:
    """Every maximum above 0: its analysis, in rising order, and its tau2; and which analyses rise at 0, (b,)."""

    row: NDArray[np.intp]
    tau2: Floats
    rises_at_0: Mask


def tops(of: Batch, halves: HalvesAt[Batch], t: Floats, v_max: Floats) -> Tops:
    """All maxima of the likelihoods of a batch, whose score `halves` tell at its tau2; v_max is (b,).

    The scan t (points, b) runs from 0 to where no maximum lies beyond.
    """
    at = scanned(halves(of, t))
    row, low, high, start = _all_falls(of, halves, t, at, v_max)
    own = of if row.size == v_max.size and every(row == np.arange(row.size)) else of[row]

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        return halves(own if rows.size == row.size else own[rows], t).straightened()

    return Tops(row, falling_root(curve, low, high, start), at[0, 1, 0] > at[0, 0, 0])


def highest(of: Batch, found: Tops, height: Callable[[Batch, Floats], Floats]) -> Floats:
    """tau2 of each analysis where its log-likelihood, `height`, is highest: at one of its maxima or at 0."""
    row, tau2, best = found.row, found.tau2, np.zeros(found.rises_at_0.size)
    best[row] = tau2
    rivals = np.flatnonzero((np.bincount(row, minlength=best.size) > 1)[row] | ~found.rises_at_0[row])
    if rivals.size:
        row, tau2 = row[rivals], tau2[rivals]
        gain = height(of[row], tau2) - height(of[row], np.zeros(row.size))
        rising = np.argsort(gain, kind="stable")  # so that the highest of an analysis is written last
        best[row[rising]] = np.where(gain >= 0, tau2, 0.0)[rising]
    return best


def scanned(halves: Halves) -> Floats:
    """The curves of a scan, at whose last point the likelihood doesn't rise, but for rounding."""
    at = halves.curves()
    at[0, 0, -1] = np.maximum(at[0, 0, -1], at[0, 1, -1])
    return at


def settled(t: Floats, at: Floats, v_max: Floats) -> Mask:
    """Whether between a point of t and the next there is no maximum, surely, or one if only the first rises."""
    curve, slope = at
    gap, rise, width = curve[1] - curve[0], curve[:, 1:] - curve[:, :-1], t[1:] - t[:-1]
    rises, gap = gap > 0, abs(gap)
    rising, steepest, least = rises[:-1], slope[:, :-1], slope[:, 1:]
    once = steepest[::-1] <= least
    after, before = abs(rise - steepest * width), abs(rise - least * width)  # what tangents exceed the other end by
    never = gap[:-1] * after + gap[1:] * before >= before * after
    if_lower = np.where(rising == rises[1:], never, once)  # at the first end: p, or q
    known: Mask = np.where(rising, *if_lower) | ((v_max + t[:-1]) * steepest[1] <= curve[1, :-1])
    return known


def falls(at: Floats, known: Mask) -> tuple[Rows, ...]:
    """Points where the likelihood rises, and doesn't at the next, of steps that are known."""
    rises = at[0, 1] > at[0, 0]
    return np.nonzero(rises[:-1] & ~rises[1:] & known)


def bracket(t: Floats, at: Floats, fall: tuple[Rows, ...]) -> tuple[Floats, Floats, Floats]:
    """The points of t beside each fall, and where a straight line between q - p at both crosses 0."""
    beyond, gap = (fall[0] + 1, *fall[1:]), at[0, 1] - at[0, 0]
    low, high, above, below = t[fall], t[beyond], gap[fall], gap[beyond]
    return low, high, low + (high - low) * (above / (above - below))


def _all_falls(
    of: Batch, halves: HalvesAt[Batch], t: Floats, at: Floats, v_max: Floats
) -> tuple[NDArray[np.intp], Floats, Floats, Floats]:
    """The analysis of each maximum above 0, in rising order, and its bracket."""
    row = np.arange(v_max.size)
    found: list[tuple[NDArray[Any], ...]] = []
    while True:
        known = settled(t, at, v_max[row]) | (t[1:] - t[:-1] <= NARROW * (1 + t[:-1]))
        fall: tuple[Rows, ...] = falls(at, known)
        found.append((row[fall[1]], *bracket(t, at, fall)))
        if every(known):
            break
        point, column = np.nonzero(~known)
        row, low, high = row[column], t[point, column], t[point + 1, column]
        middle = np.sqrt((1 + low) * (1 + high)) - 1  # halves log(1 + t)
        t = np.array([low, middle, high])
        inside = halves(of[row], middle).curves()
        at = np.stack([at[..., point, column], inside, at[..., point + 1, column]], axis=2)
    row, low, high, start = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = row.argsort(kind="stable")
    return row[order], low[order], high[order], start[order]
