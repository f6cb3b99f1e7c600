"""tau2 by maximum likelihood, plain or restricted: always the global maximum.

The likelihood may have several maxima. Each is a fall of the score through 0. In units of the smallest variance,
there is one at most beyond v_max - 2, and none beyond `_end`; so the score is scanned from 0 to v_max - 2, evenly
in log(v_min + tau2), every fall is refined, and the highest is taken.

(The score is a sum over d between v_min and v_max of (z^2 - d - t) / (d + t)^2; times (v_max + t)^2 every part of
it falls once t > v_max - 2 d.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import (
    Floats,
    Studies,
    Units,
    beside,
    cochran_q,
    contrast_of_sums,
    dot,
    every,
    flat,
    in_units,
    number,
    total,
    weighted_mean,
    where,
)

CELLS = 2**15  # numbers of one array of a scan
SCAN_STEP = 0.25  # in log(v_min + tau2)
SCAN = np.expm1(SCAN_STEP * np.arange(2800))  # up to 1e304


def log_likelihood(s: Studies, tau2: Floats, *, restricted: bool) -> Floats:
    """The log-likelihood of tau2 with the mean at its best, constants included (Viechtbauer 2005, eqs. 8, 12)."""
    w = s.weights(tau2)
    residual = s.y - weighted_mean(w, s.y)[..., None]
    log_v = dot(s.present, np.log(s.v + tau2[..., None]))
    square = dot(w, residual**2)
    if not restricted:
        return np.asarray(-0.5 * (s.k * np.log(2 * np.pi) + log_v + square), dtype=float)
    free = (s.k - 1) * np.log(2 * np.pi) - np.log(np.maximum(s.k, 1)) + np.log(total(w))
    return np.asarray(-0.5 * (free + log_v + square), dtype=float)


def score(u: Units, tau2: Floats, *, restricted: bool) -> tuple[Floats, Floats]:
    """Twice the derivative of the log-likelihood in tau2, and sum w^2.

    ML: sum w^2 r^2 - sum w. REML: sum w^2 r^2 - tr P, with tr P = sum w - sum w^2 / sum w.
    """
    w = u.weights(tau2)
    w1, ww = total(w), w * w
    wr = w * (u.y - beside(dot(w, u.y) / w1))
    spent = contrast_of_sums(w1, dot(w, u.lesser), dot(ww, u.lesser)) if restricted else w1
    return dot(wr, wr) - spent, total(ww)


def score_slope(u: Units, tau2: Floats, *, restricted: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """The score and its slope, sum w^2 and sum w^3."""
    w = u.weights(tau2)
    w1, ww = total(w), w * w
    wr = w * (u.y - beside(dot(w, u.y) / w1))
    w2, w3 = total(ww), dot(ww, w)
    slope = w2 - 2 * dot(wr * wr, w) + 2 * dot(w, wr) ** 2 / w1
    if not restricted:
        return dot(wr, wr) - w1, slope, w2, w3
    spent = contrast_of_sums(w1, dot(w, u.lesser), dot(ww, u.lesser))
    return dot(wr, wr) - spent, slope - 2 * w3 / w1 + (w2 / w1) ** 2, w2, w3


def _straightened(u: Units, tau2: Floats, *, restricted: bool) -> tuple[Floats, Floats]:
    """The score / sum w^2, and its slope: for equal variances a straight line, which Newton's rule likes."""
    value, slope, w2, w3 = score_slope(u, tau2, restricted=restricted)
    return value / w2, (slope + 2 * value * w3 / w2) / w2


def maximum_likelihood(s: Studies, *, restricted: bool) -> Floats:
    """ML or REML tau2, shape (...,): the global maximum over tau2 >= 0; 0 for fewer than two studies."""
    if s.k.ndim == 0 and s.k > 1:
        u = in_units(s)
        return u.unit * _highest(u, restricted=restricted)
    f = flat(s)
    several = np.flatnonzero(f.k > 1)
    tau2 = np.zeros(f.k.size)
    if several.size:
        u = in_units(f if several.size == f.k.size else f[several])
        tau2[several] = u.unit * _highest(u, restricted=restricted)
    return tau2.reshape(s.k.shape)[()]


