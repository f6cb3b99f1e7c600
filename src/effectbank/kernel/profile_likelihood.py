"""The profile-likelihood interval of tau2: every value that likelihood cannot tell from the best one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from effectbank.kernel import likelihood, projection
from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.likelihood import squared_range
from effectbank.kernel.projection import Design, project
from effectbank.kernel.regression_likelihood import halves_of, likelihood_of
from effectbank.kernel.roots import Curve, Rows, falling_root
from effectbank.kernel.studies import Floats, Studies, flat, in_units

SCAN_STEP = 0.25  # in log(v_min + tau2)


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

        found = _ends(curve, best[rows] / units.unit, squared_range(units), level)
        low[rows], high[rows] = (units.unit * end for end in found)
    return low.reshape(s.k.shape), high.reshape(s.k.shape)


def profile_of_residuals(d: Design, tau2: Floats, *, restricted: bool, level: float) -> tuple[Floats, Floats]:
    """The same of the tau2 of meta-regressions that leave something free (k > p)."""
    units, unit = projection.in_units(projection.flat(d))

    def curve(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        at = project(units[rows], t)
        return likelihood_of(units[rows], at, restricted=restricted), halves_of(at, restricted=restricted).score / 2

    best = np.asarray(tau2, dtype=float).reshape(-1) / unit
    low, high = (unit * end for end in _ends(curve, best, squared_range(units.s), level))
    return low.reshape(d.free.shape), high.reshape(d.free.shape)


def _ends(curve: Curve, best: Floats, spread: Floats, level: float) -> tuple[Floats, Floats]:
    """By the curve of the log-likelihood and its slope; the scan starts from `spread`, a tau2 as large as any."""
    every = np.arange(best.size)
    cut = curve(best, every)[0] - float(chi2_quantile(level, 1)) / 2
    scan = _scan(lambda t: curve(t, every)[0] - cut, spread)
    inside = np.stack([curve(t, every)[0] >= cut for t in scan])
    first, last = inside.argmax(0), len(scan) - 1 - inside[::-1].argmax(0)

    def over(sign: float, t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        height, slope = curve(t, rows)
        return sign * (height - cut[rows]), sign * slope

    rising = falling_root(
        lambda t, rows: over(-1.0, t, rows), scan[np.maximum(first - 1, 0), every], scan[first, every]
    )
    falling = falling_root(lambda t, rows: over(1.0, t, rows), scan[last, every], scan[last + 1, every])
    return np.where(first == 0, 0.0, rising), falling


def _scan(above: Callable[[Floats], Floats], spread: Floats) -> Floats:
    """0 to a tau2 whose likelihood is below the cut, even in log(1 + tau2)."""
    end = np.log1p(spread) + 1.0
    while (above(np.expm1(end)) >= 0).any():
        end = end + 1.0
    count = int(np.ceil(end.max() / SCAN_STEP)) + 2
    return np.asarray(np.expm1(np.linspace(0.0, 1.0, count)[:, None] * end), dtype=float)
