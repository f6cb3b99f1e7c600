"""Review Manager's arithmetic in plain loops, with nothing of effectbank: two hands make a proof.

Sources: Deeks & Higgins (2010), Statistical algorithms in Review Manager 5; Hartung & Knapp (2001); Viechtbauer
(2005, 2007) for REML and the Q-profile interval. Ratios are on the natural logarithm throughout.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from scipy.special import chdtrc, chdtri, stdtr, stdtrit

NORMAL = NormalDist()
RATIOS = ("RR", "OR", "PETO", "RATIO", "HR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one row gives: counts a of n1 and c of n2; or means; or an estimate with its error; or O - E and V."""

    a: int = 0
    n1: int = 0
    c: int = 0
    n2: int = 0
    m1: float = 0.0
    sd1: float = 0.0
    m2: float = 0.0
    sd2: float = 0.0
    estimate: float = 0.0
    se: float = 0.0
    o_e: float = 0.0
    v: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How to pool."""

    kind: str  # counts, means, contrasts, o_e
    measure: str
    method: str = "IV"
    random: bool = False
    tau2: str = "DL"
    hksj: bool = False
    level: float = 0.95
    prediction: bool = False
    q_profile: bool = False


@dataclass(slots=True, kw_only=True)
class Fit:
    """A pooled estimate and all that is stored with it; weights in percent, None for a row without an estimate."""

    theta: float
    se: float
    low: float
    high: float
    z: float
    p: float
    q: float
    df: int
    p_q: float
    i2: float
    tau2: float
    weights: list[float | None]
    prediction: tuple[float, float] | None = None
    tau2_interval: tuple[float, float] | None = None


Estimate = tuple[float, float]  # on the analysis scale, and its variance


def estimate_of(row: Given, asked: Asked) -> Estimate | None:
    """A row's estimate and variance; None where it is not estimable."""
    if asked.kind == "counts":
        return _OF_COUNTS[asked.measure](row)
    if asked.kind == "means":
        return _of_means(row, asked.measure)
    if asked.kind == "o_e":
        return (row.o_e / row.v, 1 / row.v) if row.v > 0 else None
    return (row.estimate, row.se**2) if row.se > 0 else None


def corrected(row: Given) -> tuple[float, float, float, float]:
    """a, b, c, d with a half added to each if any is 0."""
    a, b, c, d = row.a, row.n1 - row.a, row.c, row.n2 - row.c
    half = 0.5 if 0 in (a, b, c, d) else 0.0
    return a + half, b + half, c + half, d + half


def _risk_ratio(row: Given) -> Estimate | None:
    if row.a == 0 and row.c == 0:
        return None
    a, b, c, d = corrected(row)
    variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    if row.a == row.n1 and row.c == row.n2:
        return 0.0, variance
    return math.log(a / (a + b) * (c + d) / c), variance


def _odds_ratio(row: Given) -> Estimate | None:
    if (row.a == 0 and row.c == 0) or (row.a == row.n1 and row.c == row.n2):
        return None
    a, b, c, d = corrected(row)
    return math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def _risk_difference(row: Given) -> Estimate | None:
    a, b, c, d = corrected(row)
    return row.a / row.n1 - row.c / row.n2, a * b / (a + b) ** 3 + c * d / (c + d) ** 3


def peto(row: Given) -> tuple[float, float]:
    """Observed less expected events, and their hypergeometric variance."""
    n = row.n1 + row.n2
    events = row.a + row.c
    return row.a - row.n1 * events / n, row.n1 * row.n2 * events * (n - events) / (n**2 * (n - 1))


def _peto_odds_ratio(row: Given) -> Estimate | None:
    z, v = peto(row)
    return (z / v, 1 / v) if v > 0 else None


_OF_COUNTS: dict[str, Callable[[Given], Estimate | None]] = {
    "RR": _risk_ratio, "OR": _odds_ratio, "RD": _risk_difference, "PETO": _peto_odds_ratio,
}  # fmt: skip


def _of_means(row: Given, measure: str) -> Estimate | None:
    if row.n1 < 2 or row.n2 < 2 or row.sd1 <= 0 or row.sd2 <= 0:
        return None
    if measure == "MD":
        return row.m1 - row.m2, row.sd1**2 / row.n1 + row.sd2**2 / row.n2
    n = row.n1 + row.n2
    sd = math.sqrt(((row.n1 - 1) * row.sd1**2 + (row.n2 - 1) * row.sd2**2) / (n - 2))
    g = (row.m1 - row.m2) / sd * (1 - 3 / (4 * n - 9))
    return g, n / (row.n1 * row.n2) + g**2 / (2 * (n - 3.94))


