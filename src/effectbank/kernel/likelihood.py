"""tau2 by maximum likelihood, plain or restricted: always the global maximum.

The likelihood may have several maxima. Each is a fall of the score through 0, and none lies beyond the squared
range of the estimates; so the score is scanned over log(v_min + tau2), in which no study's variance changes by
more than the step, every fall is refined, and the highest is taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.roots import falling_root
from effectbank.kernel.studies import Floats, Studies, contrast_weight, dot, flat, in_units, total, weighted_mean

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
    """Twice the derivative of the log-likelihood in tau2, and its own slope.

    ML: sum w^2 r^2 - sum w. REML: sum w^2 r^2 - tr P, with tr P = sum w - sum w^2 / sum w.
    """
    w = s.weights(tau2)
    w1, ww = total(w), w**2
    residual = s.y - (dot(w, s.y) / w1)[..., None]
    wr = w * residual
    w2, w3 = total(ww), dot(ww, w)
    value = dot(wr, wr) - (contrast_weight(w) if restricted else w1)
    slope = w2 - 2 * dot(ww, wr * residual) + 2 * dot(w, wr) ** 2 / w1
    return value, slope - 2 * w3 / w1 + (w2 / w1) ** 2 if restricted else slope


def maximum_likelihood(s: Studies, *, restricted: bool) -> Floats:
    """ML or REML tau2, shape (...,): the global maximum over tau2 >= 0; 0 for fewer than two studies."""
    f = flat(s)
    tau2 = np.zeros(f.k.size)
    several = np.flatnonzero(f.k > 1)
    if several.size:
        units, unit = in_units(f[several])
        tau2[several] = unit * _highest(units, restricted=restricted)
    return tau2.reshape(s.k.shape)


def _highest(s: Studies, *, restricted: bool) -> Floats:
    """The best of all maxima of each analysis, the boundary 0 among them."""
    scan = _scan_points(s)
    signs = np.stack([score(s, t, restricted=restricted)[0] for t in scan])
    point, row = np.nonzero((signs[:-1] > 0) & (signs[1:] <= 0))
    candidates = falling_root(
        lambda t, rows: score(s[row[rows]], t, restricted=restricted), scan[point, row], scan[point + 1, row]
    )
    return _best(s, candidates, row, restricted=restricted)


def _scan_points(s: Studies) -> Floats:
    """(points, b): 0 to the squared range (no maximum lies beyond), even in log(1 + tau2)."""
    end = np.log1p(squared_range(s)) * (1 + 1e-12) + 1e-300
    count = int(np.ceil(end.max() / SCAN_STEP)) + 2
    return np.asarray(np.expm1(np.linspace(0.0, 1.0, count)[:, None] * end), dtype=float)


def squared_range(s: Studies) -> Floats:
    """(max y - min y)^2 of the studies present."""
    low = np.where(s.present > 0, s.y, np.inf).min(-1)
    high = np.where(s.present > 0, s.y, -np.inf).max(-1)
    return np.asarray((high - low) ** 2, dtype=float)


def _best(s: Studies, candidates: Floats, row: NDArray[np.intp], *, restricted: bool) -> Floats:
    best = np.zeros(s.k.size)
    height = log_likelihood(s, best, restricted=restricted)
    heights = log_likelihood(s[row], candidates, restricted=restricted)
    rising = np.argsort(heights, kind="stable")  # so that the highest of an analysis is written last
    rising = rising[heights[rising] >= height[row[rising]]]
    best[row[rising]] = candidates[rising]
    return best
