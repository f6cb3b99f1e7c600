"""tau2 by moments: closed formulas, each from one weighted sum of squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.heterogeneity import AtNoTau2, at_no_tau2
from effectbank.kernel.studies import (
    Floats,
    Studies,
    cochran_q,
    divide,
    dot,
    others,
    total,
    weighted_mean,
)


def dersimonian_laird(s: Studies, centre: ArrayLike | None = None) -> Floats:
    """DL: max(0, (Q - (k-1)) / (sum w - sum w^2 / sum w)), w = 1/v (DerSimonian & Laird 1986, eq. 8).

    `centre`: where Q is measured from; by default the inverse-variance mean. RevMan 5 measures it from the
    Mantel-Haenszel estimate when that is the method.
    """
    return from_q(at_no_tau2(s, centre))


def from_q(at: AtNoTau2) -> Floats:
    """The same from a Q already at hand."""
    return _positive(divide(at.q - at.df, at.trace))


def generalised_moments(s: Studies, a: Floats) -> Floats:
    """GENQ: (Q_a - (sum a v - sum a^2 v / sum a)) / (sum a - sum a^2 / sum a) for weights a of one's own.

    DerSimonian & Kacker 2007, eq. 6; Q_a = sum a (y - mean)^2 about the mean of those weights.
    """
    mixed = divide(a * others(a), total(a)[..., None])  # a - a^2 / sum a, the diagonal of P, without cancelling
    return _positive(divide(cochran_q(a, s.y, weighted_mean(a, s.y)) - dot(mixed, s.v), total(mixed)))


def two_step_dersimonian_laird(s: Studies) -> Floats:
    """DL2: moments again, weighted by 1 / (v + tau2) of the DL estimate (DerSimonian & Kacker 2007)."""
    return generalised_moments(s, s.weights(dersimonian_laird(s)))


def two_step_hedges_olkin(s: Studies) -> Floats:
    """HE2: the same from the HE estimate, their two-step Cochran ANOVA (DerSimonian & Kacker 2007)."""
    return generalised_moments(s, s.weights(hedges_olkin(s)))


def hedges_olkin(s: Studies) -> Floats:
    """HE: variance of the estimates less the mean of their variances (Hedges & Olkin 1985, p. 194)."""
    return _positive(divide(_sum_of_squares(s), s.k - 1) - divide((s.present * s.v).sum(-1), s.k))


def hunter_schmidt(s: Studies) -> Floats:
    """HS: (Q - k) / sum w (Hunter & Schmidt 2004; Viechtbauer 2005, eq. 15)."""
    w = s.weights()
    return _positive(divide(cochran_q(w, s.y, weighted_mean(w, s.y)) - s.k, w.sum(-1)))


def hunter_schmidt_small(s: Studies) -> Floats:
    """HSk: Hunter-Schmidt with Q enlarged by k / (k-1) for few studies (Brannick et al. 2019)."""
    w = s.weights()
    q = cochran_q(w, s.y, weighted_mean(w, s.y)) * divide(s.k, s.k - 1)
    return _positive(divide(q - s.k, w.sum(-1)))


def sidik_jonkman(s: Studies) -> Floats:
    """SJ: tau0 Q(tau0) / (k-1) from tau0 = sum (y - mean y)^2 / k (Sidik & Jonkman 2005). Never negative."""
    start = divide(_sum_of_squares(s), s.k)
    w = s.weights(start)
    return _positive(divide(start * cochran_q(w, s.y, weighted_mean(w, s.y)), s.k - 1))


def _sum_of_squares(s: Studies) -> Floats:
    return cochran_q(s.present, s.y, weighted_mean(s.present, s.y))


def _positive(tau2: Floats) -> Floats:
    """Truncated at 0; 0 where one study or none leaves nothing to estimate."""
    return np.fmax(tau2, 0.0)