def _highest(u: Units, *, restricted: bool) -> Floats:
    """The best of all maxima of each analysis, the boundary 0 among them."""
    scan = _scan_points(u)
    heights = _heights(u, scan, restricted=restricted)
    rises = heights > 0
    rises[-1] = False  # where no maximum lies beyond, but for rounding
    falls = np.nonzero(rises[:-1] & ~rises[1:])
    if u.k.ndim == 0:
        return _highest_of_one(u, scan, heights, falls, restricted=restricted)
    row, rivals = falls[1], ~rises[0]
    tops = _refined(u, row, *_brackets(scan, heights, falls), restricted=restricted)
    if row.size == u.k.size - np.count_nonzero(rivals) and not rivals[row].any():
        best = np.zeros(u.k.size)
        best[row] = tops
        return best
    return _best(u, tops, row, restricted=restricted)


def _heights(u: Units, scan: Floats, *, restricted: bool) -> Floats:
    """The score / sum w^2 at the points of the scan, as many at once as stay in the processor's cache."""
    step = max(1, CELLS // u.y.size)
    if step >= len(scan):
        return np.divide(*score(u, scan, restricted=restricted))
    parts = (score(u, scan[i : i + step], restricted=restricted) for i in range(0, len(scan), step))
    return np.concatenate([value / w2 for value, w2 in parts])


def _highest_of_one(
    u: Units, scan: Floats, heights: Floats, falls: tuple[Rows, ...], *, restricted: bool
) -> Floats:
    """The same of a single analysis; where it has rivals, as a batch of one."""
    (point,) = falls
    if not point.size:
        return number(0.0)
    if point.size > 1 or heights[0] <= 0:
        return number(*_highest(u[None], restricted=restricted))
    return falling_root(
        lambda t, _: _straightened(u, t, restricted=restricted), *_brackets(scan, heights, (point[0],))
    )


def _brackets(scan: Floats, heights: Floats, falls: tuple[Rows, ...]) -> tuple[Floats, Floats, Floats]:
    """The points of the scan beside each fall, and where a straight line between them crosses 0."""
    beyond = (falls[0] + 1, *falls[1:])
    low, high, above, below = scan[falls], scan[beyond], heights[falls], -abs(heights[beyond])
    return low, high, low + (high - low) * (above / (above - below))


def _refined(u: Units, row: Rows, low: Floats, high: Floats, start: Floats, *, restricted: bool) -> Floats:
    of = u if row.size == u.k.size and every(row == np.arange(row.size)) else u[row]

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        return _straightened(of if rows.size == row.size else of[rows], t, restricted=restricted)

    return falling_root(curve, low, high, start)


def _scan_points(u: Units) -> Floats:
    """(points, ...): from 0 to beyond v_max - 2 or the end for all analyses alike, then each one's end.

    An end before the last of these does no harm: the score is below 0 there already.
    """
    v_max = u.v.max(-1)
    end = _end(u, v_max)
    reach = where(v_max - 2 < end, v_max - 2, end)
    count = 1 + int(SCAN.searchsorted(reach if reach.ndim == 0 else reach.max()))
    points = np.empty((count + 1, *u.k.shape))
    points[:-1] = SCAN[:count] if reach.ndim == 0 else SCAN[:count, None]
    points[-1] = end
    return points


def _end(u: Units, v_max: Floats) -> Floats:
    """Beyond this tau2 the score is negative, by (k-1) (1 + tau2)^2 <= S (v_max + tau2) at every maximum.

    S is the ordinary sum of squares.
    """
    m = cochran_q(u.present, u.y, dot(u.present, u.y) / u.k) / (u.k - 1)
    last = (m - 2 + np.sqrt(m) * np.sqrt(m + 4 * (v_max - 1))) / 2
    return where(last > 0, last * (1 + 1e-12), 0.0) + 1e-300


def squared_range(s: Studies) -> Floats:
    """(max y - min y)^2 of the studies present, one of which is at 0 (`in_units`)."""
    return np.asarray((s.y.max(-1) - s.y.min(-1)) ** 2, dtype=float)


def _best(s: Studies, candidates: Floats, row: NDArray[np.intp], *, restricted: bool) -> Floats:
    best = np.zeros(s.k.size)
    height = log_likelihood(s, best, restricted=restricted)
    heights = log_likelihood(s[row], candidates, restricted=restricted)
    rising = np.argsort(heights, kind="stable")  # so that the highest of an analysis is written last
    rising = rising[heights[rising] >= height[row[rising]]]
    best[row[rising]] = candidates[rising]
    return best
