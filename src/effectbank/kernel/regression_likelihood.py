"""tau2 of a meta-regression by maximum likelihood, plain or restricted: always the global maximum.

Every maximum is a fall of the score through 0. In units of the smallest variance there is one at most beyond
v_max - 2, as without moderators (`likelihood`), and none where (k-p) (1 + tau2)^2 > S (v_max + tau2), S being the
ordinary sum of squared residuals; so the score is scanned up to there, evenly in log(v_min + tau2) as far as
v_max - 2, every fall is refined, and the highest is taken.
"""

from __future__ import annotations

import numpy as np

from effectbank.kernel.projection import Design, Projection, einsum, flat, in_units, ordinary, project
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats, dot, total

SCAN_STEP = 0.5  # in log(v_min + tau2): of 60,000 drawn likelihoods a step of 1 lost three peaks, this none
BLOCK = 2**14  # numbers: as many analyses at once as stay in the processor's cache


def log_likelihood(d: Design, tau2: Floats, *, restricted: bool) -> Floats:
    """The log-likelihood of tau2 with the coefficients at their best, constants included."""
    return likelihood_of(d, project(d, tau2), restricted=restricted)


def likelihood_of(d: Design, at: Projection, *, restricted: bool) -> Floats:
    """The log-likelihood of a weighted fit whose weights are 1 / (v + tau2), tau2 of one study or of all.

    ML: -1/2 (k log 2 pi + sum log(v + tau2) + y'Py). REML: k - p for k, and + log |X'WX| - log |X'X|, so that it
    doesn't depend on the moderators' units (Harville 1974; Viechtbauer 2005).
    """
    log_v = -np.log(np.where(d.s.present > 0, at.w, 1.0)).sum(-1)
    if not restricted:
        return np.asarray(-0.5 * (d.s.k * np.log(2 * np.pi) + log_v + at.rss), dtype=float)
    log_det = 2 * np.log(np.diagonal(at.r, axis1=-2, axis2=-1)).sum(-1)
    return np.asarray(-0.5 * (d.free * np.log(2 * np.pi) + log_v + log_det + at.rss), dtype=float)


def score(at: Projection, *, restricted: bool) -> Floats:
    """Twice the derivative of the log-likelihood in tau2: y'PPy - tr W (ML) or - tr P (REML)."""
    spent = at.trace(at.w) if restricted else total(at.w)
    return dot(at.w, at.residual * at.residual) - spent


def score_slope(at: Projection, *, restricted: bool) -> Floats:
    """The score's own slope: -2 y'PPPy + tr WW (ML) or + tr PP (REML)."""
    u = at.w * at.residual
    on_moderators = einsum("...pk,...k->...p", at.q, u)
    spent = at.trace_of_two(at.w, at.w) if restricted else dot(at.w, at.w)
    return np.asarray(spent - 2 * (dot(u, u) - dot(on_moderators, on_moderators)), dtype=float)


def maximum_likelihood(d: Design, *, restricted: bool) -> Floats:
    """ML or REML tau2, shape (...,): the global maximum over tau2 >= 0; 0 where k <= p."""
    f = flat(d)
    tau2 = np.zeros(f.s.k.size)
    able = np.flatnonzero(f.free > 0)
    step = max(1, BLOCK // f.x[0].size)
    for rows in np.split(able, range(step, able.size, step)) if able.size else ():
        units, unit = in_units(f[rows])
        tau2[rows] = unit * _highest(units, restricted=restricted)
    return tau2.reshape(d.free.shape)


def _highest(d: Design, *, restricted: bool) -> Floats:
    """The best of all maxima of each analysis, the boundary 0 among them."""
    scan = _scan_points(d)
    values = _scores(d, scan, restricted=restricted)
    values[-1] = -np.abs(values[-1])  # where no maximum lies beyond, but for rounding
    point, row = np.nonzero((values[:-1] > 0) & (values[1:] <= 0))
    if not row.size:
        return np.zeros(d.s.k.size)
    low, high, above, below = scan[point, row], scan[point + 1, row], values[point, row], values[point + 1, row]
    every = d if row.size == d.s.k.size and (row == np.arange(row.size)).all() else d[row]

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        at = project(every if rows.size == row.size else every[rows], t)
        return straightened(at, restricted=restricted)

    tops = falling_root(curve, low, high, low + (high - low) * (above / (above - below)))
    if np.unique(row).size == row.size and not (values[0] <= 0)[row].any():  # one maximum each, and not at 0
        best = np.zeros(d.s.k.size)
        best[row] = tops
        return best
    return _best(d, tops, row, restricted=restricted)


def straightened(at: Projection, *, restricted: bool) -> tuple[Floats, Floats]:
    """The score / sum w^2, and its slope: for equal variances a straight line, which Newton's rule likes."""
    ww = at.w * at.w
    value, w2, w3 = score(at, restricted=restricted), total(ww), dot(ww, at.w)
    return value / w2, (score_slope(at, restricted=restricted) + 2 * value * w3 / w2) / w2


def _scan_points(d: Design) -> Floats:
    """(points, b): 0 to v_max - 2 even in log(1 + tau2), then where no maximum can lie beyond."""
    m, v_max = ordinary(d).rss / d.free, (d.s.present * d.s.v).max(-1)
    last = (m - 2 + np.sqrt(m) * np.sqrt(m + 4 * np.maximum(v_max - 1, 0.0))) / 2
    end = np.maximum(last, 0.0) * (1 + 1e-12) + 1e-300
    reach = np.log1p(np.minimum(np.maximum(v_max - 2, 0.0), end))
    count = int(np.ceil(reach.max() / SCAN_STEP))
    points = np.expm1(np.arange(count + 2.0)[:, None] * (reach / max(count, 1)))
    points[-1] = end
    return np.asarray(points, dtype=float)


def _scores(d: Design, scan: Floats, *, restricted: bool) -> Floats:
    """The scores / sum w^2 at the points of the scan."""
    step = max(1, 2 * BLOCK // d.x.size)
    parts = [project(d, scan[i : i + step]) for i in range(0, len(scan), step)]
    return np.concatenate([score(at, restricted=restricted) / dot(at.w, at.w) for at in parts])


def _best(d: Design, found: Floats, row: Rows, *, restricted: bool) -> Floats:
    """The highest of the maxima found and the boundary 0."""
    best = np.zeros(d.s.k.size)
    height = log_likelihood(d, best, restricted=restricted)
    heights = log_likelihood(d[row], found, restricted=restricted)
    rising = np.argsort(heights, kind="stable")  # so that the highest of an analysis is written last
    rising = rising[heights[rising] >= height[row[rising]]]
    best[row[rising]] = found[rising]
    return best
