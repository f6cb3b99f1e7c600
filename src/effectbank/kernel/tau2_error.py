"""The standard error of each tau2 estimator, from the traces of the projection P = W - W 1 1' W / sum w.

All are closed sums over studies: P is never formed (Viechtbauer 2005, 2007; as metafor reports them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from effectbank.kernel.heterogeneity import AtNoTau2
from effectbank.kernel.studies import (
    Floats,
    Studies,
    cochran_q,
    divide,
    dot,
    every,
    others,
    total,
    trace_of_squares,
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


def tau2_standard_error(estimator: str, s: Studies, tau2: Floats, at: AtNoTau2) -> Floats:
    """The estimator's standard error at its tau2, shape (...,); NaN for fewer than two studies.

    NaN too for the two-step estimators, whose weights are themselves estimated, and for a tau2 that was given.
    """
    if estimator not in VARIANCES:
        return np.full(tau2.shape, np.nan)
    variance, several = VARIANCES[estimator](s, tau2, at), s.k > 1
    return np.sqrt(variance if every(several) else np.where(several, variance, np.nan))


def _by_moments(per: Callable[[Studies, AtNoTau2], Floats]) -> Callable[[Studies, Floats, AtNoTau2], Floats]:
    """2 (k-1) + 4 tau2 tr P + 2 tau2^2 tr PP over the square of what Q was divided by."""

    def variance(s: Studies, tau2: Floats, at: AtNoTau2) -> Floats:
        cubes = dot(at.lesser, at.lesser, at.lesser)
        of_squares = trace_of_squares(at.w1, at.rest, at.squares, cubes)
        spread = 2 * at.df + 4 * tau2 * at.trace + 2 * tau2**2 * of_squares
        return divide(spread, per(s, at) ** 2)

    return variance


def _of_hedges_olkin(s: Studies, tau2: Floats, at: AtNoTau2) -> Floats:
    t = _traces(s, s.present)
    return divide(2 * t.pvpv + 4 * tau2 * t.pv + 2 * tau2**2 * at.df, at.df**2)


def _of_sidik_jonkman(s: Studies, tau2: Floats, at: AtNoTau2) -> Floats:
    start = divide(cochran_q(s.present, s.y, weighted_mean(s.present, s.y)), s.k)
    t = _traces(s, s.weights(start))
    return divide(start**2 * (2 * t.pvpv + 4 * tau2 * t.pvp + 2 * tau2**2 * t.pp), at.df**2)


def _of_likelihood(s: Studies, tau2: Floats, _: AtNoTau2) -> Floats:
    w = s.weights(tau2)
    return divide(2.0, dot(w, w))


def _of_restricted_likelihood(s: Studies, tau2: Floats, _: AtNoTau2) -> Floats:
    w = s.weights(tau2)
    lesser = w * s.lesser
    ww = w * lesser
    return divide(2.0, trace_of_squares(total(w), total(lesser), total(ww), dot(w, ww)))


def _of_generalised_q(s: Studies, tau2: Floats, at: AtNoTau2) -> Floats:
    return divide(2 * s.k**2, at.df * total(s.weights(tau2)) ** 2)


VARIANCES: Mapping[str, Callable[[Studies, Floats, AtNoTau2], Floats]] = MappingProxyType(
    {
        "DL": _by_moments(lambda _, at: at.trace),
        "HS": _by_moments(lambda _, at: at.w1),
        "HSk": _by_moments(lambda s, at: at.w1 * divide(at.df, s.k)),
        "HE": _of_hedges_olkin,
        "SJ": _of_sidik_jonkman,
        "ML": _of_likelihood,
        "REML": _of_restricted_likelihood,
        "PM": _of_generalised_q,
        "EB": _of_generalised_q,
        "DLIT": _of_generalised_q,
        "PMM": _of_generalised_q,
    }
)


def generalised_variance(s: Studies, tau2: Floats, a: Floats) -> Floats:
    """The variance of GENQ's tau2 for its weights a: (2 tr PVPV + 4 tau2 tr PVP + 2 tau2^2 tr PP) / (tr P)^2."""
    t = _traces(s, a)
    return divide(2 * t.pvpv + 4 * tau2 * t.pvp + 2 * tau2**2 * t.pp, t.p**2)


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