def mantel_haenszel(rows: Sequence[Given], measure: str) -> tuple[float, float, list[float]]:
    """Estimate, standard error and weights by Mantel-Haenszel, of corrected cells for ratios."""
    weights = []
    r = s = v = pr = ps_qr = qs = 0.0
    for row in rows:
        a, b, c, d = (row.a, row.n1 - row.a, row.c, row.n2 - row.c) if measure == "RD" else corrected(row)
        n1, n2 = a + b, c + d
        n = n1 + n2
        if measure == "OR":
            weights.append(b * c / n)
            ri, si, pi, qi = a * d / n, b * c / n, (a + d) / n, (b + c) / n
            r, s, pr, ps_qr, qs = r + ri, s + si, pr + pi * ri, ps_qr + pi * si + qi * ri, qs + qi * si
        elif measure == "RR":
            weights.append(c * n1 / n)
            r, s = r + a * n2 / n, s + c * n1 / n
            v += (n1 * n2 * (a + c) - a * c * n) / n**2
        else:
            weights.append(n1 * n2 / n)
            r, s = r + n1 * n2 / n * (a / n1 - c / n2), s + n1 * n2 / n
            v += (a * b * n2**3 + c * d * n1**3) / (n1 * n2 * n**2)
    if measure == "OR":
        return math.log(r / s), math.sqrt(pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s)), weights
    if measure == "RR":
        return math.log(r / s), math.sqrt(v / (r * s)), weights
    return r / s, math.sqrt(v) / s, weights


def pooled(rows: Sequence[Given], asked: Asked) -> Fit | None:
    """All rows pooled; None where none is estimable."""
    estimates = [estimate_of(row, asked) for row in rows]
    used = [pair for pair in estimates if pair is not None]
    if not used:
        return None
    cells = [row for row, pair in zip(rows, estimates, strict=True) if pair is not None]
    w = [1 / v for _, v in used]
    theta = sum(wi * y for wi, (y, _) in zip(w, used, strict=True)) / sum(w)
    se, shown = 1 / math.sqrt(sum(w)), w
    if asked.method == "MH":
        theta, se, shown = mantel_haenszel(cells, asked.measure)
        if se == 0:  # a risk difference of trials in which nobody had the event
            return None
    q = sum(wi * (y - theta) ** 2 for wi, (y, _) in zip(w, used, strict=True))
    df = len(used) - 1
    spread = sum(w) - sum(wi * wi for wi in w) / sum(w)
    tau2 = max(0.0, (q - df) / spread) if df else 0.0
    i2 = 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
    if asked.random:
        if asked.tau2 == "REML" and df:
            tau2 = reml(used)
            i2 = 100 * tau2 / (tau2 + df / spread)
        shown = [1 / (v + tau2) for _, v in used]
        theta = sum(wi * y for wi, (y, _) in zip(shown, used, strict=True)) / sum(shown)
        se = 1 / math.sqrt(sum(shown))
        if asked.hksj:
            se = math.sqrt(
                sum(wi * (y - theta) ** 2 for wi, (y, _) in zip(shown, used, strict=True)) / df / sum(shown)
            )
    else:
        tau2 = 0.0
    share = iter([100 * wi / sum(shown) for wi in shown])
    weights = [None if pair is None else next(share) for pair in estimates]
    return _fit(used, asked, theta=theta, se=se, df=df, tau2=tau2, q=q, i2=i2, weights=weights)


def _fit(
    used: Sequence[Estimate], asked: Asked, *, theta: float, se: float, df: int, tau2: float, **more: Any
) -> Fit:
    t = asked.hksj and asked.random
    factor = float(stdtrit(df, (1 + asked.level) / 2)) if t else NORMAL.inv_cdf((1 + asked.level) / 2)
    z = theta / se
    half = factor * math.sqrt(tau2 + se * se)
    return Fit(
        theta=theta,
        se=se,
        df=df,
        tau2=tau2,
        low=theta - factor * se,
        high=theta + factor * se,
        z=z,
        p=float(2 * stdtr(df, -abs(z))) if t else math.erfc(abs(z) / math.sqrt(2)),
        p_q=float(chdtrc(df, more["q"])) if df else 1.0,
        prediction=(theta - half, theta + half) if asked.prediction and df else None,
        tau2_interval=q_profile(used, asked.level) if asked.q_profile and df else None,
        **more,
    )


