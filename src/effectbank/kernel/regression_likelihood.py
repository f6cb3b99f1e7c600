"""tau2 of a meta-regression by maximum likelihood, plain or restricted: always the global maximum.

The likelihood may have several maxima, which `maxima` finds. In units of the least variance, there is one at most
beyond v_max - 2, as without moderators, and none where (k-p) (1 + tau2)^2 > S (v_max + tau2), S being the ordinary
sum of squared residuals; the scan is even in log(v_min + tau2) as far as v_max - 2.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from effectbank.kernel.maxima import Halves, Tops, highest, tops
from effectbank.kernel.projection import Design, Projection, einsum, flat, in_units, ordinary, project
from effectbank.kernel.studies import Floats, dot, total

SCAN_STEP = 1.0  # in log(v_min + tau2)
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


def halves(d: Design, tau2: Floats, *, restricted: bool) -> Halves:
    """The score's two halves at a tau2."""
    return halves_of(project(d, tau2), restricted=restricted)


def halves_of(at: Projection, *, restricted: bool) -> Halves:
    """y'PPy and tr P or, for ML, tr W; the first falls by 2 y'PPPy, the other by tr PP or tr WW.

    y'PPPy is the squared length of what the moderators leave of W times the residual.
    """
    u = at.w * at.residual
    left = u - einsum("...pk,...p->...k", at.q, einsum("...pk,...k->...p", at.q, u))
    squares, fall = dot(u, at.residual), 2 * dot(left, left)
    if restricted:
        spent, of_squares = at.trace(at.w), at.trace_of_two(at.w, at.w)
    else:
        spent, of_squares = total(at.w), dot(at.w, at.w)
    return Halves(squares, spent, -fall, -of_squares)


def maximum_likelihood(d: Design, *, restricted: bool) -> Floats:
    """ML or REML tau2, shape (...,): the global maximum over tau2 >= 0; 0 where k <= p."""
    f = flat(d)
    tau2 = np.zeros(f.s.k.size)
    able = np.flatnonzero(f.free > 0)
    step = max(1, BLOCK // f.x[0].size)
    for rows in np.split(able, range(step, able.size, step)) if able.size else ():
        units, unit = in_units(f[rows])
        found = maxima(units, restricted=restricted)
        tau2[rows] = unit * highest(units, found, partial(log_likelihood, restricted=restricted))
    return tau2.reshape(d.free.shape)


def maxima(d: Design, *, restricted: bool) -> Tops:
    """All maxima of the likelihoods of a batch in units of its smallest variances."""
    return tops(d, partial(halves, restricted=restricted), *_scan(d))


def _scan(d: Design) -> tuple[Floats, Floats]:
    """(points, b): 0 to v_max - 2 even in log(1 + tau2), then where no maximum can lie beyond; and v_max (b,)."""
    m, v_max = ordinary(d).rss / d.free, (d.s.present * d.s.v).max(-1)
    last = (m - 2 + np.sqrt(m) * np.sqrt(m + 4 * np.maximum(v_max - 1, 0.0))) / 2
    end = np.maximum(last, 0.0) * (1 + 1e-12) + 1e-300
    reach = np.log1p(np.minimum(np.maximum(v_max - 2, 0.0), end))
    count = int(np.ceil(reach.max() / SCAN_STEP))
    points = np.expm1(np.arange(count + 2.0)[:, None] * (reach / max(count, 1)))
    points[-1] = end
    return np.asarray(points, dtype=float), v_max
