"""Two groups, events over person-time: IRR, IRD, IRSD from x events in t, arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, log


def log_rate_ratio(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Estimates:
    """log((x1/t1) / (x2/t2)), variance 1/x1 + 1/x2 (Rothman, Greenland & Lash 2008)."""
    x1, x2 = above(x1, 0), above(x2, 0)
    return log(x1 / above(t1, 0)) - log(x2 / above(t2, 0)), 1 / x1 + 1 / x2


def rate_difference(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Estimates:
    """x1/t1 - x2/t2, variance x1/t1^2 + x2/t2^2 (Rothman, Greenland & Lash 2008)."""
    rate1, rate2 = at_least(x1, 0) / above(t1, 0), at_least(x2, 0) / above(t2, 0)
    return rate1 - rate2, rate1 / t1 + rate2 / t2


def root_rate_difference(x1: Floats, t1: Floats, x2: Floats, t2: Floats) -> Estimates:
    """sqrt(x1/t1) - sqrt(x2/t2), variance 1/(4 t1) + 1/(4 t2): the square root levels a Poisson's variance."""
    t1, t2 = above(t1, 0), above(t2, 0)
    yi = np.sqrt(at_least(x1, 0) / t1) - np.sqrt(at_least(x2, 0) / t2)
    return yi, 1 / (4 * t1) + 1 / (4 * t2)
