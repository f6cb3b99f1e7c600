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
from effectbank.synthesis.moderators import new_values, study_values
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regress import PREDICTION_RULES
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Predictions(Told):
    """Arrays on the analysis scale, one element a row: the mean expected, its error and interval.

    `prediction`: where the true effect of one study with such moderators is expected; None in a common-effect
    model. `labels`: the studies, or the values asked for; `at`: the values of each moderator.
    """

    fit: Regression
    labels: tuple[str, ...]
    at: Values
    level: float
    estimate: Floats
    se: Floats
    ci: Bounds
    prediction: Bounds | None

    @property
    def display(self) -> DisplayBatch:
        """Back-transformed."""
        return display_batch(self.fit.effects.of, self.estimate, self.ci, self.prediction)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def headline(self) -> str:
        """What is predicted, in a line."""
        return f"of {len(self)} {self.fit.effects.of.label} values, ~ {self.fit.moderators.asked}"

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
        if self.prediction is None:
            return columns
        return columns | {"prediction_low": self.prediction.low, "prediction_high": self.prediction.high}


@takes(Regression)
def predict(
    fit: Regression,
    at: Mapping[str, ArrayLike] | None = None,
    *,
    level: float | None = None,
    prediction: str | None = None,
) -> Predictions:
    """x'b with se sqrt(x' V x), for values of the moderators, or for the studies themselves.

    `at`: {"ablat": [10, 30, 50], "alloc": "random"}: every moderator of the formula; single values are repeated.
    Intervals use t on k - p where the fit's test does. `prediction`: "as-test", "t-2" or "simple", by
    default the fit's; "t-2" is t on k - p - 1 here (Riley, Higgins & Deeks 2011, for p = 1). Raises
    UnknownName and BadInput for values that do not fit the formula.
    """
    rule, level = prediction or fit.options.prediction, fit.options.level if level is None else level
    if rule not in PREDICTION_RULES:
        raise UnknownName("prediction rule of a regression", rule, PREDICTION_RULES)
    level = confidence(level)
    x, values, labels = _rows(fit, at)
    b = np.array([c.estimate for c in fit.coefficients.values()])
    se = np.sqrt(np.einsum("ij,jk,ik->i", x, fit.covariance, x))
    found = wald(x @ b, se, np.nan if fit.df is None else fit.df, level)
    return Predictions(
        fit=fit,
        labels=labels,
        at=MappingProxyType(values),
        level=level,
        estimate=readonly(x @ b),
        se=readonly(se),
        ci=Bounds(low=readonly(found.low), high=readonly(found.high)),
        prediction=_prediction(fit, found, x @ b, rule=rule, level=level),
    )


def _rows(fit: Regression, at: Mapping[str, ArrayLike] | None) -> tuple[Floats, Values, tuple[str, ...]]:
    """The design to predict with, the values it is of, and what each row is called."""
    m = fit.moderators
    if at is None:
        used = tuple(label for label, used in zip(fit.effects.labels, m.used, strict=True) if used)
        return m.matrix, study_values(fit.effects, m), used
    values, rows = new_values(m, at)
    labels = tuple(", ".join(f"{name} = {_word(values[name][i])}" for name in values) for i in range(rows))
    return m.columns.columns(values, rows), values, labels


def _word(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _prediction(fit: Regression, found: Inference, mean: Floats, *, rule: str, level: float) -> Bounds | None:
    if fit.options.tau2 is None:
        return None
    tau2 = np.full(mean.shape, fit.heterogeneity.tau2)
    k = np.full(
        mean.shape, float(fit.k - len(fit.coefficients) + 1)
    )  # the rule's k - 2 is made for one coefficient
    low, high = prediction_interval(mean, found.se, tau2, k, found.df, rule=rule, level=level)
    return Bounds(low=readonly(low), high=readonly(high))
