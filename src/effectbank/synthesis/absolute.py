"""From a pooled relative effect and a baseline risk to risks, their difference, and numbers needed to treat."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.numerals import fixed
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told
from effectbank.words import Interval

MEASURES = ("RR", "OR", "PETO", "RD", "HR")
BASELINES = ("pooled", "median")


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A proportion and its interval (None where it is assumed, not estimated, or where the fit has none)."""

    estimate: float
    ci: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNeeded:
    """How many to treat for one more to benefit (NNTB) or be harmed (NNTH), with its interval (Altman 1998).

    `estimate` is 1 / |difference|, infinite where the difference is 0; `direction` is "benefit", "harm" or
    "neither". `benefit` and `harm` are the parts of the interval on either side, from the nearer end to the
    farther, None where the interval has no such part. Where it has both they meet at infinity: no difference.
    It has neither part where it is unknown, and where it is 0 alone, as with a baseline risk of 0.
    """

    estimate: float
    direction: str
    benefit: Interval | None
    harm: Interval | None

    @property
    def spans_infinity(self) -> bool:
        """Whether the interval holds both benefit and harm."""
        return self.benefit is not None and self.harm is not None

    def sentence(self, digits: int = 0) -> str:
        """`NNTB 14 (NNTB 5 to infinity to NNTH 20)`: numbers rounded up, as people come whole."""
        words = {"benefit": "NNTB", "harm": "NNTH", "neither": "NNT"}
        needed = f"{words[self.direction]} {_count(self.estimate, digits)}"
        if self.benefit is not None or self.harm is not None:
            return f"{needed} ({self._interval(digits)})"
        return needed if self.direction == "neither" else f"{needed} (its interval is unknown)"

    def _interval(self, digits: int) -> str:
        near = {name: part for name, part in (("NNTB", self.benefit), ("NNTH", self.harm)) if part is not None}
        if self.spans_infinity:
            first, second = ("NNTB", "NNTH") if self.direction != "harm" else ("NNTH", "NNTB")
            ends = (_count(near[name].low, digits) for name in (first, second))
            return " to infinity to ".join(f"{name} {end}" for name, end in zip((first, second), ends, strict=True))
        name, part = next(iter(near.items()))
        return f"{name} {_count(part.low, digits)} to {_count(part.high, digits)}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Absolute(Told):
    """What a relative effect means at a baseline risk. Risks and their difference are proportions.

    `baseline` says where the assumed risk comes from: "pooled", "median" or "given". `nnt` takes `good` as said;
    it is None where nothing was said, for a number needed to treat is for one more to benefit or to be harmed.
    """

    baseline: str
    assumed: Risk
    corresponding: Risk
    difference: Risk
    nnt: NumberNeeded | None
    per: int
    measure: str

    @property
    def headline(self) -> str:
        """The answer in a line."""
        return self.sentence()

    def __str__(self) -> str:
        return self.sentence() if self.nnt is None else f"{self.sentence()}\n{self.nnt.sentence()}"

    def rows(self) -> list[dict[str, Any]]:
        """One record a proportion: assumed, corresponding and their difference."""
        named = {"assumed": self.assumed, "corresponding": self.corresponding, "difference": self.difference}
        return [
            {"risk": name, "estimate": r.estimate, "low": r.ci and r.ci.low, "high": r.ci and r.ci.high}
            for name, r in named.items()
        ]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {"what": "Absolute", "measure": self.measure, "baseline": self.baseline, "per": self.per}
        nnt = None if self.nnt is None else asdict(self.nnt)
        return stamped(asked, {"risks": self.rows(), "nnt": nnt, "sentence": self.sentence()})

    def sentence(self) -> str:
        """`168 per 1000 without, 240 per 1000 with (122 to 473): 72 more per 1000 (46 fewer to 305 more).`"""
        base, risk, change = self.per, self.corresponding, self.difference
        with_it = _bracketed(risk.ci, lambda x: fixed(x * base, 0))
        more = _bracketed(change.ci, lambda x: _more(x, base))
        return (
            f"{fixed(self.assumed.estimate * base, 0)} per {base} without the intervention, "
            f"{fixed(risk.estimate * base, 0)} per {base} with it{with_it}: "
            f"{_more(change.estimate, base)} per {base}{more}."
        )


