"""PET-PEESE (Stanley & Doucouliagos 2014): the effect of an infinitely precise study, by two regressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from effectbank.measures.effects import Effects
from effectbank.numerals import fixed, interval, p_value
from effectbank.problems import BadInput
from effectbank.synthesis.asymmetry_test import AsymmetryTest
from effectbank.synthesis.egger import egger
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.regression import Coefficient
from effectbank.synthesis.small_study import SmallStudy, Told, effects_of
from effectbank.words import Interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PetPeese(SmallStudy):
    """`pet`: estimates on standard errors; `peese`: on variances; the intercept is the effect, t on k - 2.

    `used`: "PEESE" where PET's intercept is not 0 by `threshold` (two-sided), else "PET".
    """

    title: ClassVar[str] = "PET-PEESE"

    pet: AsymmetryTest
    peese: AsymmetryTest
    threshold: float

    @property
    def hypothesis(self) -> str:
        """The null hypothesis."""
        return "the effect of an infinitely precise study is null (PET decides; PEESE estimates where PET rejects)"

    @property
    def used(self) -> str:
        """Which of the two gives the estimate."""
        return "PEESE" if self.pet.intercept.p < self.threshold else "PET"

    @property
    def corrected(self) -> Coefficient:
        """The intercept of the regression used."""
        return (self.peese if self.used == "PEESE" else self.pet).intercept

    @property
    def estimate(self) -> float:
        """On the analysis scale."""
        return self.corrected.estimate

    @property
    def ci(self) -> Interval:
        """Of the estimate."""
        return self.corrected.ci

    @property
    def headline(self) -> str:
        """The estimate used."""
        ci = f"[{fixed(self.ci.low, 4)}, {fixed(self.ci.high, 4)}]"
        return f"{self.used} {fixed(self.estimate, 4)} {ci}, PET {p_value(self.pet.intercept.p)}, k={self.k}"

    @property
    def told(self) -> Told:
        """Both intercepts, the choice, and the estimate on the scale it is told on."""
        of = self.effects.of
        low, high = (float(of.back(bound)) for bound in self.ci)
        return [
            ("PET", _told(self.pet)),
            ("PEESE", _told(self.peese)),
            (
                "used",
                f"{self.used}, as PET's p is {'below' if self.used == 'PEESE' else 'not below'} {self.threshold:g}",
            ),
            (of.display_label, f"{fixed(float(of.back(self.estimate)), 4)} ({interval(low, high, 4)})"),
        ]

    @property
    def chosen(self) -> Mapping[str, Any]:
        """The threshold and the level."""
        return {"threshold": self.threshold, "level": self.pet.model.level}

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        each = {
            f"{name}_{key}": value
            for name, test in (("pet", self.pet), ("peese", self.peese))
            for key, value in _numbers(test.intercept).items()
        }
        return {"used": self.used, **_numbers(self.corrected), "df": self.pet.df, **each}


@takes(Effects, Pooled)
def pet_peese(of: Effects | Pooled, *, threshold: float = 0.10, level: float = 0.95) -> PetPeese:
    """Both regressions with multiplicative dispersion, w = 1 / v, and the conditional estimate.

    `threshold`: of PET's two-sided p below which PEESE is used; 0.10 is one-sided 5 %, as Stanley & Doucouliagos
    have it. Raises NotEstimable as `egger`, BadInput for a threshold that is no probability.
    """
    if not 0 <= threshold <= 1:
        raise BadInput(f"threshold {threshold!r} given, a probability between 0 and 1 expected: 0.10")
    effects = effects_of(of)
    pet, peese = (egger(effects, predictor=predictor, level=level) for predictor in ("sei", "vi"))
    return PetPeese(effects=effects, k=pet.k, pet=pet, peese=peese, threshold=threshold)


def _told(test: AsymmetryTest) -> str:
    b = test.intercept
    tested = f"t(df = {test.df}) = {fixed(b.statistic, 4)}, {p_value(b.p)}"
    return f"{fixed(b.estimate, 4)} (SE = {fixed(b.se, 4)}), {tested}"


def _numbers(b: Coefficient) -> dict[str, float]:
    return {
        "estimate": b.estimate,
        "se": b.se,
        "statistic": b.statistic,
        "p": b.p,
        "low": b.ci.low,
        "high": b.ci.high,
    }
