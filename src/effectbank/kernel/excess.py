"""Powers of studies, and the distribution of how many of them are significant: arrays (k,)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.distributions import normal_quantile, special
from effectbank.kernel.studies import Floats


def powers(v: Floats, centre: float, tau2: float, alpha: float, alternative: str) -> Floats:
    """The chance that y / sqrt(v) is significant at alpha when y is normal about centre with variance v + tau2."""
    se, spread = np.sqrt(v), np.sqrt(v + tau2)
    critical = float(normal_quantile(1 - (alpha / 2 if alternative == "two-sided" else alpha))) * se
    above, below = special().ndtr((centre - critical) / spread), special().ndtr((-critical - centre) / spread)
    return np.asarray({"two-sided": above + below, "greater": above, "less": below}[alternative], dtype=float)


def counts(chances: Floats) -> Floats:
    """Chance of 0, 1, … k successes in trials of these chances (the Poisson binomial distribution), (k + 1,)."""
    if chances.size == 1:
        return np.array([1 - chances[0], chances[0]])
    half = chances.size // 2
    return np.convolve(counts(chances[:half]), counts(chances[half:]))
