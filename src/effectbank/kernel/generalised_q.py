"""tau2 as the value at which the generalised Q equals what is expected of it; and the Q-profile interval.

Q(tau2) = sum (y - mean)^2 / (v + tau2) falls steadily in tau2, so there is one root or none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats, Studies, cochran_q, divide, dot, flat, in_units, weighted_mean


def paule_mandel(s: Studies) -> Floats:
    """PM: the tau2 with Q(tau2) = k - 1, or 0 (Paule & Mandel 1982).

    The empirical Bayes estimator (EB, Morris 1983) and the DerSimonian-Laird estimator iterated to its end
    (DLIT) have the same fixed point, so they are this function too.
    """
    return q_root(s, s.k - 1)


def median_unbiased(s: Studies) -> Floats:
    """PMM: the tau2 with Q(tau2) = the median of chi-squared on k - 1, or 0 (Viechtbauer 2021)."""
    return q_root(s, chi2_quantile(0.5, s.k - 1))


def q_profile(s: Studies, level: float) -> tuple[Floats, Floats]:
    """The Q-profile interval of tau2 (Viechtbauer 2007): both ends where Q(tau2) meets a chi-squared quantile."""
    tail = (1 - level) / 2
    return q_root(s, chi2_quantile(1 - tail, s.k - 1)), q_root(s, chi2_quantile(tail, s.k - 1))


def q_root(s: Studies, target: ArrayLike) -> Floats:
    """The tau2 >= 0 with Q(tau2) = target, 0 where Q(0) is already below it; shape of s.k."""
    f, shape = flat(s), s.k.shape
    target = np.broadcast_to(np.asarray(target, dtype=float), shape).reshape(-1)
    w = f.weights()
    rows = np.flatnonzero((f.k > 1) & (cochran_q(w, f.y, weighted_mean(w, f.y)) > target))
    tau2 = np.zeros(f.k.size)
    if rows.size:
        units = in_units(f[rows])
        tau2[rows] = units.unit * _root(units, target[rows])
    return tau2.reshape(shape)[()]


def _root(s: Studies, target: Floats) -> Floats:
    """In units of the smallest variance, of which sum (y - mean)^2 / target is beyond the root."""
    beyond = divide(cochran_q(s.present, s.y, weighted_mean(s.present, s.y)), target)

    def excess(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        """1/target - 1/Q, since 1/Q rises nearly straight in tau2 and Newton's rule likes that."""
        part = s[rows]
        w = part.weights(t)
        residual = part.y - weighted_mean(w, part.y)[:, None]
        wr = w * residual
        q, fall = dot(wr, residual), dot(wr, wr)
        return 1 / target[rows] - 1 / q, -fall / q**2

    return falling_root(excess, np.zeros(s.k.size), beyond)
