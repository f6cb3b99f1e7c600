"""tau2 of a meta-regression by maximum likelihood, plain or restricted: always the global maximum.

Every maximum is a fall of the score through 0 at a tau2 with (k-p) (v_min + tau2)^2 <= S (v_max + tau2), S being
the ordinary sum of squared residuals; so the score is scanned up to there, evenly in log(v_min + tau2), every
fall is refined, and the highest is taken.
"""

from __future__ import annotations

import numpy as np

from effectbank.kernel.likelihood import SCAN_STEP
from effectbank.kernel.projection import Design, Projection, einsum, flat, in_units, ordinary, project
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats

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
    spent = at.trace(at.w) if restricted else at.w.sum(-1)
    return np.asarray(einsum("...k,...k->...", at.w, at.residual**2) - spent, dtype=float)


def score_slope(at: Projection, *, restricted: bool) -> Floats:
    """The score's own slope: -2 y'PPPy + tr WW (ML) or + tr PP (REML)."""
    u = at.w * at.residual
    on_moderators = einsum("...pk,...k->...p", at.q, u)
    spent = at.trace_of_two(at.w, at.w) if restricted else (at.w**2).sum(-1)
    return np.asarray(spent - 2 * ((u**2).sum(-1) - (on_moderators**2).sum(-1)), dtype=float)


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
    scan = _scan_points(d)
    values = _scores(d, scan, restricted=restricted)
    point, row = np.nonzero((values[:-1] > 0) & (values[1:] <= 0))

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        at = project(d[row[rows]], t)
        return score(at, restricted=restricted), score_slope(at, restricted=restricted)

    found = falling_root(curve, scan[point, row], scan[point + 1, row]) if row.size else np.zeros(0)
    return _best(d, found, row, restricted=restricted)


def _scan_points(d: Design) -> Floats:
    """(points, b): 0 to where no maximum can lie beyond, even in log(1 + tau2)."""
    m = ordinary(d).rss / d.free
    v_max = d.s.v.max(-1)
    last = (m - 2 + np.sqrt(m**2 + 4 * m * np.maximum(v_max - 1, 0.0))) / 2
    end = np.log1p(np.maximum(last, 0.0)) * (1 + 1e-12) + 1e-300
    count = int(np.ceil(end.max() / SCAN_STEP)) + 2
    return np.asarray(np.expm1(np.linspace(0.0, 1.0, count)[:, None] * end), dtype=float)


def _scores(d: Design, scan: Floats, *, restricted: bool) -> Floats:
    step = max(1, 2 * BLOCK // d.x.size)
    parts = [score(project(d, scan[i : i + step]), restricted=restricted) for i in range(0, len(scan), step)]
    return np.concatenate(parts)


def _best(d: Design, found: Floats, row: Rows, *, restricted: bool) -> Floats:
    """The highest of the maxima found and the boundary 0."""
    best = np.zeros(d.s.k.size)
    height = log_likelihood(d, best, restricted=restricted)
    heights = log_likelihood(d[row], found, restricted=restricted)
    rising = np.argsort(heights, kind="stable")  # so that the highest of an analysis is written last
    rising = rising[heights[rising] >= height[row[rising]]]
    best[row[rising]] = found[rising]
    return best
