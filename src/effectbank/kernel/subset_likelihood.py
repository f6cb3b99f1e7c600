"""ML and REML tau2 of every subset of a set of studies: always the global maximum of each.

The scan for maxima asks all subsets at the same values of tau2, where the sums of a subset are those of a smaller
one with one study more: a few additions each, whatever the number of studies. Only the refinement is dense.
Arrays there have studies along the first axis, subsets along the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.likelihood import SCAN_STEP
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats

BLOCK = 2**11  # subsets refined at once: what stays in the processor's cache
WIDEST = 1e6  # largest over smallest variance: beyond it the scan's sums lose too many digits

Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _Falls:
    """Where the score of subset number `code` falls through 0: between low and high; `start` is nearer."""

    code: Codes
    low: Floats
    high: Floats
    start: Floats


def can_be_scanned(v: Floats) -> bool:
    """Whether the variances are near enough for `tau2_of_all`."""
    return float(v.max()) <= WIDEST * float(v.min())


def tau2_of_all(y: Floats, v: Floats, *, restricted: bool) -> Floats:
    """tau2 of each subset but the empty one, (2^k - 1,), numbered as in kernel/subsets.py; y and v are (k,)."""
    unit, origin = v.min(), y[v.argmin()]
    ys, vs = (y - origin) / np.sqrt(unit), v / unit
    falls, at_zero = _falls(ys, vs, restricted=restricted)
    tau2 = np.zeros(2**y.size)
    single = (np.bincount(falls.code, minlength=tau2.size) == 1) & (at_zero > 0)
    for block in _blocks(falls):
        tops = _refined(ys, vs, block, restricted=restricted)
        alone = single[block.code]
        tau2[block.code[alone]] = tops[alone]
        _keep_higher(ys, vs, tau2, block.code[~alone], tops[~alone], restricted=restricted)
    return np.asarray(unit * tau2[1:], dtype=float)


def _falls(y: Floats, v: Floats, *, restricted: bool) -> tuple[_Falls, Floats]:
    """Every fall of every subset's score over the scan, and the scores at tau2 = 0."""
    scan = _scan_points(y, v)
    first = before = _scores(y, 1 / (v + scan[0]), restricted=restricted)
    found = []
    for low, high in pairwise(scan.tolist()):
        now = _scores(y, 1 / (v + high), restricted=restricted)
        if high == scan[-1]:
            now = np.minimum(now, -0.0)  # no maximum lies beyond, but for rounding
        code = np.flatnonzero((before > 0) & (now <= 0))
        share = before[code] / (before[code] - now[code])
        found.append((code, np.full(code.size, low), np.full(code.size, high), low + (high - low) * share))
        before = now
    code, low, high, start = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return _Falls(code, low, high, start), first


def _scan_points(y: Floats, v: Floats) -> Floats:
    """0 to where no maximum of any subset lies beyond, even in log(1 + tau2); 1 is the smallest variance.

    At a maximum (k-1) tau2^2 <= S (v_max + tau2), S the subset's sum of squares, at most (k-1) range^2 / 2.
    """
    m = (y.max() - y.min()) ** 2 / 2
    end = np.log1p((m + np.sqrt(m * m + 4 * m * v.max())) / 2 * (1 + 1e-12) + 1e-300)
    return np.asarray(np.expm1(np.linspace(0.0, end, int(np.ceil(end / SCAN_STEP)) + 1 + (end <= 0))), dtype=float)


def _scores(y: Floats, w: Floats, *, restricted: bool) -> Floats:
    """The score / sum w^2 of all subsets at one tau2, (2^k,); 0 for the empty one."""
    size = 2**y.size
    sums = np.zeros((5, size))  # w, w y, w^2, w^2 y, w^2 y^2
    pairs = np.zeros(size)  # w_i w_j over i != j
    each = np.array([w, w * y, w**2, w**2 * y, w**2 * y**2])
    for i in range(y.size):
        old, new = slice(0, 2**i), slice(2**i, 2 ** (i + 1))
        sums[:, new] = sums[:, old] + each[:, i, None]
        pairs[new] = pairs[old] + 2 * w[i] * sums[0, old]
    sums[0, 0] = sums[2, 0] = 1.0  # the empty one
    w1, wy, w2, w2y, w2yy = sums
    mean = wy / w1
    squares = w2yy - mean * (2 * w2y - mean * w2)
    scores = (squares - (pairs / w1 if restricted else w1)) / w2
    scores[0] = 0.0
    scores[2 ** np.arange(y.size)] = np.minimum(scores[2 ** np.arange(y.size)], 0.0)  # but for rounding
    return np.asarray(scores, dtype=float)


def _blocks(falls: _Falls) -> Iterator[_Falls]:
    for i in range(0, falls.code.size, BLOCK):
        part = slice(i, i + BLOCK)
        yield _Falls(falls.code[part], falls.low[part], falls.high[part], falls.start[part])


def _refined(y: Floats, v: Floats, falls: _Falls, *, restricted: bool) -> Floats:
    present = _present(falls.code, y.size)

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        return _straightened(y, v, present if rows.size == falls.code.size else present[:, rows], t, restricted)

    return falling_root(curve, falls.low, falls.high, falls.start)


def _straightened(y: Floats, v: Floats, present: Floats, t: Floats, restricted: bool) -> tuple[Floats, Floats]:
    """The score / sum w^2 and its slope in tau2, as kernel/likelihood.py has them."""
    w = present / (v[:, None] + t)
    ww = w * w
    running = np.cumsum(w, axis=0)
    w1, w2, w3 = running[-1], ww.sum(0), (ww * w).sum(0)
    residual = y[:, None] - (w * y[:, None]).sum(0) / w1
    squares = ww * residual**2
    value = squares.sum(0) - (2 * (w[1:] * running[:-1]).sum(0) / w1 if restricted else w1)
    slope = w2 - 2 * (squares * w).sum(0) + 2 * (ww * residual).sum(0) ** 2 / w1
    if restricted:
        slope += (w2 / w1) ** 2 - 2 * w3 / w1
    return value / w2, (slope + 2 * value * w3 / w2) / w2


def _keep_higher(y: Floats, v: Floats, tau2: Floats, code: Codes, tops: Floats, *, restricted: bool) -> None:
    """Where a subset has several maxima, the boundary among them, keep the highest; one candidate at a time."""
    for of_one in _rounds(code):
        present = _present(code[of_one], y.size)
        best, new = tau2[code[of_one]], tops[of_one]
        heights = (_log_likelihood(y, v, present, t, restricted) for t in (best, new))
        tau2[code[of_one]] = np.where(np.less(*heights), new, best)


def _rounds(code: Codes) -> Iterator[NDArray[np.intp]]:
    """Positions such that no subset comes twice in a round."""
    left = np.arange(code.size)
    while left.size:
        _, first = np.unique(code[left], return_index=True)
        yield left[first]
        left = np.delete(left, first)


def _log_likelihood(y: Floats, v: Floats, present: Floats, t: Floats, restricted: bool) -> Floats:
    """Up to a constant of the subset."""
    w = present / (v[:, None] + t)
    w1 = w.sum(0)
    residual = y[:, None] - (w * y[:, None]).sum(0) / w1
    height = (present * np.log(v[:, None] + t)).sum(0) + (w * residual**2).sum(0)
    return np.asarray(-height - (np.log(w1) if restricted else 0.0), dtype=float)


def _present(code: Codes, k: int) -> Floats:
    return ((code >> np.arange(k)[:, None]) & 1).astype(float)