@takes(Pooled)
def absolute(fit: Pooled, baseline: float | str = "pooled", per: int = 1000, *, good: str = "less") -> Absolute:
    """Risks at a baseline: "pooled" (all control events over all control totals), "median" of the studies'
    control risks (of an even count, the mean of the middle two), or a proportion given.

    RR multiplies the risk, OR multiplies the odds, RD adds, HR is a power of surviving: 1 - (1 - p)^HR at the time
    of the baseline (Cochrane Handbook 15.4.4); a risk stays within 0 and 1. The baseline is taken as known, so
    intervals carry the uncertainty of the relative effect alone, as in GRADE's tables.
    `good`: whether "less" or "more" of the event is the benefit, "" where that is not said.
    Raises NotEstimable, BadInput, UnknownName.
    """
    if fit.effects.measure not in MEASURES:
        raise NotEstimable(f"absolute risks of {fit.effects.measure} effects", f"pool one of {', '.join(MEASURES)}")
    if good not in ("less", "more", ""):
        raise UnknownName("good direction", good, ("less", "more"))
    assumed, source = _baseline(fit, baseline)
    if per <= 0:
        raise BadInput(f"per {per!r} given, a positive number expected: 100 or 1000")
    risk, *ends = (_risk_with(fit.effects.measure, x, assumed) for x in (fit.estimate, *fit.ci))
    ci = None if any(map(math.isnan, ends)) else Interval(*ends)
    change = Risk(estimate=risk - assumed, ci=None if ci is None else Interval(*(end - assumed for end in ci)))
    return Absolute(
        baseline=source,
        assumed=Risk(estimate=assumed, ci=None),
        corresponding=Risk(estimate=risk, ci=ci),
        difference=change,
        nnt=number_needed(change.estimate, change.ci, good=good) if good else None,
        per=per,
        measure=fit.effects.measure,
    )


def number_needed(difference: float, ci: Interval | None, *, good: str) -> NumberNeeded:
    """NNT of a risk difference and its interval (None: unknown), turned so that a positive gain is a benefit."""
    sign = 1.0 if good == "more" else -1.0
    gain = sign * difference
    low, high = (0.0, 0.0) if ci is None else sorted((sign * ci.low, sign * ci.high))
    return NumberNeeded(
        estimate=_inverse(abs(gain)),
        direction="benefit" if gain > 0 else "harm" if gain < 0 else "neither",
        benefit=Interval(_inverse(high), _inverse(max(low, 0.0))) if high > 0 else None,
        harm=Interval(_inverse(-low), _inverse(max(-high, 0.0))) if low < 0 else None,
    )


def control_risks(fit: Pooled) -> tuple[Floats, Floats]:
    """Control events and totals of the studies where both are known and someone was in the group."""
    events, totals = fit.effects.cells.get("ci"), fit.effects.cells.get("n2i")
    if events is None or totals is None:
        raise NotEstimable("no control counts to take a baseline from", "give baseline= as a proportion")
    known = np.isfinite(events) & (np.nan_to_num(totals) > 0)
    if not known.any():
        raise NotEstimable("no control counts are known", "give baseline= as a proportion")
    return events[known], totals[known]


def _baseline(fit: Pooled, baseline: float | str) -> tuple[float, str]:
    if isinstance(baseline, str):
        if baseline not in BASELINES:
            raise UnknownName("baseline", baseline, (*BASELINES, "a proportion such as 0.168"))
        events, totals = control_risks(fit)
        pooled = float(events.sum() / totals.sum())
        return (pooled if baseline == "pooled" else float(np.median(events / totals))), baseline
    if not 0 <= baseline <= 1:
        raise BadInput(f"baseline {baseline!r} given, a proportion between 0 and 1 expected: 0.168, not 168")
    return float(baseline), "given"


def _risk_with(measure: str, estimate: float, assumed: float) -> float:
    """The risk with the intervention, for an effect on the analysis scale."""
    if measure == "RD":
        return min(max(assumed + estimate, 0.0), 1.0)
    if measure == "RR":
        return min(assumed * math.exp(estimate), 1.0)
    if measure == "HR":
        return 1 - math.pow(1 - assumed, math.exp(estimate))
    odds_times = assumed * math.exp(estimate)
    return odds_times / (1 - assumed + odds_times)


def _inverse(x: float) -> float:
    return 1 / x if x > 0 else math.inf


def _count(x: float, digits: int) -> str:
    if math.isinf(x):
        return "infinity"
    return str(math.ceil(x - 1e-9)) if digits == 0 else fixed(x, digits)


def _bracketed(ci: Interval | None, words: Callable[[float], str]) -> str:
    return "" if ci is None else f" ({words(ci.low)} to {words(ci.high)})"


def _more(x: float, base: int) -> str:
    return f"{fixed(abs(x) * base, 0)} {'fewer' if x < 0 else 'more'}"
