"""The p-value function (drapery): the p-value of every null value, so that no one level is singled out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import normal_quantile, normal_two_sided
from effectbank.kernel.inference import quantile, two_sided
from effectbank.kernel.studies import Floats, divide
from effectbank.measures.effects import readonly
from effectbank.numerals import fixed, p_value
from effectbank.problems import BadInput, confidence
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import asked_of, labels_at, weighted
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import by_study, stamped
from effectbank.synthesis.telling import Told
from effectbank.words import Interval

POINTS, NEAR = 401, 81  # even ones over all studies, and within 4 standard errors of the pooled estimate
PRINTED_LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PValueFunction(Told):
    """Two-sided p-values at each null value of `at`, (points,), on the analysis scale.

    `pooled`: of the pooled estimate, by the fit's own test. `studies`, (studies, points): of each study, normal.
    `prediction`: of a next study's true effect, None where the fit has no prediction interval.
    """

    fit: Pooled
    labels: tuple[str, ...]
    at: Floats
    pooled: Floats
    studies: Floats
    prediction: Floats | None

    @property
    def surprisal(self) -> Floats:
        """-log2 of the pooled p: how many heads in a row would be as surprising (Rafi & Greenland 2020)."""
        return np.asarray(-np.log2(self.pooled), dtype=float)

    def interval(self, level: float) -> Interval:
        """The pooled interval of a level: the null values with p of at least 1 - level."""
        half = float(quantile(confidence(level), _df(self.fit))) * self.fit.se
        return Interval(self.fit.estimate - half, self.fit.estimate + half)

    def __repr__(self) -> str:
        return f"<PValueFunction at {self.at.size} values, {self.fit!r}>"

    def __str__(self) -> str:
        back = self.fit.effects.of.back
        lines = [f"P-value function ({self.fit.display.label}; no effect: {p_value(self.fit.p)})", ""]
        for level in PRINTED_LEVELS:
            low, high = (fixed(float(back(end)), 4) for end in self.interval(level))
            lines.append(f"{fixed(100 * level, 0)}% CI: {low} to {high}")
        return "\n".join(lines)

    def rows(self) -> list[dict[str, object]]:
        """One record a null value, with the p-value of the pooled estimate and of each study."""
        columns = {"pooled": self.pooled, **by_study(self.labels, list(self.studies))}
        return [
            {"at": float(x), **{name: float(p[i]) for name, p in columns.items()}} for i, x in enumerate(self.at)
        ]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance."""
        found = {
            "at": self.at.tolist(),
            "pooled": self.pooled.tolist(),
            "studies": by_study(self.labels, self.studies.tolist()),
            "prediction": None if self.prediction is None else self.prediction.tolist(),
        }
        return stamped({"what": "PValueFunction", **asked_of(self.fit)}, found)


@takes(Pooled)
def p_value_function(fit: Pooled, at: ArrayLike | None = None) -> PValueFunction:
    """P-values of null values `at`, on the analysis scale; by default even steps over all studies' 95 % intervals,
    finer ones about the pooled estimate, and the estimates, where the curves peak.

    Infanger & Schmidt-Trucksass (2019); Ruecker & Schwarzer (2021), the drapery plot. Raises BadInput for values
    that are not finite.
    """
    rows = weighted(fit)
    y, v = fit.effects.yi[rows], fit.effects.vi[rows]
    x = _grid(fit, y, v) if at is None else np.atleast_1d(np.asarray(at, dtype=float))
    if not np.isfinite(x).all():
        raise BadInput(f"null values {x[~np.isfinite(x)].tolist()} given, finite numbers expected")
    return PValueFunction(
        fit=fit,
        labels=labels_at(fit, rows),
        at=readonly(x),
        pooled=readonly(two_sided(divide(fit.estimate - x, fit.se), _df(fit))),
        studies=readonly(normal_two_sided((y[:, None] - x) / np.sqrt(v)[:, None])),
        prediction=_of_prediction(fit, x),
    )


def _grid(fit: Pooled, y: Floats, v: Floats) -> Floats:
    reach, near = float(normal_quantile(0.975)) * np.sqrt(v), fit.estimate + fit.se * np.linspace(-4, 4, NEAR)
    every = np.concatenate([y - reach, y + reach, near])
    even = np.linspace(np.nanmin(every), np.nanmax(every), POINTS)
    return np.unique(np.concatenate([even, near, y[np.isfinite(y)]]))


def _of_prediction(fit: Pooled, x: Floats) -> Floats | None:
    """The prediction interval's own distribution, rescaled from its half-width at the fit's level."""
    if fit.prediction is None:
        return None
    df = {"simple": math.nan, "t-2": fit.k - 2.0}.get(fit.options.prediction, _df(fit))
    spread = (fit.prediction.high - fit.estimate) / float(quantile(fit.options.level, df))
    if not spread > 0:
        return None
    return readonly(two_sided((fit.estimate - x) / spread, df))


def _df(fit: Pooled) -> float:
    return math.nan if fit.df is None else float(fit.df)
