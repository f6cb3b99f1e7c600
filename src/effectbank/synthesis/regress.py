"""`regress`: study effects explained by their moderators."""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import MappingProxyType
from typing import TypedDict, Unpack

import numpy as np

from effectbank.kernel.fit import GIVEN
from effectbank.kernel.projection import COLLINEAR, Design, design
from effectbank.kernel.regression import ESTIMATORS, RegressionFits, fixed_effects, mixed_effects
from effectbank.kernel.studies import studies
from effectbank.measures.effects import Effects, readonly
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.elsewhere import meant
from effectbank.synthesis.fit_statistics import fit_statistics
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.moderators import Asked, Moderators, moderators
from effectbank.synthesis.options import options
from effectbank.synthesis.regression import (
    Coefficient,
    Regression,
    RegressionOptions,
    ResidualHeterogeneity,
    WaldTest,
)
from effectbank.words import Interval

TESTS = ("z", "t", "knapp-hartung", "ad-hoc")
PREDICTION_RULES = ("as-test", "t-2", "simple")  # those that are published for regressions


class Dependent(BadInput):
    """A column that the columns before it already hold."""

    def __init__(self, name: str, before: tuple[str, ...], told: str) -> None:
        self.name, self.before = name, before
        super().__init__(
            f"moderator {name!r} {told}, so it has no effect of its own to estimate; leave it out of the formula"
        )


class RegressionChoices(TypedDict, total=False):
    """What may be chosen: model, tau2, test, prediction and level, with the defaults of `pool`.

    model="random" (mixed effects: the studies differ beyond their moderators) | "common"; tau2="REML" | "DL" | …,
    or a number of one's own; test="z" | "t" | "knapp-hartung" | "ad-hoc"; level=0.95; prediction="as-test" |
    "t-2" | "simple".
    """

    model: str | None
    tau2: str | float | None
    test: str | None
    prediction: str | None
    level: float | None


@takes(Effects)
def regress(effects: Effects, formula: Asked, **choices: Unpack[RegressionChoices]) -> Regression:
    """Regress study effects on moderators by weighted least squares, w = 1 / (v + tau2).

    `formula`: moderators that came with the data, "ablat + C(alloc)" (Wilkinson notation: factors, interactions
    `a:b` and `a*b`, transforms, "0 + …" for no intercept), or numeric ones by name, ["ablat", "year"]. A study
    without one of them is left out and listed. Thompson & Sharp 1999; Knapp & Hartung 2003 for the test.

    Raises UnknownName for a moderator or choice that isn't there, BadInput for one that can't be used,
    NotEstimable for more coefficients than studies.
    """
    chosen = regression_options(**choices)
    asked = moderators(effects, formula)
    return regression_of(effects, asked, chosen)


def regression_options(**choices: Unpack[RegressionChoices]) -> RegressionOptions:
    """The choices completed and checked name by name; raises UnknownName for those made for pooling only."""
    for name in choices:
        if name not in RegressionChoices.__annotations__:
            there = "tau2=" if name == "method" else meant("choice", name)
            raise UnknownName("choice", name, RegressionChoices.__annotations__, there)
    o = options(**choices)
    if o.tau2 not in (None, GIVEN):
        _check("tau2 estimator", o.tau2, ESTIMATORS)
    return RegressionOptions(
        model=o.model,
        tau2=o.tau2,
        test=_check("test", o.test, TESTS),
        prediction=_check("prediction rule", o.prediction, PREDICTION_RULES),
        level=o.level,
        tau2_given=o.tau2_given,
    )


def _check(what: str, given: str | None, known: Iterable[str]) -> str:
    if given not in (names := tuple(known)):
        raise UnknownName(f"{what} of a regression", given, names)
    return str(given)


