"""The interval of tau2 from the exact distribution of a generalised Q, for any weights; one analysis at a time."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.mixture import probability_below
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats, cochran_q, weighted_mean

NO_SPREAD = 1e-20  # of the smallest weighted variance: a Q below this has less than 1e-10 of probability below it


def generalised_q_interval(y: Floats, v: Floats, a: Floats, level: float) -> tuple[float, float]:
    """The tau2 at which P(Q <= q) is 1 - tail and tail; arrays (k,) of two studies or more, a > 0.

    Jackson 2013; with a = 1/v it is Biggerstaff & Jackson 2008. An end is 0 where q is too small for any more; both
    are, where the estimates differ less than even tau2 = 0 leads to expect.
    """
    tail, unit = (1 - level) / 2, float(v.min())
    y, v, a = y / np.sqrt(unit), v / unit, a * unit
    q = float(cochran_q(a, y, weighted_mean(a, y)))
    if q <= NO_SPREAD * (a * v).min():
        return 0.0, 0.0
    low, high = (_where(q, a, v, probability) for probability in (1 - tail, tail))
    return unit * low, unit * high


def _where(q: float, a: Floats, v: Floats, probability: float) -> float:
    """The tau2 >= 0 with P(Q <= q) = probability, which falls steadily in tau2; 0 where it starts below."""
    if probability_below(q, a, v, 0.0)[0] <= probability:
        return 0.0
    low, high = 0.0, 1.0
    while probability_below(q, a, v, high)[0] > probability:
        low, high = high, 4 * high

    def above(t: Floats, _: Rows) -> tuple[Floats, Floats]:
        value, slope = probability_below(q, a, v, float(t[0]))
        return np.array([value - probability]), np.array([slope])

    return float(falling_root(above, np.array([low]), np.array([high]))[0])
