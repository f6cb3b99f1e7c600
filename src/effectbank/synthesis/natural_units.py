"""`natural_units`: a pooled standardised mean difference in the units of a scale that readers know."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from effectbank.numerals import fixed
from effectbank.problems import BadInput, NotEstimable, is_number
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told
from effectbank.words import Interval

MEASURES = (
    "SMD", "SMDH", "SMD1", "SMD1H", "SMCC", "SMCR", "SMCRH", "SMCRP", "SMCRPH", "OR2DL", "OR2DN",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NaturalUnits(Told):
    """A mean difference in `unit`, for people whose SD on that scale is `sd`; `prediction` as in the fit."""

    measure: str
    sd: float
    unit: str
    estimate: float
    ci: Interval
    prediction: Interval | None

    @property
    def headline(self) -> str:
        """The answer in a line."""
        return self.sentence()

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, digits: int = 1) -> str:
        """`-3.1 points (-4.6 to -1.6), where the SD is 7.5 points`."""
        low, high = (fixed(end, digits) for end in self.ci)
        return (
            f"{fixed(self.estimate, digits)} {self.unit} ({low} to {high}), where the SD is {self.sd:g} {self.unit}"
        )

    def rows(self) -> list[dict[str, Any]]:
        """One record."""
        low, high = self.prediction or (None, None)
        return [
            {"estimate": self.estimate, "low": self.ci.low, "high": self.ci.high, "prediction_low": low,
             "prediction_high": high, "unit": self.unit, "sd": self.sd}
        ]  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {"what": "NaturalUnits", "measure": self.measure, "sd": self.sd, "unit": self.unit}
        return stamped(asked, {**self.rows()[0], "sentence": self.sentence()})


@takes(Pooled)
def natural_units(fit: Pooled, sd: float, unit: str = "units") -> NaturalUnits:
    """The estimate and its intervals times the SD of people on a familiar scale (Cochrane Handbook 15.5.3.2).

    `sd`: of the quantity the measure was standardised by: people's own scores, for SMCC their changes; best from a
    large study of such people, or the pooled SD of the trials that used the scale. It is taken as known. Raises
    NotEstimable for a measure that isn't standardised, BadInput.
    """
    if fit.effects.measure not in MEASURES:
        raise NotEstimable(f"natural units of {fit.effects.measure} effects", f"pool one of {', '.join(MEASURES)}")
    if not (is_number(sd) and 0 < sd < math.inf):
        raise BadInput(f"sd {sd!r} given, a standard deviation above 0 expected")
    return NaturalUnits(
        measure=fit.effects.measure,
        sd=float(sd),
        unit=unit,
        estimate=fit.estimate * sd,
        ci=_times(fit.ci, sd),
        prediction=None if fit.prediction is None else _times(fit.prediction, sd),
    )


def _times(interval: Interval, sd: float) -> Interval:
    return Interval(interval.low * sd, interval.high * sd)
