"""How much the studies differ beyond chance: I2, H2 and the typical variance they are made with."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats, Studies, contrast_weight, divide, lesser_studies


def typical_variance(s: Studies) -> Floats:
    """s2 = (k-1) / tr P, the sampling variance of a typical study (Higgins & Thompson 2002, eq. 9)."""
    return divide(s.k - 1, contrast_weight(s.weights(), lesser_studies(s)))


def i2_from_tau2(s: Studies, tau2: Floats) -> Floats:
    """I2 = 100 tau2 / (tau2 + s2), percent; 0 for a single study."""
    return np.where(s.k > 1, 100 * divide(tau2, tau2 + typical_variance(s)), np.where(s.k == 1, 0.0, np.nan))


def h2_from_tau2(s: Studies, tau2: Floats) -> Floats:
    """H2 = tau2 / s2 + 1; 1 for a single study."""
    return np.where(s.k > 1, divide(tau2, typical_variance(s)) + 1, np.where(s.k == 1, 1.0, np.nan))


def i2_from_q(q: Floats, df: Floats) -> Floats:
    """I2 = 100 max(0, (Q - df) / Q), percent (Higgins & Thompson 2002); 0 where Q is 0."""
    return np.maximum(0.0, 100 * divide(q - df, np.where(q > 0, q, np.inf)))


def h2_from_q(q: Floats, df: Floats) -> Floats:
    """H2 = Q / df; 1 for a single study."""
    return np.where(df > 0, divide(q, df), 1.0)
