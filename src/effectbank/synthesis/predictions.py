"""What a regression expects at given values of its moderators, with the quantile its own test uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.inference import Inference, wald
from effectbank.kernel.prediction import prediction_interval
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.numerals import aligned, fixed
from effectbank.problems import UnknownName, confidence
from effectbank.synthesis.display_batch import Bounds, DisplayBatch, display_batch
from effectbank.synthesis.formula import Values
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.location_scale import LocationScale, Part
from effectbank.synthesis.moderators import Moderators, new_values, study_values
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regress import PREDICTION_RULES
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PredictedScale:
    """What a location-scale model expects of log tau2: arrays, one element a row, its error and interval."""

    log_tau2: Floats
    se: Floats
    ci: Bounds

    @property
    def tau2(self) -> Floats:
        """How much the true effects of such studies vary."""
        return readonly(np.exp(self.log_tau2))

    @property
    def tau2_ci(self) -> Bounds:
        """The interval of tau2."""
        return Bounds(low=readonly(np.exp(self.ci.low)), high=readonly(np.exp(self.ci.high)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Predictions(Told):
    """Arrays on the analysis scale, one element a row: the mean expected, its error and interval.

    `prediction`: where the true effect of one study with such moderators is expected; None in a common-effect
    model. `labels`: the studies, or the values asked for; `at`: the values of each moderator. `scale`: how much
    such studies vary, where the fit is a location-scale model.
    """

    fit: Regression | LocationScale
    labels: tuple[str, ...]
    at: Values
    level: float
    estimate: Floats
    se: Floats
    ci: Bounds
    prediction: Bounds | None
    scale: PredictedScale | None = None

    @property
    def display(self) -> DisplayBatch:
        """Back-transformed."""
        return display_batch(self.fit.effects.of, self.estimate, self.ci, self.prediction)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def headline(self) -> str:
        """What is predicted, in a line."""
        return f"of {len(self)} {self.fit.effects.of.label} values, ~ {_designs(self.fit)[0].asked}"

    def __str__(self) -> str:
        head = ("", *self._columns())
        rows = [
            (label, *(fixed(float(c[i]), 4) for c in self._columns().values()))
            for i, label in enumerate(self.labels)
        ]
        return "\n".join(aligned([head, *rows]))

    def rows(self) -> list[dict[str, object]]:
        """One record a row."""
        return [
            {"at": label} | {name: float(column[i]) for name, column in self._columns().items()}
            for i, label in enumerate(self.labels)
        ]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {"what": "Predictions", "level": self.level, "fit": self.fit.to_dict()["asked"]}
        return stamped(asked, {"predictions": self.rows()})

    def _columns(self) -> dict[str, Floats]:
        columns = {"estimate": self.estimate, "se": self.se, "low": self.ci.low, "high": self.ci.high}
        if self.prediction is not None:
            columns |= {"prediction_low": self.prediction.low, "prediction_high": self.prediction.high}
        if self.scale is not None:
            ci = self.scale.tau2_ci
            columns |= {"tau2": self.scale.tau2, "tau2_low": ci.low, "tau2_high": ci.high}
        return columns


@takes(Regression, LocationScale)
def predict(
    fit: Regression | LocationScale,
    at: Mapping[str, ArrayLike] | None = None,
    *,
    level: float | None = None,
    prediction: str | None = None,
) -> Predictions:
    """x'b with se sqrt(x' V x), for values of the moderators, or for the studies themselves.

    `at`: {"ablat": [10, 30, 50], "alloc": "random"}: every moderator of the formula, or of both formulas of a
    location-scale model, whose tau2 then is exp z'a, row by row; single values are repeated. Intervals use t on
    k - p where the fit's test does. `prediction`: "as-test", "t-2" or "simple", by default the fit's; "t-2" is t
    on k - p - 1 here (Riley, Higgins & Deeks 2011, for p = 1). Raises UnknownName and BadInput for values that do
    not fit the formula.
    """
    rule = prediction or ("as-test" if isinstance(fit, LocationScale) else fit.options.prediction)
    if rule not in PREDICTION_RULES:
        raise UnknownName("prediction rule of a regression", rule, PREDICTION_RULES)
    level = _level(fit) if level is None else confidence(level)
    values, labels, designs = _rows(fit, at)
    mean, scale, tau2 = _parts(fit, designs, level)
    estimate, found = _expected(mean, designs[0], level)
    k = np.full(estimate.shape, fit.k - designs[0].shape[1] + 1.0)  # a rule's k - 2 is made for one coefficient
    one_study = tau2 is not None and _bounds(
        *prediction_interval(estimate, found.se, tau2, k, found.df, rule=rule, level=level)
    )
    return Predictions(
        fit=fit,
        labels=labels,
        at=MappingProxyType(values),
        level=level,
        estimate=readonly(estimate),
        se=readonly(found.se),
        ci=_bounds(found.low, found.high),
        prediction=one_study or None,
        scale=scale,
    )


def _level(fit: Regression | LocationScale) -> float:
    return fit.level if isinstance(fit, LocationScale) else fit.options.level


def _parts(
    fit: Regression | LocationScale, designs: tuple[Floats, ...], level: float
) -> tuple[Regression | Part, PredictedScale | None, Floats | None]:
    """What the mean follows, how much such studies vary where that is modelled, and tau2 of each row."""
    if isinstance(fit, LocationScale):
        log_tau2, found = _expected(fit.scale, designs[1], level)
        ci = _bounds(found.low, found.high)
        scale = PredictedScale(log_tau2=readonly(log_tau2), se=readonly(found.se), ci=ci)
        return fit.location, scale, scale.tau2
    rows = len(designs[0])
    return fit, None, None if fit.options.tau2 is None else np.full(rows, fit.heterogeneity.tau2)


def _expected(of: Regression | Part, x: Floats, level: float) -> tuple[Floats, Inference]:
    b = np.array([c.estimate for c in of.coefficients.values()])
    se = np.sqrt(np.einsum("ij,jk,ik->i", x, of.covariance, x))
    return x @ b, wald(x @ b, se, np.nan if of.df is None else of.df, level)


def _bounds(low: Floats, high: Floats) -> Bounds:
    return Bounds(low=readonly(low), high=readonly(high))


def _designs(fit: Regression | LocationScale) -> tuple[Moderators, ...]:
    if isinstance(fit, LocationScale):
        return fit.location.moderators, fit.scale.moderators
    return (fit.moderators,)


def _rows(
    fit: Regression | LocationScale, at: Mapping[str, ArrayLike] | None
) -> tuple[Values, tuple[str, ...], tuple[Floats, ...]]:
    """The values to predict at, what each row is called, and the design of each part there."""
    designs = _designs(fit)
    if at is None:
        effects = fit.effects.subset(np.isfinite(fit.tau2)) if isinstance(fit, LocationScale) else fit.effects
        used = tuple(label for label, used in zip(effects.labels, designs[0].used, strict=True) if used)
        own = {name: column for m in designs for name, column in study_values(effects, m).items()}
        return own, used, tuple(m.matrix for m in designs)
    values, rows = new_values(at, *designs)
    labels = tuple(", ".join(f"{name} = {_word(values[name][i])}" for name in values) for i in range(rows))
    return values, labels, tuple(m.columns.columns(values, rows) for m in designs)


def _word(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
