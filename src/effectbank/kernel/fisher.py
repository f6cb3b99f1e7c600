"""Fisher's exact test, and Pearson's chi-squared, of one 2x2 table."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.distributions import chi2_upper, special
from effectbank.kernel.studies import Floats

AS_LIKELY = 1 + 1e-7  # tables as likely as the one observed, but for rounding (R's fisher.test has the same)


def fisher_exact(a: int, n1: int, c: int, n2: int) -> float:
    """Two-sided p for a of n1 against c of n2: the chance of all tables no likelier, margins as they are."""
    events = a + c
    x = np.arange(max(0, events - n2), min(events, n1) + 1, dtype=float)
    log_chance = _log_choose(n1, x) + _log_choose(n2, events - x)
    chance = np.exp(log_chance - log_chance.max())
    at = a - int(x[0])
    return min(1.0, float(chance[chance <= chance[at] * AS_LIKELY].sum() / chance.sum()))


def pearson_chi2(a: int, n1: int, c: int, n2: int) -> float:
    """Two-sided p of Pearson's chi-squared on 1, without continuity correction; 1 where nobody, or all, had it."""
    n, events = n1 + n2, a + c
    if min(n1, n2, events, n - events) == 0:
        return 1.0
    statistic = n * (a * (n2 - c) - (n1 - a) * c) ** 2 / (n1 * n2 * events * (n - events))
    return float(chi2_upper(statistic, 1))


def _log_choose(n: float, x: Floats) -> Floats:
    log_gamma = special().gammaln
    return np.asarray(log_gamma(n + 1) - log_gamma(x + 1) - log_gamma(n - x + 1), dtype=float)


TESTS = {"fisher": fisher_exact, "chi2": pearson_chi2}
