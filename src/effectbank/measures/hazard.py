"""The log hazard ratio from what survival reports give; arrays of any shape.

Parmar, Torri & Stewart (1998), Tierney et al. (2007). From an interval: `estimates.log_ratio_from_interval`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, inside, log, nonzero, within
from effectbank.measures.estimates import t_from_p
from effectbank.measures.family import ANY, POSITIVE, Cell, Family, Formula


def from_observed_less_expected(o_e: ArrayLike, v: ArrayLike) -> Estimates:
    """(O - E)/V, variance 1/V, from the log-rank test (Yusuf et al. 1985; Parmar, Torri & Stewart 1998)."""
    v = above(v, 0)
    return np.asarray(o_e, dtype=float) / v, 1 / v


def from_observed_and_expected(
    observed1: ArrayLike, expected1: ArrayLike, observed2: ArrayLike, expected2: ArrayLike
) -> Estimates:
    """log[(O1/E1) / (O2/E2)], variance 1/E1 + 1/E2, from each arm's log-rank numbers (Parmar et al. 1998)."""
    e1, e2 = above(expected1, 0), above(expected2, 0)
    return log(observed1) - log(e1) - log(observed2) + log(e2), 1 / e1 + 1 / e2


def from_ratio(ratio: ArrayLike, v: ArrayLike) -> Estimates:
    """The log of a hazard ratio given without interval, variance 1/V, V from the events (Tierney et al. 2007)."""
    yi, vi = np.broadcast_arrays(log(ratio), 1 / above(v, 0))
    return yi, vi


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


def variance_of_numbers(events: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """V of O - E from all events and the people of each arm: e n1 n2 / (n1 + n2)^2 (Tierney et al. 2007)."""
    n1, n2 = above(n1, 0), above(n2, 0)
    return variance_of_total(events, n1 / (n1 + n2))


def variance_of_total(events: ArrayLike, share: ArrayLike = 0.5) -> Floats:
    """V of O - E from all events and group 1's share of the people: e s (1 - s), e/4 for equal arms.

    Parmar, Torri & Stewart (1998); Tierney et al. (2007).
    """
    s = inside(share, 0, 1)
    return above(events, 0) * s * (1 - s)


def from_curves(survival1: ArrayLike, at_risk1: ArrayLike, survival2: ArrayLike, at_risk2: ArrayLike) -> Estimates:
    """The log hazard ratio read off two survival curves with the numbers at risk below them, (..., times).

    The curves at the times of those numbers, from survival 1 at the start. People lost between two times count as
    half, so the deaths there are d = (n + n') (S - S') / (S + S') (Williamson et al. 2002). The log ratios of the
    hazards log(S / S') are pooled by inverse variance over the times with deaths in both arms (Parmar et al. 1998;
    they take risks for hazards, which pulls the ratio to 1 where the times lie far apart).
    """
    (h1, v1), (h2, v2) = _log_hazards(survival1, at_risk1), _log_hazards(survival2, at_risk2)
    ratio, v = h1 - h2, v1 + v2
    w = np.where(np.isfinite(ratio) & (v > 0), 1 / nonzero(v), 0.0)
    information = above(w.sum(-1), 0)
    return np.where(w > 0, w * ratio, 0.0).sum(-1) / information, 1 / information


def _log_hazards(survival: ArrayLike, at_risk: ArrayLike) -> Estimates:
    """log(-log p), p = S'/S, of each interval, variance (1 - p) / (p r log(p)^2), r those who could die."""
    s, n = within(survival, 0, 1), at_least(at_risk, 0)
    before, after = above(s[..., :-1], 0), above(s[..., 1:], 0)
    fall = above(before - after, 0)
    deaths = (n[..., :-1] + n[..., 1:]) * fall / (before + after)
    hazard, risk = np.log(before / after), fall / before
    return log(hazard), risk**2 / (deaths * (1 - risk) * hazard**2)


FAMILY = Family(
    name="observed less expected",
    cells=(
        Cell("oei", "o_minus_e", "observed less expected events", ANY),
        Cell("vi", "variances", "variance of O - E", POSITIVE),
    ),
    formulas={"HR": Formula(of=from_observed_less_expected, cells=("oei", "vi"))},
)
