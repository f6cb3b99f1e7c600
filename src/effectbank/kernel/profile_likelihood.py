"""The profile-likelihood interval of tau2: every value that likelihood cannot tell from the best one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from effectbank.kernel import likelihood, projection, regression_likelihood
from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.maxima import Tops
from effectbank.kernel.projection import Design, project
from effectbank.kernel.regression_likelihood import halves_of, likelihood_of
from effectbank.kernel.roots import Curve, Rows, falling_root
from effectbank.kernel.studies import Floats, Studies, flat, in_units


def profile_likelihood(s: Studies, tau2: Floats, *, restricted: bool, level: float) -> tuple[Floats, Floats]:
    """Lowest and highest tau2 with 2 (ll(best) - ll) <= chi-squared quantile on 1 (Hardy & Thompson 1996).

    `tau2` is the ML or REML estimate. Where the likelihood dips between, the interval covers the dip. NaN for
    fewer than two studies.
    """
    f, best = flat(s), np.asarray(tau2, dtype=float).reshape(-1)
    low, high = np.full_like(best, np.nan), np.full_like(best, np.nan)
    rows = np.flatnonzero(f.k > 1)
    if rows.size:
        units = in_units(f[rows])

        def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
            part = units[rows]
            height = likelihood.log_likelihood(part, t, restricted=restricted)
            return height, likelihood.halves(part, t, restricted=restricted).score / 2

        found = likelihood.maxima(units, restricted=restricted)
        low[rows], high[rows] = (units.unit * end for end in _ends(curve, best[rows] / units.unit, found, level))
    return low.reshape(s.k.shape), high.reshape(s.k.shape)


def profile_of_residuals(d: Design, tau2: Floats, *, restricted: bool, level: float) -> tuple[Floats, Floats]:
    """The same of the tau2 of meta-regressions that leave something free (k > p)."""
    units, unit = projection.in_units(projection.flat(d))

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        at = project(units[rows], t)
        return likelihood_of(units[rows], at, restricted=restricted), halves_of(at, restricted=restricted).score / 2

    best = np.asarray(tau2, dtype=float).reshape(-1) / unit
    found = regression_likelihood.maxima(units, restricted=restricted)
    low, high = (unit * end for end in _ends(curve, best, found, level))
    return low.reshape(d.free.shape), high.reshape(d.free.shape)


def _ends(curve: Curve, best: Floats, found: Tops, level: float) -> tuple[Floats, Floats]:
    """By the curve of the log-likelihood and its slope.

    From the lowest of the maxima above the cut the likelihood goes down to the cut once before the next, which is
    below; and so from the highest.
    """
    every = np.arange(best.size)
    cut = curve(best, every)[0] - float(chi2_quantile(level, 1)) / 2
    inside = curve(found.tau2, found.row)[0] >= cut[found.row]
    first, last, below, beyond = best.copy(), best.copy(), np.zeros_like(best), np.full_like(best, np.inf)
    np.minimum.at(first, found.row[inside], found.tau2[inside])
    np.maximum.at(last, found.row[inside], found.tau2[inside])
    row, outside = found.row[~inside], found.tau2[~inside]
    np.maximum.at(below, row, np.where(outside < first[row], outside, 0.0))
    np.minimum.at(beyond, row, np.where(outside > last[row], outside, np.inf))
    beyond = np.where(beyond < np.inf, beyond, _far(lambda t: curve(t, every)[0] - cut, last))

    def over(sign: float, t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        height, slope = curve(t, rows)
        return sign * (height - cut[rows]), sign * slope

    rising = falling_root(lambda t, rows: over(-1.0, t, rows), below, first)
    falling = falling_root(lambda t, rows: over(1.0, t, rows), last, beyond)
    return np.where(curve(np.zeros_like(best), every)[0] >= cut, 0.0, rising), falling


def _far(above: Callable[[Floats], Floats], last: Floats) -> Floats:
    """A tau2 beyond the last maximum and below the cut."""
    end = np.log1p(last) + 1.0
    while (above(np.expm1(end)) >= 0).any():
        end = end + 1.0
    return np.asarray(np.expm1(end), dtype=float)
