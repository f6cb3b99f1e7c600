"""The ends of a path that tell of an analysis's fit: its estimate, interval, p, verdicts, risks and counts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from effectbank.review.paths.standing import Standing, counted, directions, fit_at, pooled
from effectbank.review.paths.value import BadPath, Value
from effectbank.review.paths.words import model_sentence, significance_words
from effectbank.synthesis import Absolute
from effectbank.words import NumberKind


def estimate_ci(at: Standing) -> Value:
    display = fit_at(at).display
    return pooled(at, "estimate ci", display.estimate, *display.ci, what=f"{display.label} with its interval")


def _estimate(at: Standing) -> Value:
    display = fit_at(at).display
    return pooled(at, "estimate", display.estimate, what=display.label)


def _interval(at: Standing) -> Value:
    display = fit_at(at).display
    return pooled(at, "interval", *display.ci, what=f"interval of the {display.label}")


def _prediction(at: Standing) -> Value:
    display = fit_at(at).display
    if display.prediction is None:
        raise BadPath(at.address, f"{at.name} has no prediction interval", 'model = "random" gives one')
    return pooled(at, "interval", *display.prediction, what="prediction interval")


def _end(which: int) -> Callable[[Standing], Value]:
    def end(at: Standing) -> Value:
        display = fit_at(at).display
        return pooled(at, "number", tuple(display.ci)[which], what=f"{('low', 'high')[which]} end of the interval")

    return end


def _significance(at: Standing) -> Value:
    return pooled(at, "significance", words=significance_words(fit_at(at).significant), what="significance")


def _direction(at: Standing) -> Value:
    display = fit_at(at).display
    return pooled(at, "direction", words=directions(at, display.estimate, display.null), what="direction")


def _pooled_studies(at: Standing) -> Value:
    """Those with an estimate, and of how many with data, which is how a source counts its studies."""
    fit, known = fit_at(at), len(at.synthesis.rows)
    return counted(
        at, float(fit.k), "studies pooled" if fit.k == known else f"studies pooled, of {known} with data"
    )


def _people(at: Standing) -> Value:
    totals = at.synthesis.intervention.total, at.synthesis.control.total
    if None in totals:
        raise BadPath(
            at.address, f"not all the totals of {at.name} are known", f"={at.name}.published.n, if it has one"
        )
    return counted(at, sum(total or 0 for total in totals), "people", fit=False)


def _absolute(at: Standing) -> Absolute:
    fit_at(at)
    if at.synthesis.absolute is None:
        raise BadPath(
            at.address, f"{at.name} gives no absolute risks", "they need counts, RR, OR or RD, and a baseline"
        )
    return at.synthesis.absolute


def _risk(kind: NumberKind) -> Callable[[Standing], Value]:
    def risk(at: Standing) -> Value:
        absolute = _absolute(at)
        assumed = kind is NumberKind.ASSUMED
        of = absolute.assumed if assumed else absolute.corresponding
        basis = f"baseline {absolute.baseline}: {absolute.assumed.estimate * absolute.per:.0f} per {absolute.per}"
        return at.value(
            at.synthesis.rows, kind=kind, shape="proportion", numbers=(of.estimate,), label=f"{at.label}: {kind}",
            model=basis if assumed else f"{basis}, with the {model_sentence(fit_at(at))}",
        )  # fmt: skip

    return risk


def _needed(at: Standing) -> Value:
    """People come whole: a number needed to treat is rounded up."""
    needed = _absolute(at).nnt
    if needed is None:
        outcome = at.synthesis.analysis.outcome
        hint = f'write good = "more" or good = "less" under [outcomes.{outcome}]'
        raise BadPath(at.address, f"{outcome} does not say whether more or less of it is good", hint)
    if math.isinf(needed.estimate):
        raise BadPath(at.address, f"{at.name} shows no difference, so no number needed to treat")
    return replace(
        _risk(NumberKind.CORRESPONDING)(at),
        kind=NumberKind.COMPUTED,
        shape="count",
        numbers=(float(math.ceil(needed.estimate - 1e-9)),),
        label=f"{at.label}: number needed to treat for one more {needed.direction}, rounded up",
    )


ENDS: dict[str, Callable[[Standing], Value]] = {
    "estimate": _estimate,
    "ci": _interval,
    "low": _end(0),
    "high": _end(1),
    "prediction": _prediction,
    "p": lambda at: pooled(at, "p", fit_at(at).p, what="p of the pooled effect"),
    "significance": _significance,
    "direction": _direction,
    "i2": lambda at: pooled(at, "proportion", fit_at(at).heterogeneity.i2 / 100, what="I²"),
    "tau2": lambda at: pooled(at, "number", fit_at(at).heterogeneity.tau2, what="τ²"),
    "k": _pooled_studies,
    "n": _people,
    "nnt": _needed,
    "assumed_risk": _risk(NumberKind.ASSUMED),
    "corresponding_risk": _risk(NumberKind.CORRESPONDING),
}
