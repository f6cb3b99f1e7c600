"""The log hazard ratio from what survival reports give; arrays of any shape. (From an interval: estimates.py.)"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, inside
from effectbank.measures.estimates import t_from_p
from effectbank.measures.family import ANY, POSITIVE, Cell, Family, Formula


def from_observed_less_expected(o_e: ArrayLike, v: ArrayLike) -> Estimates:
    """(O - E)/V, variance 1/V, from the log-rank test (Yusuf et al. 1985; Parmar, Torri & Stewart 1998)."""
    v = above(v, 0)
    return np.asarray(o_e, dtype=float) / v, 1 / v


def from_p_value(p: ArrayLike, favours: ArrayLike, v: ArrayLike) -> Estimates:
    """z / sqrt V with the sign of `favours`, variance 1/V, from the two-sided p of the log-rank test.

    `favours` is above 0 where group 1 has the higher hazard, below 0 where the lower. V from
    `variance_of_arms` or `variance_of_total` (Parmar, Torri & Stewart 1998; Tierney et al. 2007).
    """
    v = above(v, 0)
    sign = np.sign(np.asarray(favours, dtype=float))
    return np.where(sign != 0, sign, np.nan) * t_from_p(p) / np.sqrt(v), 1 / v


def variance_of_arms(events1: ArrayLike, events2: ArrayLike) -> Floats:
    """V of O - E from each arm's events: e1 e2 / (e1 + e2) (Parmar, Torri & Stewart 1998)."""
    e1, e2 = above(events1, 0), above(events2, 0)
    return e1 * e2 / (e1 + e2)


def variance_of_total(events: ArrayLike, share: ArrayLike = 0.5) -> Floats:
    """V of O - E from all events and group 1's share of the people: e s (1 - s), e/4 for equal arms.

    Parmar, Torri & Stewart (1998); Tierney et al. (2007).
    """
    s = inside(share, 0, 1)
    return above(events, 0) * s * (1 - s)


FAMILY = Family(
    name="observed less expected",
    cells=(
        Cell("oei", "o_minus_e", "observed less expected events", ANY),
        Cell("vi", "variances", "variance of O - E", POSITIVE),
    ),
    formulas={"HR": Formula(of=from_observed_less_expected, cells=("oei", "vi"))},
)
