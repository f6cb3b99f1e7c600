"""One group, a proportion: PR, PLN, PLO, PAS, PFT from x events among n, arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, log, within


def proportion(x: Floats, n: Floats) -> Estimates:
    """p = x/n, variance p (1 - p) / n."""
    p = _share(x, n)
    return p, p * (1 - p) / n


def log_proportion(x: Floats, n: Floats) -> Estimates:
    """log(x/n), variance 1/x - 1/n."""
    p = _share(x, n)
    return log(p), (1 - p) / above(x, 0)


def logit_proportion(x: Floats, n: Floats) -> Estimates:
    """log(p / (1 - p)), variance 1/x + 1/(n - x)."""
    x, m = above(x, 0), above(n - x, 0)
    return log(x) - log(m), 1 / x + 1 / m


def arcsine_proportion(x: Floats, n: Floats) -> Estimates:
    """arcsin sqrt p, variance 1/(4n)."""
    return np.arcsin(np.sqrt(_share(x, n))), 1 / (4 * above(n, 0))


def double_arcsine_proportion(x: Floats, n: Floats) -> Estimates:
    """Half the sum of arcsin sqrt(x/(n+1)) and arcsin sqrt((x+1)/(n+1)), variance 1/(4n + 2).

    Freeman & Tukey (1950); the half puts it on the scale of the arcsine, as in Miller (1978).
    """
    x = within(x, 0, np.inf)
    first, second = _share(x, n + 1), _share(x + 1, n + 1)
    return (np.arcsin(np.sqrt(first)) + np.arcsin(np.sqrt(second))) / 2, 1 / (4 * above(n, 0) + 2)


def _share(x: Floats, n: Floats) -> Floats:
    return within(x / above(n, 0), 0, 1)
