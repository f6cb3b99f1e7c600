"""tau2 by moments: closed formulas, each from one weighted sum of squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import (
    Floats,
    Studies,
    cochran_q,
    contrast_weight,
    divide,
    lesser_studies,
    weighted_mean,
)


def dersimonian_laird(s: Studies, centre: ArrayLike | None = None) -> Floats:
    """DL: max(0, (Q - (k-1)) / (sum w - sum w^2 / sum w)), w = 1/v (DerSimonian & Laird 1986, eq. 8).

    `centre`: where Q is measured from; by default the inverse-variance mean. RevMan 5 measures it from the
    Mantel-Haenszel estimate when that is the method.
    """
    w = s.weights()
    q = cochran_q(w, s.y, weighted_mean(w, s.y) if centre is None else centre)
    return _positive(divide(q - (s.k - 1), contrast_weight(w, lesser_studies(s))))


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
    return np.maximum(np.nan_to_num(tau2, nan=0.0), 0.0)
