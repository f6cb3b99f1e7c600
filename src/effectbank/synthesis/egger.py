"""Egger's regression test for funnel-plot asymmetry, its predictors and models as metafor's regtest has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.inference import TESTS, wald
from effectbank.kernel.projection import design
from effectbank.kernel.regression import ESTIMATORS, RegressionFits, fixed_effects, mixed_effects
from effectbank.kernel.studies import Floats, studies
from effectbank.measures.effects import Effects
from effectbank.numerals import fixed, interval, p_value
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.regression import Coefficient
from effectbank.synthesis.small_study import SmallStudy, Told, present
from effectbank.words import Interval

MODELS: Mapping[str, str] = MappingProxyType(
    {
        "lm": "weighted regression with multiplicative dispersion",
        "random": "mixed-effects meta-regression",
        "common": "common-effect meta-regression",
    }
)

PREDICTORS: Mapping[str, tuple[str, Callable[[Floats], Floats]]] = MappingProxyType(
    {
        "sei": ("standard error", np.sqrt),
        "vi": ("sampling variance", np.asarray),
        "ni": ("total sample size", np.asarray),
        "ninv": ("inverse of the total sample size", np.reciprocal),
        "sqrtni": ("square root of the total sample size", np.sqrt),
        "sqrtninv": ("inverse of the square root of the total sample size", lambda n: 1 / np.sqrt(n)),
    }
)
OF_VARIANCE = ("sei", "vi")
GROWING = ("ni", "sqrtni")  # with the study, so that their 0 is no study rather than an infinite one


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


def egger(
    effects: Effects,
    *,
    predictor: str = "sei",
    model: str = "lm",
    tau2: str | None = None,
    test: str | None = None,
    level: float = 0.95,
) -> AsymmetryTest:
    """Regress the estimates on the studies' `predictor` (of PREDICTORS), weighed by their variances.

    model="lm": w = 1 / v and a multiplicative dispersion, t on k - 2 (Egger et al. 1997; the slope on sei is the
    intercept of their y / se on 1 / se). model="random": metafor's "rma", w = 1 / (v + tau2), with `tau2` (REML
    unless named) and `test` (z); model="common": w = 1 / v without dispersion.

    Raises UnknownName, BadInput for choices that exclude each other or sizes that are unknown, NotEstimable for
    fewer than 3 studies or a predictor that is the same in all.
    """
    if predictor not in PREDICTORS:
        raise UnknownName("predictor", predictor, PREDICTORS)
    words, turned = PREDICTORS[predictor]
    sizes = effects.vi if predictor in OF_VARIANCE else sample_sizes(effects)
    at = present(effects) & np.isfinite(sizes) & (sizes > 0)
    data = Regressed(
        y=effects.yi[at], v=effects.vi[at], x=turned(sizes[at]), predictor=words, growing=predictor in GROWING
    )
    return asymmetry_test(effects, "Egger", data, regression_model(model, tau2, test, level))


def regression_model(name: str, tau2: str | None, test: str | None, level: float) -> RegressionModel:
    """The choices checked and completed."""
    if name not in MODELS:
        raise UnknownName("model", name, MODELS)
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
    if not 0 < level < 1:
        raise BadInput(f"level {level!r} given, a proportion between 0 and 1 expected: 0.95, not 95")
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


def sample_sizes(effects: Effects) -> Floats:
    """Each study's total: people, or person-time where that is what was counted, or a column named ni.

    Raises BadInput where none is known.
    """
    for names in (("n1i", "n2i"), ("ni",), ("t1i", "t2i"), ("ti",)):
        if all(name in effects.cells for name in names):
            return np.asarray(sum(effects.cells[name] for name in names), dtype=float)
    if "ni" in effects.moderators:
        return _numbers(effects.moderators["ni"], "ni")
    raise BadInput(
        f"these {effects.of.label} estimates came without sample sizes: give them as a column 'ni' beside the "
        "estimates, or use predictor='sei' or 'vi'"
    )


def _numbers(column: NDArray[Any], name: str) -> Floats:
    try:
        return np.asarray([np.nan if value is None else value for value in column], dtype=float)
    except (TypeError, ValueError):
        raise BadInput(f"column {name!r} holds words ({column[0]!r}, …), numbers expected") from None


def _fit(d: Any, model: RegressionModel) -> RegressionFits:
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
