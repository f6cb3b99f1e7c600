"""Regression: what a meta-regression yields, on the analysis scale."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from effectbank.calls import hint
from effectbank.kernel.distributions import chi2_upper, f_upper
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import Effects, Missing
from effectbank.synthesis import regression_summary
from effectbank.synthesis.elsewhere import IN_A_REGRESSION
from effectbank.synthesis.fit_statistics import FitStatistics
from effectbank.synthesis.moderators import Moderators
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told
from effectbank.words import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionOptions:
    """What was chosen; named and meant as in `PoolOptions`.

    tau2 is None in a common-effect model, "given" where it is `tau2_given` instead of estimated.
    """

    model: str
    tau2: str | None
    test: str
    prediction: str
    level: float
    tau2_given: float | None = None

    @property
    def between(self) -> str | float:
        """What the kernel is asked for: an estimator's name, or the value of tau2; 0 in a common-effect model."""
        if self.tau2 is None:
            return 0.0
        return self.tau2 if self.tau2_given is None else self.tau2_given

    @property
    def estimates_tau2(self) -> bool:
        """Whether tau2 is one of the parameters estimated."""
        return isinstance(self.between, str)

    def to_dict(self) -> dict[str, object]:
        """The options as JSON-ready data."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One coefficient. Null hypothesis: it is 0. `statistic` is z, or t on the regression's `df`."""

    estimate: float
    se: float
    statistic: float
    p: float
    ci: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualHeterogeneity:
    """How much the studies differ beyond chance and beyond their moderators; `i2` and `r2` in percent.

    `q` (metafor's QE) tests that nothing is left, on `df`. `r2`: how much of the heterogeneity the moderators
    account for, None without an intercept or without moderators. tau2_se is None where it is not known: in a
    common-effect model, where it is given, and for two-step estimators.
    """

    q: float
    df: int
    p: float
    tau2: float
    tau2_se: float | None
    i2: float
    h2: float
    r2: float | None

    @property
    def tau(self) -> float:
        """The standard deviation of the true effects around the regression."""
        return math.sqrt(self.tau2)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WaldTest(Told):
    """A joint test of coefficients, or of sums of them. Null hypothesis: all of `of` are 0.

    `statistic` is chi-squared on `df` where `df2` is None, else F on `df` and `df2`.
    """

    of: tuple[str, ...]
    statistic: float
    df: int
    df2: int | None
    p: float

    @property
    def null(self) -> str:
        """The hypothesis that `p` speaks of."""
        return f"{' and '.join(self.of)} {'are all' if len(self.of) > 1 else 'is'} 0"

    @property
    def headline(self) -> str:
        """The test in a line."""
        return regression_summary.wald_line(self).removeprefix("Test of ")

    def __str__(self) -> str:
        return regression_summary.wald_line(self)

    def rows(self) -> list[dict[str, Any]]:
        """One record."""
        return [asdict(self) | {"of": ", ".join(self.of)}]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        return stamped({"what": "WaldTest"}, asdict(self) | {"null": self.null})


def wald_of(names: tuple[str, ...], quadratic: float, df2: int | None) -> WaldTest:
    """b' V^-1 b of the m coefficients or contrasts named: chi-squared on m, or over m, F on m and df2."""
    m = len(names)
    if df2 is None:
        return WaldTest(of=names, statistic=quadratic, df=m, df2=None, p=float(chi2_upper(quadratic, m)))
    p = float(f_upper(np.array(quadratic / m), m, np.array(float(df2))))
    return WaldTest(of=names, statistic=quadratic / m, df=m, df2=df2, p=p)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Regression:
    """Study effects explained by moderators. `k`: studies used; `df`: k less coefficients where the test uses t.

    `coefficients`: by name, in the order of the design; `covariance` (p, p) in that order. `test`: all of the
    moderators at once (metafor's QM). `ml` and `reml`: fit statistics at this fit's tau2.
    """

    effects: Effects
    moderators: Moderators
    options: RegressionOptions
    k: int
    df: int | None
    coefficients: Mapping[str, Coefficient]
    covariance: Floats
    test: WaldTest
    heterogeneity: ResidualHeterogeneity
    ml: FitStatistics
    reml: FitStatistics

    @property
    def left_out(self) -> tuple[Missing, ...]:
        """Studies that were not used, and why."""
        return self.moderators.missing

    if not TYPE_CHECKING:  # a checker is to go on finding names that aren't there

        def __getattr__(self, name: str) -> NoReturn:
            raise hint(self, name, IN_A_REGRESSION)

    def __repr__(self) -> str:
        return regression_summary.one_line(self)

    def __str__(self) -> str:
        return regression_summary.text(self)

    def _repr_html_(self) -> str:
        return regression_summary.html(self)

    def rows(self) -> list[dict[str, object]]:
        """Tidy records: one a coefficient."""
        return regression_summary.records(self)

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance: what was asked, of what, by which version; NaN becomes None."""
        return regression_summary.as_dict(self)
