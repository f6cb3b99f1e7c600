"""The standard error of each tau2 estimator, from the traces of the projection P = W - W 1 1' W / sum w.

All are closed sums over studies: P is never formed (Viechtbauer 2005, 2007; as metafor reports them).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effectbank.kernel.studies import (
    Floats,
    Studies,
    cochran_q,
    contrast_weight,
    divide,
    lesser_studies,
    others,
    weighted_mean,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Traces:
    """tr P, tr PP, tr PV, tr PVP and tr PVPV for weights w and variances v."""

    p: Floats
    pp: Floats
    pv: Floats
    pvp: Floats
    pvpv: Floats


def tau2_standard_error(estimator: str, s: Studies, tau2: Floats) -> Floats:
    """The estimator's standard error at its tau2, shape (...,); NaN for fewer than two studies."""
    return np.sqrt(np.where(s.k > 1, _variance(estimator, s, tau2), np.nan))


def _variance(estimator: str, s: Studies, tau2: Floats) -> Floats:
    w, at_tau2 = s.weights(), s.weights(tau2)
    if estimator in ("DL", "HS", "HSk"):
        t = _traces(s, w)
        per = {
            "DL": contrast_weight(w, lesser_studies(s)),
            "HS": w.sum(-1),
            "HSk": w.sum(-1) * divide(s.k - 1, s.k),
        }[estimator]
        return divide(2 * (s.k - 1) + 4 * tau2 * t.p + 2 * tau2**2 * t.pp, per**2)
    if estimator == "HE":
        t = _traces(s, s.present)
        return divide(2 * t.pvpv + 4 * tau2 * t.pv + 2 * tau2**2 * (s.k - 1), (s.k - 1) ** 2)
    if estimator == "SJ":
        start = divide(cochran_q(s.present, s.y, weighted_mean(s.present, s.y)), s.k)
        t = _traces(s, s.weights(start))
        return divide(start**2 * (2 * t.pvpv + 4 * tau2 * t.pvp + 2 * tau2**2 * t.pp), (s.k - 1) ** 2)
    if estimator == "ML":
        return divide(2.0, (at_tau2**2).sum(-1))
    if estimator == "REML":
        return divide(2.0, _traces(s, at_tau2).pp)
    return divide(2 * s.k**2, (s.k - 1) * at_tau2.sum(-1) ** 2)


def _traces(s: Studies, w: Floats) -> _Traces:
    """P has w_i (sum of others) / sum w on its diagonal, -w_i w_j / sum w beside it: positive sums only."""
    total = w.sum(-1)[..., None]
    diagonal = divide(w * others(w), total)
    beside = divide(w, total) ** 2  # times w_j^2, summed over the other studies j
    w2, vw2 = w**2, s.v * w**2
    row = diagonal**2 + beside * others(w2)  # (PP)_ii
    crossed = (s.v * diagonal) ** 2 + s.v * beside * others(vw2)
    return _Traces(
        p=diagonal.sum(-1),
        pp=row.sum(-1),
        pv=(s.v * diagonal).sum(-1),
        pvp=(s.v * row).sum(-1),
        pvpv=crossed.sum(-1),
    )
