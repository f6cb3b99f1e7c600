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
    beside_first,
    cochran_q,
    contrast_of_sums,
    dot,
    flat,
    in_units,
    total,
    weighted_mean,
)

SCAN_STEP = 0.25  # in log(v_min + tau2)


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


def score(s: Studies, tau2: Floats, *, restricted: bool) -> tuple[Floats, Floats]:
    """Twice the derivative of the log-likelihood in tau2, and sum w^2; s as `in_units` leaves it.

    ML: sum w^2 r^2 - sum w. REML: sum w^2 r^2 - tr P, with tr P = sum w - sum w^2 / sum w.
    """
    w = s.weights(tau2)
    rest, first = beside_first(w), w[..., 0].copy()
    w1 = first + rest
    wr = w * (s.y - (dot(w, s.y) / w1)[..., None])
    w *= w
    wr *= wr
    squares = beside_first(w)
    spent = contrast_of_sums(w1, rest, squares) if restricted else w1
    return total(wr) - spent, squares + first * first


def score_slope(s: Studies, tau2: Floats, *, restricted: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """The score and its slope, sum w^2 and sum w^3."""
    w = s.weights(tau2)
    w1, ww = total(w), w * w
    wr = w * (s.y - (dot(w, s.y) / w1)[..., None])
    squares, w2, w3 = wr * wr, total(ww), dot(ww, w)
    slope = w2 - 2 * dot(squares, w) + 2 * dot(w, wr) ** 2 / w1
    if not restricted:
        return total(squares) - w1, slope, w2, w3
    value = total(squares) - contrast_of_sums(w1, beside_first(w), beside_first(ww))
    return value, slope - 2 * w3 / w1 + (w2 / w1) ** 2, w2, w3


def _straightened(s: Studies, tau2: Floats, *, restricted: bool) -> tuple[Floats, Floats]:
    """The score / sum w^2, and its slope: for equal variances a straight line, which Newton's rule likes."""
    value, slope, w2, w3 = score_slope(s, tau2, restricted=restricted)
    return value / w2, (slope + 2 * value * w3 / w2) / w2


def maximum_likelihood(s: Studies, *, restricted: bool) -> Floats:
    """ML or REML tau2, shape (...,): the global maximum over tau2 >= 0; 0 for fewer than two studies."""
    f = flat(s)
    several = np.flatnonzero(f.k > 1)
    tau2 = np.zeros(f.k.size)
    if several.size:
        units, unit = in_units(f if several.size == f.k.size else f[several])
        tau2[several] = unit * _highest(units, restricted=restricted)
    return tau2.reshape(s.k.shape)


def _highest(s: Studies, *, restricted: bool) -> Floats:
    """The best of all maxima of each analysis, the boundary 0 among them."""
    scan = _scan_points(s)
    heights = np.divide(*score(s, scan, restricted=restricted))
    heights[-1] = -np.abs(heights[-1])  # where no maximum lies beyond, but for rounding
    point, row = np.nonzero((heights[:-1] > 0) & (heights[1:] <= 0))
    if not row.size:
        return np.zeros(s.k.size)
    low, high = scan[point, row], scan[point + 1, row]
    above, below = heights[point, row], heights[point + 1, row]
    of = s if row.size == s.k.size and bool((row == np.arange(row.size)).all()) else s[row]

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        return _straightened(of if rows.size == row.size else of[rows], t, restricted=restricted)

    tops = falling_root(curve, low, high, low + (high - low) * (above / (above - below)))
    rivals = heights[0] <= 0
    if row.size == s.k.size - np.count_nonzero(rivals) and not rivals[row].any():
        best = np.zeros(s.k.size)
        best[row] = tops
        return best
    return _best(s, tops, row, restricted=restricted)


def _scan_points(s: Studies) -> Floats:
    """(points, b): 0 to v_max - 2 even in log(1 + tau2), then the end."""
    v_max = (s.present * s.v).max(-1)
    end = _end(s, v_max)
    reach = np.log1p(np.minimum(np.maximum(v_max - 2, 0.0), end))
    count = int(np.ceil(reach.max() / SCAN_STEP))
    points = np.expm1(np.arange(count + 2.0)[:, None] * (reach / max(count, 1)))
    points[-1] = end
    return np.asarray(points, dtype=float)


def _end(s: Studies, v_max: Floats) -> Floats:
    """Beyond this tau2 the score is negative, by (k-1) (1 + tau2)^2 <= S (v_max + tau2) at every maximum.

    S is the ordinary sum of squares.
    """
    m = cochran_q(s.present, s.y, total(s.y) / s.k) / (s.k - 1)
    last = (m - 2 + np.sqrt(m) * np.sqrt(m + 4 * np.maximum(v_max - 1, 0.0))) / 2
    return np.asarray(np.maximum(last, 0.0) * (1 + 1e-12) + 1e-300, dtype=float)


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
