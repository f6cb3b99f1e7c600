"""What a report gives beside an estimate, turned into its SE or SD: an interval, t, F or p. Arrays of any shape.

Sources: Cochrane Handbook 6.5.2 (SDs), 6.3 (SEs), 6.8.2 (ratios). NaN where nothing follows: p = 1, t = 0.
A p-value must be exact: "p < 0.05" gives no SE.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import normal_quantile, t_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, inside, log, nonzero, within
from effectbank.problems import confidence


def critical_value(level: float = 0.95, df: ArrayLike | None = None) -> Floats:
    """How many SEs reach either way: the normal's quantile, or Student's t on df."""
    tail = (1 - confidence(level)) / 2
    return np.asarray(-normal_quantile(tail) if df is None else -t_quantile(tail, df), dtype=float)


def se_from_interval(
    low: ArrayLike, high: ArrayLike, *, level: float = 0.95, df: ArrayLike | None = None
) -> Floats:
    """(high - low) / (2 critical value), on the scale of the interval; with df for an interval built on t."""
    width = above(np.asarray(high, dtype=float) - np.asarray(low, dtype=float), 0)
    return width / (2 * critical_value(level, df))


def log_ratio_from_interval(ratio: ArrayLike, low: ArrayLike, high: ArrayLike, *, level: float = 0.95) -> Estimates:
    """A risk, odds, rate or hazard ratio with its interval, as the log ratio and its variance."""
    return log(ratio), se_from_interval(log(low), log(high), level=level) ** 2


def off_centre(estimate: ArrayLike, low: ArrayLike, high: ArrayLike) -> Floats:
    """How far the estimate lies from the middle of its interval, in half-widths: 0 when symmetric.

    Well off 0 (rounding explains a few hundredths) speaks of a slip, or of a ratio not given as a logarithm.
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    half = above(high - low, 0) / 2
    return np.asarray((np.asarray(estimate, dtype=float) - (low + high) / 2) / half, dtype=float)


def t_from_p(p: ArrayLike, df: ArrayLike | None = None) -> Floats:
    """|t| (or |z| without df) of a two-sided p-value."""
    tail = inside(p, 0, 1) / 2
    return np.asarray(-normal_quantile(tail) if df is None else -t_quantile(tail, df), dtype=float)


def t_from_signed_p(p: ArrayLike, df: ArrayLike) -> Floats:
    """t on df of a two-sided p-value that carries the sign of the effect: -0.03 for p = 0.03 below 0."""
    p = nonzero(within(p, -1, 1))
    return np.asarray(-np.sign(p) * t_quantile(np.abs(p) / 2, df), dtype=float)


def t_from_f(f: ArrayLike) -> Floats:
    """|t| of an F on 1 degree of freedom above: its root."""
    return np.asarray(np.sqrt(at_least(f, 0)), dtype=float)


def se_from_t(estimate: ArrayLike, t: ArrayLike) -> Floats:
    """|estimate / t|, t or z being the estimate's test against 0."""
    return np.asarray(np.abs(nonzero(estimate) / nonzero(t)), dtype=float)


def se_from_f(estimate: ArrayLike, f: ArrayLike) -> Floats:
    """|estimate| / sqrt F, F on 1 degree of freedom above."""
    return se_from_t(estimate, t_from_f(f))


def se_from_p(estimate: ArrayLike, p: ArrayLike, *, df: ArrayLike | None = None) -> Floats:
    """|estimate| / |z|, or over |t| on df, from the exact two-sided p-value of its test against 0."""
    return se_from_t(estimate, t_from_p(p, df))


def sd_from_se(se: ArrayLike, n: ArrayLike) -> Floats:
    """SE of a mean times sqrt n (Handbook 6.5.2.2)."""
    return at_least(se, 0) * np.sqrt(above(n, 0))


def sd_from_interval(low: ArrayLike, high: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Floats:
    """SD from the interval of one group's mean, by t on n - 1 (Handbook 6.5.2.2)."""
    return sd_from_se(se_from_interval(low, high, level=level, df=np.asarray(n, dtype=float) - 1), n)


def pooled_sd_from_se(se: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """The SD common to both groups from the SE of a mean difference: SE / sqrt(1/n1 + 1/n2) (Handbook 6.5.2.3)."""
    return at_least(se, 0) / np.sqrt(1 / above(n1, 0) + 1 / above(n2, 0))


def pooled_sd_from_interval(
    low: ArrayLike, high: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, level: float = 0.95
) -> Floats:
    """The same from the interval of a mean difference, by t on n1 + n2 - 2 (Handbook 6.5.2.3)."""
    return pooled_sd_from_se(se_from_interval(low, high, level=level, df=_df(n1, n2)), n1, n2)


def pooled_sd_from_t(difference: ArrayLike, t: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """The same from a mean difference and its t."""
    return pooled_sd_from_se(se_from_t(difference, t), n1, n2)


def pooled_sd_from_p(difference: ArrayLike, p: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """The same from a mean difference and the two-sided p-value of its t-test."""
    return pooled_sd_from_t(difference, t_from_p(p, _df(n1, n2)), n1, n2)


def d_from_t(t: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """Cohen's d of two groups from t: t sqrt(1/n1 + 1/n2)."""
    return np.asarray(t, dtype=float) * np.sqrt(1 / above(n1, 0) + 1 / above(n2, 0))


def r_from_t(t: ArrayLike, n: ArrayLike) -> Floats:
    """The correlation behind its t on n - 2 degrees of freedom: t / sqrt(t^2 + n - 2)."""
    t = np.asarray(t, dtype=float)
    return np.asarray(t / np.sqrt(t**2 + above(np.asarray(n, dtype=float) - 2, 0)), dtype=float)


def _df(n1: ArrayLike, n2: ArrayLike) -> Floats:
    return np.asarray(np.asarray(n1, dtype=float) + np.asarray(n2, dtype=float) - 2, dtype=float)
