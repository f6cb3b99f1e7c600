"""One group, a rate: IR, IRLN, IRS, IRFT from x events in person-time t, arrays (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, log


def rate(x: Floats, t: Floats) -> Estimates:
    """x/t, variance x/t^2."""
    yi = at_least(x, 0) / above(t, 0)
    return yi, yi / t


def log_rate(x: Floats, t: Floats) -> Estimates:
    """log(x/t), variance 1/x."""
    return log(x / above(t, 0)), 1 / above(x, 0)


def root_rate(x: Floats, t: Floats) -> Estimates:
    """sqrt(x/t), variance 1/(4t)."""
    t = above(t, 0)
    return np.sqrt(at_least(x, 0) / t), 1 / (4 * t)


def freeman_tukey_rate(x: Floats, t: Floats) -> Estimates:
    """Half the sum of sqrt(x/t) and sqrt((x+1)/t), variance 1/(4t) (Freeman & Tukey 1950)."""
    x, t = at_least(x, 0), above(t, 0)
    return (np.sqrt(x / t) + np.sqrt((x + 1) / t)) / 2, 1 / (4 * t)
