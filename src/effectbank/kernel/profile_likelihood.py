"""The profile-likelihood interval of tau2: every value that likelihood cannot tell from the best one."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.likelihood import SCAN_STEP, log_likelihood, score, squared_range
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats, Studies, Units, flat, in_units


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
        drop = float(chi2_quantile(level, 1)) / 2
        cut = log_likelihood(units, best[rows] / units.unit, restricted=restricted) - drop
        low[rows], high[rows] = (units.unit * end for end in _ends(units, cut, restricted=restricted))
    return low.reshape(s.k.shape), high.reshape(s.k.shape)


def _ends(s: Units, cut: Floats, *, restricted: bool) -> tuple[Floats, Floats]:
    scan = _scan(s, cut, restricted=restricted)
    inside = np.stack([log_likelihood(s, t, restricted=restricted) >= cut for t in scan])
    first, last = inside.argmax(0), len(scan) - 1 - inside[::-1].argmax(0)
    every = np.arange(s.k.size)

    def over(sign: float, t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        part = s[rows]
        height = log_likelihood(part, t, restricted=restricted) - cut[rows]
        return sign * height, sign * score(part, t, restricted=restricted)[0] / 2

    rising = falling_root(
        lambda t, rows: over(-1.0, t, rows), scan[np.maximum(first - 1, 0), every], scan[first, every]
    )
    falling = falling_root(lambda t, rows: over(1.0, t, rows), scan[last, every], scan[last + 1, every])
    return np.where(first == 0, 0.0, rising), falling


def _scan(s: Units, cut: Floats, *, restricted: bool) -> Floats:
    """0 to a tau2 whose likelihood is below the cut, even in log(1 + tau2)."""
    end = np.log1p(squared_range(s)) + 1.0
    while (log_likelihood(s, np.expm1(end), restricted=restricted) >= cut).any():
        end = end + 1.0
    count = int(np.ceil(end.max() / SCAN_STEP)) + 2
    return np.asarray(np.expm1(np.linspace(0.0, 1.0, count)[:, None] * end), dtype=float)
