"""The 2x2 table behind an odds ratio, phi or chi-squared, where all events and both groups' people are known.

Bonett (2007). Arrays of any shape; events come as solved, not rounded to people. NaN where no table has them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import above, within

Events = tuple[Floats, Floats]  # group 1 (intervention), group 2 (control)


def events_from_odds_ratio(ratio: ArrayLike, events: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Events:
    """The smaller root of (R - 1) a^2 - ((R - 1)(n1 + e) + n) a + R n1 e = 0, and e - a."""
    extra = above(ratio, 0) - 1
    e, n1, n2 = _margins(events, n1, n2)
    half = (extra * (n1 + e) + n1 + n2) / 2
    product = (extra + 1) * n1 * e
    a = product / (half + np.sqrt(half**2 - extra * product))
    return _inside(a, e, n1, n2)


def events_from_phi(phi: ArrayLike, events: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Events:
    """a = (n1 e + phi sqrt(n1 n2 e (n - e))) / n."""
    e, n1, n2 = _margins(events, n1, n2)
    n = n1 + n2
    return _inside((n1 * e + within(phi, -1, 1) * np.sqrt(n1 * n2 * e * (n - e))) / n, e, n1, n2)


def events_from_chi_squared(
    chi_squared: ArrayLike, events: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, corrected: bool = False
) -> Events:
    """The same of phi = sqrt(X^2 / n), negative where X^2 is given so: fewer events in group 1 than by chance.

    `corrected`: X^2 is Yates's, n (|ad - bc| - n/2)^2 / (n1 n2 e (n - e)).
    """
    x2 = np.asarray(chi_squared, dtype=float)
    e, n1, n2 = _margins(events, n1, n2)
    n, by_chance = n1 + n2, n1 * n2 * e * (n1 + n2 - e)
    cross = np.sqrt(np.abs(x2) * by_chance / n) + (n / 2 if corrected else 0.0)
    return _inside((n1 * e + np.sign(x2) * cross) / n, e, n1, n2)


def _margins(events: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> tuple[Floats, Floats, Floats]:
    n1, n2 = above(n1, 0), above(n2, 0)
    return within(events, 0, np.inf), n1, n2


def _inside(a: Floats, e: Floats, n1: Floats, n2: Floats) -> Events:
    """Group 1's events and group 2's, where both lie between none and all."""
    possible = (a > -0.5) & (a < n1 + 0.5) & (e - a > -0.5) & (e - a < n2 + 0.5)
    a = np.where(possible, a, np.nan)
    return a, e - a