def reml(used: Sequence[Estimate]) -> float:
    """tau2 by restricted maximum likelihood; the better of two maxima where it has two."""
    spread = sum((y - used[0][0]) ** 2 for y, _ in used)
    found = {_climbed(used, start) for start in (0.0, spread / len(used))}
    return max(found, key=lambda tau2: _likelihood(used, tau2))


def _climbed(used: Sequence[Estimate], tau2: float) -> float:
    """Fisher scoring, kept non-negative, halved where it goes down; then bisection, for it may swing for ever."""
    for _ in range(100):
        score, information = _slope(used, tau2)
        step, here = score / information, _likelihood(used, tau2)
        moved = max(0.0, tau2 + step)
        while _likelihood(used, moved) < here - 1e-9 and abs(step) > 1e-13:
            step /= 2
            moved = max(0.0, tau2 + step)
        if abs(moved - tau2) < 1e-13 * max(1.0, tau2):
            return moved
        tau2 = moved
    low, high = 0.9 * tau2, 1.1 * tau2
    if not _slope(used, low)[0] > 0 > _slope(used, high)[0]:
        return tau2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _slope(used, middle)[0] > 0 else (low, middle)
    return (low + high) / 2


def _slope(used: Sequence[Estimate], tau2: float) -> tuple[float, float]:
    """Twice the derivative of the restricted log-likelihood, and twice what is expected of its square."""
    w = [1 / (v + tau2) for _, v in used]
    total, squares = sum(w), sum(wi * wi for wi in w)
    mean = sum(wi * y for wi, (y, _) in zip(w, used, strict=True)) / total
    score = sum(wi * wi * (y - mean) ** 2 for wi, (y, _) in zip(w, used, strict=True)) - total + squares / total
    return score, squares - 2 * sum(wi**3 for wi in w) / total + (squares / total) ** 2


def _likelihood(used: Sequence[Estimate], tau2: float) -> float:
    """The restricted log-likelihood, but for a constant."""
    w = [1 / (v + tau2) for _, v in used]
    mean = sum(wi * y for wi, (y, _) in zip(w, used, strict=True)) / sum(w)
    squares = sum(wi * (y - mean) ** 2 for wi, (y, _) in zip(w, used, strict=True))
    return 0.5 * (sum(map(math.log, w)) - math.log(sum(w)) - squares)


def q_profile(used: Sequence[Estimate], level: float) -> tuple[float, float]:
    """Both ends of the Q-profile interval of tau2, by bisection."""
    df = len(used) - 1

    def q_at(tau2: float) -> float:
        w = [1 / (v + tau2) for _, v in used]
        mean = sum(wi * y for wi, (y, _) in zip(w, used, strict=True)) / sum(w)
        return sum(wi * (y - mean) ** 2 for wi, (y, _) in zip(w, used, strict=True))

    def end(wanted: float) -> float:
        if q_at(0.0) <= wanted:
            return 0.0
        low, high = 0.0, 1.0
        while q_at(high) > wanted:
            high *= 2
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if q_at(middle) > wanted else (low, middle)
        return (low + high) / 2

    return end(float(chdtri(df, (1 - level) / 2))), end(float(chdtri(df, (1 + level) / 2)))


def between(fits: Sequence[Fit | None]) -> tuple[float, int, float, float] | None:
    """Q, df, P and I2 of the test of subgroups: the heterogeneity of their estimates, as displayed."""
    parts = [fit for fit in fits if fit is not None]
    if len(parts) < 2:
        return None
    w = [1 / fit.se**2 for fit in parts]
    mean = sum(wi * fit.theta for wi, fit in zip(w, parts, strict=True)) / sum(w)
    q = sum(wi * (fit.theta - mean) ** 2 for wi, fit in zip(w, parts, strict=True))
    return tested(q, len(parts) - 1)


def partition(total: Fit, fits: Sequence[Fit | None]) -> tuple[float, int, float, float] | None:
    """The same test as versions before RevMan 5.1 had it: the whole Q less those within subgroups."""
    parts = [fit for fit in fits if fit is not None]
    return tested(max(0.0, total.q - sum(fit.q for fit in parts)), len(parts) - 1) if len(parts) > 1 else None


def tested(q: float, df: int) -> tuple[float, int, float, float]:
    """Q with its P and I2."""
    return q, df, float(chdtrc(df, q)), 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
