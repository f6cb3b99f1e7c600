"""Crossover trials: the paired analysis from what was reported of it, or from the correlation of the periods.

Cochrane Handbook 23.2.7; Elbourne et al. (2002). Arrays of any shape. With that correlation, means are for the
paired measures (paired.py: MC, SMCC, SMCRP, ROMC) and counts of pairs for matched_pairs.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, within


def correlation_of_periods(sd1: ArrayLike, sd2: ArrayLike, sd_difference: ArrayLike) -> Floats:
    """r = (sd1^2 + sd2^2 - sd_diff^2) / (2 sd1 sd2), from a trial that gives all three; NaN outside -1 to 1.

    Handbook 23.2.7.2; for the trials that do not, one may borrow it and vary it.
    """
    first, second, change = above(sd1, 0), above(sd2, 0), at_least(sd_difference, 0)
    return within((first**2 + second**2 - change**2) / (2 * first * second), -1, 1)


def paired_log_odds_ratio(events1: ArrayLike, events2: ArrayLike, n: ArrayLike, r: ArrayLike) -> Estimates:
    """The marginal log odds ratio of n people who had both, from each period's events and their correlation (phi).

    The parallel groups' variance less 2 covariances, cov = r / (n sqrt(p1 q1 p2 q2)) (Elbourne et al. 2002, after
    Becker & Balagtas 1993).
    """
    n = above(n, 0)
    x1, x2 = above(events1, 0), above(events2, 0)
    of1, of2 = 1 / x1 + 1 / above(n - x1, 0), 1 / x2 + 1 / above(n - x2, 0)
    yi = np.log(x1 / (n - x1)) - np.log(x2 / (n - x2))
    return yi, of1 + of2 - 2 * within(r, -1, 1) * np.sqrt(of1 * of2)
