"""P-values of independent tests combined into one: each method a function of p, shape (k,), in [0, 1].

All are one-sided in p: small values speak against the null hypothesis that no study has an effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial, nan

import numpy as np

from effectbank.kernel.distributions import special
from effectbank.kernel.studies import Floats


@dataclass(frozen=True, slots=True)
class Combined:
    """A statistic by its name, its degrees of freedom (NaN: none) and its p."""

    name: str
    statistic: float
    df: float
    p: float


def fisher(p: Floats) -> Combined:
    """-2 sum log p is chi-squared on 2k (Fisher 1932)."""
    statistic = float(-2 * np.log(p).sum())
    return Combined("chi-squared", statistic, 2.0 * p.size, float(special().chdtrc(2 * p.size, statistic)))


def pearson(p: Floats) -> Combined:
    """-2 sum log(1 - p), small values significant: lower tail of chi-squared on 2k (Pearson 1933)."""
    statistic = float(-2 * np.log1p(-p).sum())
    return Combined("chi-squared", statistic, 2.0 * p.size, float(1 - special().chdtrc(2 * p.size, statistic)))


def stouffer(p: Floats, weights: Floats) -> Combined:
    """sum w z / sqrt(sum w^2), z = the normal's upper quantile of p (Stouffer 1949; weights Lipták 1958)."""
    z = float((weights * -special().ndtri(p)).sum() / np.sqrt((weights**2).sum()))
    return Combined("z", z, nan, float(special().ndtr(-z)))


def wilkinson(p: Floats, r: int) -> Combined:
    """The r-th smallest p is beta(r, k + 1 - r) (Wilkinson 1951); r = 1 is Tippett's (1931), r = k the largest."""
    found = float(np.sort(p)[r - 1])
    return Combined(f"p({r})", found, nan, float(special().betainc(r, p.size + 1 - r, found)))


def edgington(p: Floats) -> Combined:
    """P(sum of k uniforms <= sum p) (Edgington 1972): an alternating sum, so taken in exact fractions."""
    total = sum((Fraction(float(x)) for x in p), Fraction(0))
    return Combined("sum of p", float(total), nan, float(_irwin_hall(total, p.size)))


def mean_p(p: Floats) -> Combined:
    """(1/2 - mean p) sqrt(12 k) is nearly normal for four p-values or more (Edgington 1972b)."""
    z = float((0.5 - p.mean()) * np.sqrt(12 * p.size))
    return Combined("z", z, nan, float(special().ndtr(-z)))


def logit(p: Floats) -> Combined:
    """-sum log(p / (1-p)) over sqrt(k pi^2 (5k+2) / (3 (5k+4))) is nearly t on 5k + 4 (Mudholkar & George 1979)."""
    k = p.size
    sum_of_logits = float((np.log(p) - np.log1p(-p)).sum())
    t = -sum_of_logits / np.sqrt(k * np.pi**2 * (5 * k + 2) / (3 * (5 * k + 4)))
    return Combined("t", float(t), 5.0 * k + 4, float(special().stdtr(5 * k + 4, -t)))


def inverse_chi2(p: Floats, df: Floats) -> Combined:
    """Sum of chi-squared quantiles on each study's df, on the sum of the df (Lancaster 1961)."""
    statistic = float(special().chdtri(df, p).sum())
    return Combined("chi-squared", statistic, float(df.sum()), float(special().chdtrc(df.sum(), statistic)))


def inverse_t(p: Floats, df: Floats) -> Combined:
    """Sum of t quantiles over the root of their variances' sum, df / (df - 2), nearly normal (Winer 1971)."""
    z = float(-special().stdtrit(df, p).sum() / np.sqrt((df / (df - 2)).sum()))
    return Combined("z", z, nan, float(special().ndtr(-z)))


def binomial(p: Floats, level: float) -> Combined:
    """How many are at or below 1 - level, against a binomial (Wilkinson 1951)."""
    alpha = 1 - level
    r = int((p <= alpha).sum())
    return Combined("significant", float(r), nan, 1.0 if r == 0 else float(special().bdtrc(r - 1, p.size, alpha)))


def bonferroni(p: Floats) -> Combined:
    """min(1, k times the smallest p): holds under any dependence."""
    return Combined("smallest p", float(p.min()), nan, float(min(1.0, p.size * p.min())))


def simes(p: Floats) -> Combined:
    """The least of k p(i) / i (Simes 1986)."""
    found = float((p.size * np.sort(p) / np.arange(1, p.size + 1)).min())
    return Combined("least k p(i) / i", found, nan, min(1.0, found))


def cauchy(p: Floats, weights: Floats) -> Combined:
    """Weighted mean of tan((1/2 - p) pi), a Cauchy's tail, nearly so under dependence too (Liu & Xie 2020)."""
    share = weights / weights.sum()
    # 1 / tan(pi p) keeps its digits where p is near 0, and -1 / tan(pi (1-p)) where it is near 1.
    t = float((share * np.where(p < 0.5, 1 / np.tan(np.pi * p), -1 / np.tan(np.pi * (1 - p)))).sum())
    return Combined("t", t, nan, float(np.arctan2(1.0, t) / np.pi))


def _irwin_hall(total: Fraction, k: int) -> Fraction:
    """P(sum of k uniforms <= total), by the shorter tail."""
    if total > Fraction(k, 2):
        return 1 - _irwin_hall(k - total, k)
    terms = ((-1) ** j * comb(k, j) * (total - j) ** k for j in range(int(total) + 1))
    return sum(terms, Fraction(0)) / factorial(k)