def regression_of(effects: Effects, asked: Moderators, chosen: RegressionOptions) -> Regression:
    """The regression on a design already made, under options already complete: a batch of one."""
    d = checked_design(effects, asked, chosen.model)
    fits = _fit(d, chosen, intercept=asked.intercept)
    found = fits.tested
    inference = found.inference
    columns = (found.b, inference.se, inference.statistic, inference.p, inference.low, inference.high)
    coefficients = {
        name: Coefficient(estimate=b, se=se, statistic=statistic, p=p, ci=Interval(low, high))
        for name, b, se, statistic, p, low, high in zip(asked.names, *(c.tolist() for c in columns), strict=True)
    }
    df = int(d.free)
    tested = asked.names[1:] if asked.intercept and d.p > 1 else asked.names
    return Regression(
        effects=effects,
        moderators=asked,
        options=chosen,
        k=int(d.s.k),
        df=None if chosen.test == "z" else df,
        coefficients=MappingProxyType(coefficients),
        covariance=readonly(found.covariance),
        test=WaldTest(
            of=tested,
            statistic=float(found.qm),
            df=found.qm_df,
            df2=None if chosen.test == "z" else df,
            p=float(found.qm_p),
        ),
        heterogeneity=_heterogeneity(fits),
        ml=fit_statistics(d, fits.tau2, restricted=False, estimated=chosen.estimates_tau2),
        reml=fit_statistics(d, fits.tau2, restricted=True, estimated=chosen.estimates_tau2),
    )


def checked_design(effects: Effects, asked: Moderators, model: str) -> Design:
    """The kernel's design; raises NotEstimable for too many coefficients, BadInput for columns that say nothing."""
    _check_terms(effects, asked)
    k, p = asked.matrix.shape
    if k < p + (model == "random"):
        raise NotEstimable(
            f"{p} coefficients{' and tau2' if model == 'random' else ''} from {k} studies",
            "leave moderators out" + ("; model='common' estimates no tau2" if k == p else ""),
        )
    d = design(studies(effects.yi[asked.used], effects.vi[asked.used]), asked.matrix)
    if not d.independent.all():
        raise _dependent(asked, int(np.argmin(d.independent)))
    return d


def _fit(d: Design, chosen: RegressionOptions, *, intercept: bool) -> RegressionFits:
    if chosen.tau2 is None:
        return fixed_effects(d, test=chosen.test, level=chosen.level, intercept=intercept)
    return mixed_effects(d, tau2=chosen.between, test=chosen.test, level=chosen.level, intercept=intercept)


def _check_terms(effects: Effects, asked: Moderators) -> None:
    if not np.isfinite(asked.matrix).all():
        row, column = np.argwhere(~np.isfinite(asked.matrix))[0]
        study, value = effects.labels[np.flatnonzero(asked.used)[row]], asked.matrix[row, column]
        raise BadInput(f"study {study!r}: {asked.names[column]} is {value}, a finite number expected")
    for term, columns in asked.terms.items():
        if not columns:
            raise Dependent(term, (), f"is the same in all {asked.matrix.shape[0]} studies used")


def _dependent(asked: Moderators, column: int) -> Dependent:
    name, before, values = asked.names[column], asked.names[:column], asked.matrix[:, column]
    if np.ptp(values) <= COLLINEAR * np.abs(values).max():
        return Dependent(name, before, f"is {values[0]:g} in all {values.size} studies used")
    return Dependent(name, before, f"is a combination of {', '.join(before)}")


def _heterogeneity(fits: RegressionFits) -> ResidualHeterogeneity:
    return ResidualHeterogeneity(
        q=float(fits.qe),
        df=int(fits.qe_df),
        p=float(fits.qe_p),
        tau2=float(fits.tau2),
        tau2_se=_none_if_nan(float(fits.tau2_se)),
        i2=float(fits.i2),
        h2=float(fits.h2),
        r2=_none_if_nan(float(fits.r2)),
    )


def _none_if_nan(x: float) -> float | None:
    return None if math.isnan(x) else x
