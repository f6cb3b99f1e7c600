"""Peto's one-step odds ratio: observed less expected events, and their hypergeometric variance."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.mantel_haenszel import Tables
from effectbank.kernel.studies import Floats, divide


def observed_less_expected(x: Tables) -> tuple[Floats, Floats]:
    """O - E and V of each study, shape (..., k) (Yusuf et al. 1985, p. 366); 0 and 0 for absent ones."""
    events, others = x.a + x.c, x.b + x.d
    expected = x.n1 * events / x.total
    variance = divide(x.n1 * x.n2 * events * others, x.total**2 * (x.total - 1))
    return x.a - expected, np.nan_to_num(variance)


def one_step(o_e: Floats, v: Floats) -> tuple[Floats, Floats]:
    """log OR = sum (O - E) / sum V with variance 1 / sum V."""
    total = v.sum(-1)
    return divide(o_e.sum(-1), total), divide(1.0, total)
