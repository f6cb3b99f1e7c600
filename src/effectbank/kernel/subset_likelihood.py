"""ML and REML tau2 of every subset of a set of studies: always the global maximum of each.

Both halves of the score, A and B of `maxima`, fall in tau2: between a < b the likelihood never rises where
A(a) <= B(b), and always rises where A(b) >= B(a). All subsets are asked that between the same values of tau2, where
the sums of a subset are those of a smaller one with one study more: a few additions each, whatever the number of
studies. What it doesn't settle is searched as any batch is.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.likelihood import maximum_between
from effectbank.kernel.studies import Floats, studies
from effectbank.kernel.subsets import members

BLOCK = 2**11  # subsets searched at once: what stays in the processor's cache
SCAN_STEP = 0.5  # in log(v_min + tau2)
ROUNDING = 1e-13  # of the squares that are summed: twenty of them lose less


def tau2_of_all(y: Floats, v: Floats, *, restricted: bool) -> Floats:
    """tau2 of each subset but the empty one, (2^k - 1,), numbered as in kernel/subsets.py; y and v are (k,)."""
    scan = _scan_points(y, v)
    first, last = _unsettled(y, v, scan, restricted=restricted)
    tau2, codes = np.zeros(last.size), np.flatnonzero(last)
    for i in range(0, codes.size, BLOCK):
        some = codes[i : i + BLOCK]
        of = studies(y, v, members(some, y.size))
        tau2[some] = maximum_between(of, scan[first[some]], scan[last[some]], restricted=restricted)
    return tau2[1:]


def _scan_points(y: Floats, v: Floats) -> Floats:
    """0 to where no maximum of any subset lies beyond, even in log(v_min + tau2).

    At a maximum (k-1) tau2^2 <= S (v_max + tau2), S the subset's sum of squares, at most (k-1) range^2 / 2.
    """
    m, unit = (y.max() - y.min()) ** 2 / 2, v.min()
    end = np.log1p((m + np.sqrt(m * m + 4 * m * v.max())) / 2 / unit * (1 + 1e-12) + 1e-300)
    return np.asarray(unit * np.expm1(np.linspace(0.0, end, int(np.ceil(end / SCAN_STEP)) + 1 + (end <= 0))))


def _unsettled(
    y: Floats, v: Floats, scan: Floats, *, restricted: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the points of the scan that each subset's maxima above 0 lie between, (2^k,) each; 0 for none."""
    size = 2**y.size
    first, last = np.full(size, scan.size), np.zeros(size, dtype=np.intp)
    centred = y - y[v.argmin()]
    for i, (at, beyond) in enumerate(pairwise(_halves(centred, 1 / (v + t), restricted=restricted) for t in scan)):
        (_, most, expected), (least, _, expected_beyond) = at, beyond
        unsettled = np.flatnonzero((most > expected_beyond) & (least < expected))
        first[unsettled] = np.minimum(first[unsettled], i)
        last[unsettled] = i + 1
    last[2 ** np.arange(y.size)] = 0  # one study, but for rounding
    return first, last


def _halves(y: Floats, w: Floats, *, restricted: bool) -> tuple[Floats, Floats, Floats]:
    """The two halves of the score of all subsets at one tau2, the first at least and at most, (2^k,) each."""
    size = 2**y.size
    sums = np.zeros((5, size))  # w, w y, w^2, w^2 y, w^2 y^2
    pairs = np.zeros(size)  # w_i w_j over i != j
    each = np.array([w, w * y, w**2, w**2 * y, w**2 * y**2])
    for i in range(y.size):
        old, new = slice(0, 2**i), slice(2**i, 2 ** (i + 1))
        sums[:, new] = sums[:, old] + each[:, i, None]
        pairs[new] = pairs[old] + 2 * w[i] * sums[0, old]
    sums[0, 0] = 1.0  # the empty one
    w1, wy, w2, w2y, w2yy = sums
    mean = wy / w1
    own, moved = w2yy, mean * mean * w2
    squares, doubt = own + moved - 2 * mean * w2y, ROUNDING * (own + moved)
    return squares - doubt, squares + doubt, pairs / w1 if restricted else w1
