"""The regression behind tests of funnel-plot asymmetry: what studies found on how large they are, weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from effectbank.kernel.inference import TESTS, wald
from effectbank.kernel.projection import Design, design
from effectbank.kernel.regression import ESTIMATORS, RegressionFits, fixed_effects, mixed_effects
from effectbank.kernel.studies import Floats, studies
from effectbank.measures.effects import Effects
from effectbank.numerals import fixed, interval, p_value
from effectbank.problems import BadInput, NotEstimable, UnknownName, confidence
from effectbank.synthesis.elsewhere import meant
from effectbank.synthesis.regression import Coefficient
from effectbank.synthesis.small_study import SmallStudy, Told
from effectbank.words import Interval

MODELS: Mapping[str, str] = MappingProxyType(
    {
        "lm": "weighted regression with multiplicative dispersion",
        "random": "mixed-effects meta-regression",
        "common": "common-effect meta-regression",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionModel:
    """How the studies are weighed: `name` of MODELS; `tau2` and `test` where they can be chosen, else None."""

    name: str
    tau2: str | None
    test: str | None
    level: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regressed:
    """Results `y` with variances `v`, and the predictor `x`, each (studies,); `growing`: x grows with a study."""

    y: Floats
    v: Floats
    x: Floats
    predictor: str
    growing: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AsymmetryTest(SmallStudy):
    """A regression of what studies found on how large they are. `slope` is the asymmetry; its null is 0.

    `intercept`: at a predictor of 0. `limit`: the same where that is an infinitely large study, else None.
    `df` None: normal. `dispersion` of "lm", `tau2` of the others, is what is left between the studies.
    """

    title: ClassVar[str] = "Regression test for funnel-plot asymmetry"

    method: str
    predictor: str
    model: RegressionModel
    df: int | None
    slope: Coefficient
    intercept: Coefficient
    limit: Coefficient | None
    dispersion: float | None
    tau2: float | None

    @property
    def hypothesis(self) -> str:
        """The null hypothesis."""
        return f"the studies' results are unrelated to their {self.predictor}: the funnel plot is symmetric"

    @property
    def statistic(self) -> float:
        """z, or t on `df`, of the slope."""
        return self.slope.statistic

    @property
    def p(self) -> float:
        """Two-sided, of the slope."""
        return self.slope.p

    @property
    def headline(self) -> str:
        """The test in a line."""
        return f"{self.method}, predictor {self.predictor}, {_statistic(self)}, k={self.k}"

    @property
    def told(self) -> Told:
        """Model, predictor, test and limit."""
        how = MODELS[self.model.name] + (f" (tau^2 estimator: {self.model.tau2})" if self.model.tau2 else "")
        rows = [
            ("method", self.method),
            ("model", how),
            ("predictor", self.predictor),
            ("test", _statistic(self)),
            ("slope", f"{fixed(self.slope.estimate, 4)} (SE = {fixed(self.slope.se, 4)})"),
        ]
        if self.limit is not None:
            ci = interval(self.limit.ci.low, self.limit.ci.high, 4)
            rows.append(("limit estimate, of an infinitely large study", f"{fixed(self.limit.estimate, 4)} ({ci})"))
        return rows

    @property
    def chosen(self) -> Mapping[str, Any]:
        """Method, predictor and model."""
        m = self.model
        return {"method": self.method, "predictor": self.predictor, "model": m.name, "tau2_estimator": m.tau2,
                "test": m.test, "level": m.level}  # fmt: skip

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        limit = self.limit
        return {
            "statistic": self.statistic, "df": self.df, "p": self.p, "slope": self.slope.estimate,
            "slope_se": self.slope.se, "intercept": self.intercept.estimate, "intercept_se": self.intercept.se,
            "limit": limit and limit.estimate, "limit_low": limit and limit.ci.low,
            "limit_high": limit and limit.ci.high, "dispersion": self.dispersion, "tau2": self.tau2,
        }  # fmt: skip


def regression_model(name: str, tau2: str | None, test: str | None, level: float) -> RegressionModel:
    """The choices checked and completed."""
    if name not in MODELS:
        raise UnknownName("model", name, MODELS, meant("model", name))
    if name == "lm" and (tau2 or test):
        raise BadInput(
            "model='lm' has a multiplicative dispersion and a t test; for tau2 or test use model='random'"
        )
    if name == "common" and tau2:
        raise BadInput(f"tau2={tau2!r} given, but model='common' has none; use model='random'")
    if tau2 is not None and tau2 not in ESTIMATORS:
        raise UnknownName("tau2 estimator", tau2, ESTIMATORS)
    if test is not None and test not in TESTS:
        raise UnknownName("test", test, TESTS)
    level = confidence(level)
    return RegressionModel(
        name=name,
        tau2=(tau2 or "REML") if name == "random" else None,
        test=None if name == "lm" else test or "z",
        level=level,
    )


def asymmetry_test(effects: Effects, method: str, data: Regressed, model: RegressionModel) -> AsymmetryTest:
    """The regression of one method; raises NotEstimable for too few studies or equal predictors."""
    k = int(data.y.size)
    if k < 3:
        raise NotEstimable(
            f"{method}'s regression needs 3 studies or more with estimate and {data.predictor}; {k} given"
        )
    scale = float(np.abs(data.x).max())  # so that totals of 1e5 and their inverses condition the fit alike
    d = design(studies(data.y, data.v), np.column_stack([np.ones(k), data.x / scale]))
    if not d.independent.all():
        raise NotEstimable(f"all {k} studies have the same {data.predictor}, so none is smaller than another")
    fits = _fit(d, model)
    intercept, slope = _coefficients(fits, scale, model)
    if not slope.se > 0:
        raise NotEstimable(f"all {k} studies lie exactly on the line, so nothing is left to test its slope by")
    df = float(fits.tested.inference.df[..., 0])
    return AsymmetryTest(
        effects=effects,
        method=method,
        predictor=data.predictor,
        model=model,
        k=k,
        df=None if np.isnan(df) else int(df),
        slope=slope,
        intercept=intercept,
        limit=None if data.growing else intercept,
        dispersion=float(fits.qe / (k - 2)) if model.name == "lm" else None,
        tau2=None if model.name == "lm" else float(fits.tau2),
    )


def _fit(d: Design, model: RegressionModel) -> RegressionFits:
    if model.name == "lm":
        return fixed_effects(d, test="knapp-hartung", level=model.level)
    if model.name == "common":
        return fixed_effects(d, test=model.test or "z", level=model.level)
    return mixed_effects(d, tau2=model.tau2 or "REML", test=model.test or "z", level=model.level)


def _coefficients(fits: RegressionFits, scale: float, model: RegressionModel) -> tuple[Coefficient, Coefficient]:
    """Intercept and slope, back in the predictor's own units."""
    units = np.array([1.0, scale])
    found = fits.tested.inference
    told = wald(fits.tested.b / units, found.se / units, found.df, model.level)
    columns = (fits.tested.b / units, told.se, told.statistic, told.p, told.low, told.high)
    first, second = (
        Coefficient(estimate=b, se=se, statistic=statistic, p=p, ci=Interval(low, high))
        for b, se, statistic, p, low, high in zip(*(column.tolist() for column in columns), strict=True)
    )
    return first, second


def _statistic(found: AsymmetryTest) -> str:
    kind = "z" if found.df is None else f"t(df = {found.df})"
    return f"{kind} = {fixed(found.statistic, 4)}, {p_value(found.p)}"
