"""Mantel-Haenszel pooling of 2x2 tables: risk ratio, odds ratio, risk difference, each with its variance.

Tables come as events and totals of the two groups: a of n1, c of n2, shape (..., k); NaN = absent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats, divide


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Cells a, b (group 1) and c, d (group 2) with their totals; absent studies are all 0 with total N = 1."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats
    n1: Floats
    n2: Floats
    total: Floats
    present: Floats


def tables(a: ArrayLike, n1: ArrayLike, c: ArrayLike, n2: ArrayLike) -> Tables:
    """Events and totals, broadcast; a study with NaN anywhere is absent and adds nothing to any sum."""
    parts = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in (a, n1, c, n2)))
    present = np.all([np.isfinite(part) for part in parts], axis=0)
    e1, t1, e2, t2 = (np.where(present, part, 0.0) for part in parts)
    return Tables(e1, t1 - e1, e2, t2 - e2, t1, t2, np.where(t1 + t2 > 0, t1 + t2, 1.0), present.astype(float))


def risk_ratio(x: Tables) -> tuple[Floats, Floats]:
    """log RR and its variance (Mantel & Haenszel 1959; variance of Greenland & Robins 1985, eq. 13)."""
    numerator = (x.a * x.n2 / x.total).sum(-1)
    denominator = (x.c * x.n1 / x.total).sum(-1)
    spread = ((x.n1 * x.n2 * (x.a + x.c) - x.a * x.c * x.total) / x.total**2).sum(-1)
    return log_or_nan(divide(numerator, denominator)), divide(spread, numerator * denominator)


def odds_ratio(x: Tables) -> tuple[Floats, Floats]:
    """log OR and its variance (Mantel & Haenszel 1959; variance of Robins, Breslow & Greenland 1986)."""
    p, q = (x.a + x.d) / x.total, (x.b + x.c) / x.total
    r, s = x.a * x.d / x.total, x.b * x.c / x.total
    R, S = r.sum(-1), s.sum(-1)
    mixed = divide((p * s + q * r).sum(-1), R * S)
    variance = 0.5 * (divide((p * r).sum(-1), R**2) + mixed + divide((q * s).sum(-1), S**2))
    return log_or_nan(divide(R, S)), variance


def risk_difference(x: Tables) -> tuple[Floats, Floats]:
    """RD = sum of n1 n2 / N times p1 - p2, over sum n1 n2 / N; variance of Sato, Greenland & Robins (1989).

    RD P + Q over (sum n1 n2 / N)^2, with P = sum [n1^2 c - n2^2 a + n1 n2 (n2 - n1) / 2] / N^2 and
    Q = sum [a d + b c] / (2 N): consistent for few large tables as for many sparse ones.
    """
    weight = (x.n1 * x.n2 / x.total).sum(-1)
    rd = divide(((x.a * x.n2 - x.c * x.n1) / x.total).sum(-1), weight)
    P = ((x.n1**2 * x.c - x.n2**2 * x.a + x.n1 * x.n2 * (x.n2 - x.n1) / 2) / x.total**2).sum(-1)
    Q = ((x.a * x.d + x.b * x.c) / (2 * x.total)).sum(-1)
    return rd, divide(rd * P + Q, weight**2)


def risk_difference_large_tables(x: Tables) -> tuple[Floats, Floats]:
    """The same RD with the variance of Greenland & Robins (1985), for large tables; RevMan 5 uses it.

    sum [(a b n2^3 + c d n1^3) / (n1 n2 N^2)] / (sum n1 n2 / N)^2.
    """
    rd, _ = risk_difference(x)
    spread = divide(x.a * x.b * x.n2**3 + x.c * x.d * x.n1**3, x.n1 * x.n2 * x.total**2)
    return rd, divide(np.nansum(spread, -1), (x.n1 * x.n2 / x.total).sum(-1) ** 2)


def study_weights(x: Tables, measure: str) -> Floats:
    """What each study weighs: RR c n1 / N, OR b c / N, RD n1 n2 / N; 0 for absent ones."""
    parts = {"RR": x.c * x.n1, "OR": x.b * x.c, "RD": x.n1 * x.n2}
    return np.asarray(parts[measure] / x.total, dtype=float)


POOLS = {"RR": risk_ratio, "OR": odds_ratio, "RD": risk_difference}
RD_VARIANCES = {"Sato": risk_difference, "Greenland-Robins": risk_difference_large_tables}


def pooled(x: Tables, measure: str, rd_variance: str = "Sato") -> tuple[Floats, Floats]:
    """The pooled estimate and variance of the measure."""
    return (RD_VARIANCES[rd_variance] if measure == "RD" else POOLS[measure])(x)


def log_or_nan(ratio: Floats) -> Floats:
    """log, NaN for a ratio of 0 (no events in one whole group): such a sum has no finite estimate."""
    return np.log(np.where(ratio > 0, ratio, np.nan))
