"""tau2 of a meta-regression as the value at which the generalised QE equals what is expected of it.

QE(tau2) = sum w residual^2 with w = 1 / (v + tau2) falls steadily in tau2, so there is one root or none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.projection import Design, flat, in_units, ordinary, project
from effectbank.kernel.roots import Rows, falling_root
from effectbank.kernel.studies import Floats


def paule_mandel(d: Design) -> Floats:
    """PM: the tau2 with QE(tau2) = k - p, or 0 (Paule & Mandel 1982); EB and DLIT have the same fixed point."""
    return q_root(d, d.free)


def median_unbiased(d: Design) -> Floats:
    """PMM: the tau2 with QE(tau2) = the median of chi-squared on k - p, or 0 (Viechtbauer 2021)."""
    return q_root(d, chi2_quantile(0.5, d.free))


def q_profile(d: Design, level: float) -> tuple[Floats, Floats]:
    """The Q-profile interval of tau2 (Viechtbauer 2007; Jackson, Turner, Rhodes & Viechtbauer 2014)."""
    tail = (1 - level) / 2
    return q_root(d, chi2_quantile(1 - tail, d.free)), q_root(d, chi2_quantile(tail, d.free))


def q_root(d: Design, target: ArrayLike) -> Floats:
    """The tau2 >= 0 with QE(tau2) = target, 0 where QE(0) is already below it."""
    f, shape = flat(d), d.free.shape
    goal = np.broadcast_to(np.asarray(target, dtype=float), shape).reshape(-1)
    able = np.flatnonzero(f.free > 0)
    above = able[project(f[able]).rss > goal[able]]
    tau2 = np.zeros(f.s.k.size)
    if above.size:
        units, unit = in_units(f[above])
        tau2[above] = unit * _root(units, goal[above])
    return tau2.reshape(shape)


def _root(d: Design, target: Floats) -> Floats:
    """In units of the smallest variance, of which the ordinary sum of squares / target is beyond the root."""

    def excess(t: Floats, rows: Rows) -> tuple[Floats, Floats]:
        """1/target - 1/QE, since 1/QE rises nearly straight in tau2 and Newton's rule likes that."""
        at = project(d[rows], t)
        return 1 / target[rows] - 1 / at.rss, -(at.w * at.residual**2).sum(-1) / at.rss**2

    return falling_root(excess, np.zeros(d.s.k.size), ordinary(d).rss / target)
