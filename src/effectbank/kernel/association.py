"""Tests over 2x2 tables: is there an association at all, and is it the same odds ratio in every table?"""

from __future__ import annotations

import numpy as np

from effectbank.kernel.mantel_haenszel import Tables
from effectbank.kernel.peto import observed_less_expected
from effectbank.kernel.studies import Floats, divide, total


def mantel_haenszel(x: Tables, *, correct: bool) -> Floats:
    """(|sum (O - E)| - 1/2)^2 / sum V, chi-squared on 1, V hypergeometric (Mantel & Haenszel 1959).

    The half only if `correct`; never taken beyond 0.
    """
    o_e, v = observed_less_expected(x)
    return _squared(o_e, v, correct=correct)


def cochran(x: Tables, *, correct: bool) -> Floats:
    """The same with the binomial variance n1 n2 m1 m2 / N^3 (Cochran 1954)."""
    o_e, _ = observed_less_expected(x)
    return _squared(o_e, x.n1 * x.n2 * (x.a + x.c) * (x.b + x.d) / x.total**3, correct=correct)


def _squared(o_e: Floats, v: Floats, *, correct: bool) -> Floats:
    gap = np.abs(total(o_e)) - (0.5 if correct else 0.0)
    return divide(np.maximum(gap, 0.0) ** 2, total(v))


def breslow_day(x: Tables, log_or: Floats) -> tuple[Floats, Floats, Floats]:
    """Breslow & Day's (1980) chi-squared, Tarone's (1985) correction of it, and their degrees of freedom.

    sum (a - E)^2 / V, E and V being what each table's margins and the common odds ratio lead to expect; Tarone
    takes off (sum (a - E))^2 / sum V. Tables with no event, or with nothing else, say nothing and don't count.
    """
    telling = (x.a + x.c > 0) & (x.b + x.d > 0) & (x.present > 0)
    expected = _expected(x, np.exp(log_or)[..., None])
    cells = (expected, x.n1 - expected, x.a + x.c - expected, x.n2 - x.a - x.c + expected)
    variance = divide(1.0, sum(divide(1.0, cell) for cell in cells))
    gap = np.where(telling, x.a - expected, 0.0)
    spread = total(np.where(telling, gap**2 / variance, 0.0))
    taken_off = divide(total(gap) ** 2, total(np.where(telling, variance, 0.0)))
    return spread, spread - taken_off, np.maximum(telling.sum(-1) - 1.0, 0.0)


def _expected(x: Tables, ratio: Floats) -> Floats:
    """The root of e (n2 - m + e) = ratio (n1 - e) (m - e) within the margins; m events in all."""
    m = x.a + x.c
    p = 1 - ratio
    q = x.n2 - m + ratio * (x.n1 + m)
    r = -ratio * x.n1 * m
    with np.errstate(divide="ignore", invalid="ignore"):
        root = -2 * r / (q + np.sqrt(np.maximum(q * q - 4 * p * r, 0.0)))
    return np.asarray(root, dtype=float)
