"""Which moderators matter: likelihood-ratio tests of nested fits, Wald tests of terms, and variance inflation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effectbank.kernel.distributions import chi2_upper, f_upper
from effectbank.kernel.projection import COLLINEAR
from effectbank.kernel.studies import Floats
from effectbank.numerals import aligned, fixed, p_value
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.fit_statistics import FitStatistics
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regress import regression_of
from effectbank.synthesis.regression import Regression, WaldTest
from effectbank.synthesis.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LikelihoodRatio(Told):
    """A test of `full` against `reduced`, both as compared: by ML, or by REML where only tau2 differs.

    Null hypothesis: what `full` has beyond `reduced` is 0. Where that is tau2, which can't be negative, the p-value
    errs to the large side.
    """

    by: str
    full: Regression
    reduced: Regression
    statistic: float
    df: int
    p: float

    @property
    def null(self) -> str:
        """The hypothesis that `p` speaks of."""
        return f"~ {self.reduced.moderators.asked} ({self.reduced.options.model}) is all there is"

    @property
    def headline(self) -> str:
        """The test in a line."""
        return f"by {self.by}, X^2(df = {self.df}) = {fixed(self.statistic, 4)}, {p_value(self.p)}"

    def rows(self) -> list[dict[str, Any]]:
        """One record a fit, the larger first."""
        compared = (("full", self.full), ("reduced", self.reduced))
        return [
            {"fit": name, "formula": fit.moderators.asked, "parameters": _parameters(fit)}
            | asdict(_fit_of(fit, self.by))
            | {"q": fit.heterogeneity.q, "tau2": fit.heterogeneity.tau2}
            for name, fit in compared
        ]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {name: fit.to_dict()["asked"] for name, fit in (("full", self.full), ("reduced", self.reduced))}
        found = {"by": self.by, "statistic": self.statistic, "df": self.df, "p": self.p, "null": self.null}
        return stamped({"what": "LikelihoodRatio", **asked}, found | {"fits": self.rows()})

    def __str__(self) -> str:
        head = ("", "parameters", "AIC", "BIC", "AICc", "logLik", "QE", "tau^2")
        rows = [_compared(name, fit, self.by) for name, fit in (("full", self.full), ("reduced", self.reduced))]
        test = f"Likelihood ratio({self.by}, df = {self.df}) = {fixed(self.statistic, 4)}, {p_value(self.p)}"
        return "\n".join([*aligned([head, *rows]), test])


@dataclass(frozen=True, slots=True, kw_only=True)
class TermInflation:
    """Of a term with `df` coefficients: GVIF (Fox & Monette 1992) and its `per_coefficient` root, GVIF^(1/2df)."""

    gvif: float
    df: int

    @property
    def per_coefficient(self) -> float:
        """How much wider intervals are than without correlation, comparable between terms."""
        return float(self.gvif ** (1 / (2 * self.df)))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Inflation(Told):
    """How much the correlation of moderators inflates the variance of each coefficient, and of each term."""

    coefficients: Mapping[str, float]
    terms: Mapping[str, TermInflation]

    @property
    def headline(self) -> str:
        """The largest in a line."""
        return f"of {len(self.coefficients)} coefficients, at most {fixed(max(self.coefficients.values()), 2)}"

    def __str__(self) -> str:
        each = [(name, fixed(vif, 4)) for name, vif in self.coefficients.items()]
        whole = [(name, fixed(t.gvif, 4), str(t.df), fixed(t.per_coefficient, 4)) for name, t in self.terms.items()]
        by_term = aligned([("term", "GVIF", "df", "GVIF^(1/2df)"), *whole])
        return "\n".join([*aligned([("coefficient", "VIF"), *each]), "", *by_term])

    def rows(self) -> list[dict[str, Any]]:
        """One record a coefficient."""
        return [{"coefficient": name, "vif": vif} for name, vif in self.coefficients.items()]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        terms = {name: asdict(t) | {"per_coefficient": t.per_coefficient} for name, t in self.terms.items()}
        return stamped({"what": "Inflation"}, {"coefficients": dict(self.coefficients), "terms": terms})


@takes(Regression, count=2)
def likelihood_ratio(full: Regression, reduced: Regression) -> LikelihoodRatio:
    """2 (ll full - ll reduced), chi-squared on the parameters that `reduced` lacks.

    Fits whose coefficients differ are fitted anew by ML, since restricted likelihoods of different designs have
    nothing in common; fits that differ in tau2 alone are compared by REML unless they were made by ML. Raises
    BadInput for fits of different studies or that are not nested.
    """
    _check_same_studies(full, reduced)
    by = "REML" if _same_span(full, reduced) and "ML" not in (full.options.tau2, reduced.options.tau2) else "ML"
    full, reduced = _fitted_by(full, by), _fitted_by(reduced, by)
    _check_nested(full, reduced)
    statistic = max(0.0, 2 * (_fit_of(full, by).log_likelihood - _fit_of(reduced, by).log_likelihood))
    df = _parameters(full) - _parameters(reduced)
    p = float(chi2_upper(statistic, df))
    return LikelihoodRatio(by=by, full=full, reduced=reduced, statistic=statistic, df=df, p=p)


@takes(Regression)
def wald_test(fit: Regression, of: str | Iterable[str] | ArrayLike) -> WaldTest:
    """Test terms or coefficients together ("alloc"; ["ablat", "year"]), or contrasts: rows of weights, (m, p).

    b'L' (L V L')^-1 L b, chi-squared on m, or divided by m and F on m and k - p where the fit's test uses t. Raises
    UnknownName for a term that isn't there, BadInput for contrasts that say the same thing twice.
    """
    contrasts, names = _contrasts(fit, of)
    b = np.array([c.estimate for c in fit.coefficients.values()])
    scale = np.sqrt(np.diag(fit.covariance))
    rows = contrasts * scale  # in units of each coefficient's error, so that the moderators' units don't matter
    spread = rows @ (fit.covariance / np.outer(scale, scale)) @ rows.T
    if np.linalg.matrix_rank(rows) < len(rows):
        raise BadInput(f"the {len(rows)} contrasts given say the same thing twice, or nothing")
    value = contrasts @ b
    quadratic = float(value @ np.linalg.solve(spread, value))
    df, df2 = len(rows), fit.df
    if df2 is None:
        return WaldTest(of=names, statistic=quadratic, df=df, df2=None, p=float(chi2_upper(quadratic, df)))
    p = float(f_upper(np.array(quadratic / df), df, np.array(float(df2))))
    return WaldTest(of=names, statistic=quadratic / df, df=df, df2=df2, p=p)


@takes(Regression)
def variance_inflation(fit: Regression) -> Inflation:
    """VIF of each coefficient and GVIF of each term, from the correlations of the estimates; 1 is none.

    The intercept is left out of both. Raises NotEstimable without moderators.
    """
    first = 1 if fit.moderators.intercept else 0
    names = fit.moderators.names[first:]
    if not names:
        raise NotEstimable("variance inflation of a regression without moderators")
    v = fit.covariance[first:, first:]
    r = v / np.sqrt(np.outer(np.diag(v), np.diag(v)))
    terms = {
        term: TermInflation(gvif=_generalised(r, np.array(columns) - first), df=len(columns))
        for term, columns in fit.moderators.terms.items()
    }
    each = np.diag(np.linalg.inv(r)).tolist()
    return Inflation(
        coefficients=MappingProxyType(dict(zip(names, each, strict=True))), terms=MappingProxyType(terms)
    )


def _generalised(r: Floats, inside: NDArray[np.intp]) -> float:
    """det R11 det R22 / det R."""
    outside = np.setdiff1d(np.arange(len(r)), inside)
    parts = r[np.ix_(inside, inside)], r[np.ix_(outside, outside)]
    return float(np.linalg.det(parts[0]) * np.linalg.det(parts[1]) / np.linalg.det(r))


def _contrasts(fit: Regression, of: str | Iterable[str] | ArrayLike) -> tuple[Floats, tuple[str, ...]]:
    given = [of] if isinstance(of, str) else list(of)  # type: ignore[arg-type]
    if not given:
        raise BadInput("nothing given to test; name terms or coefficients, or give contrasts")
    p = len(fit.coefficients)
    if all(isinstance(name, str) for name in given):
        chosen = list(dict.fromkeys(column for name in given for column in _columns_of(fit, str(name))))
        return np.eye(p)[chosen], tuple(fit.moderators.names[i] for i in chosen)
    rows = np.atleast_2d(np.asarray(of, dtype=float))
    if rows.shape[-1] != p or not np.isfinite(rows).all():
        raise BadInput(f"contrasts of {rows.shape[-1]} weights given; one a coefficient expected, {p} in all")
    return rows, tuple(_told(row, fit.moderators.names) for row in rows)


def _columns_of(fit: Regression, name: str) -> tuple[int, ...]:
    m = fit.moderators
    if name in m.terms:
        return m.terms[name]
    if name in m.names:
        return (m.names.index(name),)
    raise UnknownName("term or coefficient", name, (*m.terms, *m.names))


def _told(row: Floats, names: tuple[str, ...]) -> str:
    return " + ".join(f"{w:g} {name}" for w, name in zip(row, names, strict=True) if w)


def _check_same_studies(full: Regression, reduced: Regression) -> None:
    for label in _used(full) ^ _used(reduced):
        raise BadInput(
            f"study {label!r} is in one of the fits and not in the other; leave it out of both before fitting"
        )
    one, other = (np.stack([f.effects.yi, f.effects.vi])[:, f.moderators.used] for f in (full, reduced))
    if not np.array_equal(one, other):
        raise BadInput("the fits compared are of different estimates")


def _used(fit: Regression) -> set[str]:
    return {label for label, used in zip(fit.effects.labels, fit.moderators.used, strict=True) if used}


def _same_span(a: Regression, b: Regression) -> bool:
    return len(a.coefficients) == len(b.coefficients) and _within(a, b)


def _within(full: Regression, reduced: Regression) -> bool:
    """Whether the reduced design's columns are combinations of the full design's."""
    q, _ = np.linalg.qr(full.moderators.matrix / np.abs(full.moderators.matrix).max(0))
    x = reduced.moderators.matrix
    left = x - q @ (q.T @ x)
    return bool((np.linalg.norm(left, axis=0) <= COLLINEAR * np.linalg.norm(x, axis=0)).all())


def _check_nested(full: Regression, reduced: Regression) -> None:
    more_tau2 = reduced.options.between != full.options.between and not full.options.estimates_tau2
    if more_tau2 or not _within(full, reduced) or _parameters(full) <= _parameters(reduced):
        raise BadInput(
            f"{full.moderators.asked!r} ({full.options.model}) does not hold {reduced.moderators.asked!r} "
            f"({reduced.options.model}) and more; a likelihood ratio compares nested fits, the larger first"
        )


def _fitted_by(fit: Regression, by: str) -> Regression:
    if fit.options.tau2 == by or not fit.options.estimates_tau2:
        return fit
    return regression_of(fit.effects, fit.moderators, replace(fit.options, tau2=by))


def _parameters(fit: Regression) -> int:
    return len(fit.coefficients) + fit.options.estimates_tau2


def _fit_of(fit: Regression, by: str) -> FitStatistics:
    return fit.ml if by == "ML" else fit.reml


def _compared(name: str, fit: Regression, by: str) -> tuple[str, ...]:
    s, h = _fit_of(fit, by), fit.heterogeneity
    numbers = (s.aic, s.bic, s.aicc, s.log_likelihood, h.q, h.tau2)
    return (name, str(_parameters(fit)), *(fixed(x, 4) for x in numbers))
