"""tau2 by maximum likelihood, plain or restricted: always the global maximum.

The likelihood may have several maxima, which `maxima` finds. In units of the least variance, there is one at most
beyond v_max - 2, and none beyond `_end`; the scan is even in log(v_min + tau2) as far as v_max - 2.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from effectbank.kernel.maxima import Halves, Tops, bracket, falls, highest, scanned, settled, tops
from effectbank.kernel.roots import falling_root
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
    trace_of_squares,
    weighted_mean,
    where,
)

CELLS = 2**15  # estimates of a block of analyses: what a processor's cache holds
SCAN_STEP = 0.7  # in log(v_min + tau2)
SCAN = np.expm1(SCAN_STEP * np.arange(int(700 / SCAN_STEP)))  # up to 1e304


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


def halves(u: Units, tau2: Floats, *, restricted: bool) -> Halves:
    """y'PPy = sum (w r)^2 and tr P or, for ML, sum w: half of the score each.

    The first falls by 2 y'PPPy = 2 sum w (w r - sum w w r / sum w)^2, the other by tr PP or sum w^2.
    """
    w = u.weights(tau2)
    w1 = total(w)
    wr = w * (u.y - beside(dot(w, u.y) / w1))
    apart = wr - beside(dot(w, wr) / w1)
    squares, fall = dot(wr, wr), 2 * dot(w, apart, apart)
    if not restricted:
        return Halves(squares, w1, -fall, -dot(w, w))
    lesser = w * u.lesser
    ww = w * lesser
    sums = w1, total(lesser), total(ww)
    trace, of_squares = contrast_of_sums(*sums), trace_of_squares(*sums, dot(w, ww))
    return Halves(squares, trace, -fall, -of_squares)


def maximum_likelihood(s: Studies, *, restricted: bool) -> Floats:
    """ML or REML tau2, shape (...,): the global maximum over tau2 >= 0; 0 for fewer than two studies."""
    if s.k.ndim == 0 and s.k > 1:
        return _of_one(in_units(s), restricted=restricted)
    f = flat(s)
    tau2 = np.zeros(f.k.size)
    several = np.flatnonzero(f.k > 1)
    step = max(1, CELLS // max(1, f.y.shape[-1]))
    for rows in np.split(several, range(step, several.size, step)) if several.size else ():
        u = in_units(f if rows.size == f.k.size else f[rows])
        tau2[rows] = _highest(u, maxima(u, restricted=restricted), restricted=restricted)
    return tau2.reshape(s.k.shape)[()]


def maximum_between(s: Studies, low: Floats, high: Floats, *, restricted: bool) -> Floats:
    """The same, (b,), of analyses (b, k) whose maxima above 0 are known to lie between low and high."""
    u = in_units(s)
    found = tops(u, partial(halves, restricted=restricted), np.array([low, high]) / u.unit, u.v.max(-1))
    return _highest(u, found, restricted=restricted)


def maxima(u: Units, *, restricted: bool) -> Tops:
    """All maxima of the likelihoods of a batch, (b, k)."""
    return tops(u, partial(halves, restricted=restricted), _scan(u), u.v.max(-1))


def _highest(u: Units, found: Tops, *, restricted: bool) -> Floats:
    return u.unit * highest(u, found, partial(log_likelihood, restricted=restricted))


def _of_one(u: Units, *, restricted: bool) -> Floats:
    """The same of a single analysis; where there is more to it than one maximum, as a batch of one."""
    t, v_max = _scan(u), u.v.max(-1)
    at = scanned(halves(u, t, restricted=restricted))
    known, rises_at_0 = settled(t, at, v_max), at[0, 1, 0] > at[0, 0, 0]
    (point,) = falls(at, known)
    if not every(known) or point.size != rises_at_0:
        return number(*_highest(u[None], maxima(u[None], restricted=restricted), restricted=restricted))
    if not point.size:
        return number(0.0)
    return u.unit * falling_root(
        lambda t, _: halves(u, t, restricted=restricted).straightened(), *bracket(t, at, (point[0],))
    )


def _scan(u: Units) -> Floats:
    """Values of tau2 (points, ...), for all analyses alike up to the end of each."""
    v_max = u.v.max(-1)
    end = _end(u, v_max)
    reach = where(v_max - 2 < end, v_max - 2, end)
    count = 1 + int(SCAN.searchsorted(reach if reach.ndim == 0 else reach.max()))
    points = np.empty((count + 1, *u.k.shape))
    points[:-1] = np.minimum(SCAN[:count] if reach.ndim == 0 else SCAN[:count, None], end)
    points[-1] = end
    return points


def _end(u: Units, v_max: Floats) -> Floats:
    """Beyond this tau2 the score is negative, by (k-1) (1 + tau2)^2 <= S (v_max + tau2) at every maximum.

    S is the ordinary sum of squares.
    """
    m = cochran_q(u.present, u.y, dot(u.present, u.y) / u.k) / (u.k - 1)
    last = (m - 2 + np.sqrt(m) * np.sqrt(m + 4 * (v_max - 1))) / 2
    return where(last > 0, last * (1 + 1e-12), 0.0) + 1e-300
