"""Paths that begin with an analysis: its fit, its arms, its studies, and the same less some studies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from effectbank.problems import Place, UnknownName
from effectbank.review.model import Comparison, Outcome
from effectbank.review.paths_published import PUBLISHED, published_value
from effectbank.review.paths_value import BadPath, Step, Value, known, over, unknown_step
from effectbank.review.paths_words import direction_words, model_sentence, significance_words
from effectbank.review.review import Review
from effectbank.review.selecting import pairs_of
from effectbank.review.study_rows import ArmTotals, StudyRow
from effectbank.review.synthesis import COMPLETE, Synthesis, without
from effectbank.synthesis import Absolute, Pooled
from effectbank.words import Interval, NumberKind

ARM_STEPS = ("events", "total", "crude_risk", "assumed_risk", "corresponding_risk", "direction")
STUDY_STEPS = ("intervention", "control", "estimate", "ci", "low", "high", "significance", "direction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a path stands: the synthesis it has come to, and its whole address for errors."""

    review: Review
    synthesis: Synthesis
    address: str

    @property
    def name(self) -> str:
        return self.synthesis.analysis.name

    @property
    def label(self) -> str:
        return self.synthesis.analysis.label

    @property
    def comparison(self) -> Comparison | None:
        return self.review.comparisons.get(self.synthesis.analysis.comparison)

    @property
    def outcome(self) -> Outcome | None:
        return self.review.outcomes.get(self.synthesis.analysis.outcome)

    @property
    def measure(self) -> str:
        return "OR" if self.synthesis.analysis.measure == "PETO" else self.synthesis.analysis.measure

    def value(self, rows: Sequence[StudyRow], **fields: object) -> Value:
        """A Value of these rows: their places and confidence, with the fields given."""
        places = tuple(dict.fromkeys(place for row in rows for place in row.places))
        confidence = tuple(dict.fromkeys(word for row in rows for word in row.confidence))
        return Value(address=self.address, rows=places, confidence=confidence, **fields)  # type: ignore[arg-type]


def analysis_value(review: Review, name: str, address: str, rest: tuple[Step, ...]) -> Value:
    """The value of `NAME.…`, NAME one of the review's analyses. Raises BadPath."""
    return _at_analysis(Standing(review=review, synthesis=review.synthesis(name), address=address), rest)


def _at_analysis(at: Standing, rest: tuple[Step, ...]) -> Value:
    if not rest:
        return _beside_published(at, _estimate_ci(at), ())
    step, after = rest[0], rest[1:]
    if step.name in ("intervention", "control"):
        return _at_arm(at, step.name, after)
    if step.name in _INNER:
        return _INNER[step.name](at, step, after)
    if step.name not in _ENDS:
        raise unknown_step(
            at.address, step.name, f"the analysis {at.name}", (*_ENDS, *_INNER, "intervention", "control")
        )
    over(at.address, after, step.name)
    return _beside_published(at, _ENDS[step.name](at), rest)


def _fit(at: Standing) -> Pooled:
    """The fit of all rows; refused where some are unknown: the live value would not be the analysis's."""
    found = at.synthesis
    if found.fit is not None and found.status == COMPLETE:
        return found.fit
    lacking = ", ".join(gap.study for gap in found.missing)
    why = found.reason or f"some of its studies lack numbers ({lacking})"
    way_out = (
        f"bind the source's own number: ={at.name}.published" if found.published else "publish no number of it"
    )
    raise BadPath(at.address, f"{at.name} has no live value ({found.status}): {why}", way_out)


def _pooled(at: Standing, shape: str, *numbers: float, words: tuple[str, ...] = (), what: str) -> Value:
    fit = _fit(at)
    return at.value(
        at.synthesis.rows, kind=NumberKind.POOLED, shape=shape, numbers=numbers, words=words, label=f"{at.label}: {what}",
        model=model_sentence(fit), measure=at.measure if shape.startswith("estimate") else "", level=fit.options.level,
    )  # fmt: skip


def _estimate_ci(at: Standing) -> Value:
    display = _fit(at).display
    return _pooled(at, "estimate ci", display.estimate, *display.ci, what=f"{display.label} with its interval")


def _estimate(at: Standing) -> Value:
    display = _fit(at).display
    return _pooled(at, "estimate", display.estimate, what=display.label)


def _interval(at: Standing) -> Value:
    display = _fit(at).display
    return _pooled(at, "interval", *display.ci, what=f"interval of the {display.label}")


def _prediction(at: Standing) -> Value:
    display = _fit(at).display
    if display.prediction is None:
        raise BadPath(at.address, f"{at.name} has no prediction interval", 'model = "random" gives one')
    return _pooled(at, "interval", *display.prediction, what="prediction interval")


def _end(which: int) -> Callable[[Standing], Value]:
    def end(at: Standing) -> Value:
        display = _fit(at).display
        return _pooled(at, "number", tuple(display.ci)[which], what=f"{('low', 'high')[which]} end of the interval")

    return end


def _significance(at: Standing) -> Value:
    return _pooled(at, "significance", words=significance_words(_fit(at).significant), what="significance")


def _direction_of(at: Standing, estimate: float, null: float, *, from_control: bool = False) -> tuple[str, ...]:
    good = at.outcome.good if at.outcome else ""
    return direction_words(estimate, null, good, at.comparison, from_control=from_control)


def _direction(at: Standing) -> Value:
    display = _fit(at).display
    return _pooled(at, "direction", words=_direction_of(at, display.estimate, display.null), what="direction")


def _counted(at: Standing, number: float, what: str, fit: bool = True) -> Value:
    if fit:
        _fit(at)
    return at.value(
        at.synthesis.rows, kind=NumberKind.COUNTED, shape="count", numbers=(number,), label=f"{at.label}: {what}",
        model="counted from the rows",
    )  # fmt: skip


def _people(at: Standing) -> Value:
    totals = at.synthesis.intervention.total, at.synthesis.control.total
    if None in totals:
        raise BadPath(
            at.address, f"not all the totals of {at.name} are known", f"={at.name}.published.n, if it has one"
        )
    return _counted(at, sum(total or 0 for total in totals), "people", fit=False)


def _absolute(at: Standing) -> Absolute:
    _fit(at)
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
            model=basis if assumed else f"{basis}, with the {model_sentence(_fit(at))}",
        )  # fmt: skip

    return risk


def _needed(at: Standing) -> Value:
    """People come whole: a number needed to treat is rounded up."""
    needed = _absolute(at).nnt
    if math.isinf(needed.estimate):
        raise BadPath(at.address, f"{at.name} shows no difference, so no number needed to treat")
    return replace(_risk(NumberKind.CORRESPONDING)(at), kind=NumberKind.COMPUTED, shape="count",
                   numbers=(float(math.ceil(needed.estimate - 1e-9)),),
                   label=f"{at.label}: number needed to treat for one more {needed.direction}, rounded up")  # fmt: skip


_ENDS: dict[str, Callable[[Standing], Value]] = {
    "estimate": _estimate,
    "ci": _interval,
    "low": _end(0),
    "high": _end(1),
    "prediction": _prediction,
    "p": lambda at: _pooled(at, "p", _fit(at).p, what="p of the pooled effect"),
    "significance": _significance,
    "direction": _direction,
    "i2": lambda at: _pooled(at, "proportion", _fit(at).heterogeneity.i2 / 100, what="I²"),
    "tau2": lambda at: _pooled(at, "number", _fit(at).heterogeneity.tau2, what="τ²"),
    "k": lambda at: _counted(at, float(_fit(at).k), "studies pooled"),
    "n": _people,
    "nnt": _needed,
    "assumed_risk": _risk(NumberKind.ASSUMED),
    "corresponding_risk": _risk(NumberKind.CORRESPONDING),
}


def _at_arm(at: Standing, arm: str, rest: tuple[Step, ...]) -> Value:
    totals = at.synthesis.intervention if arm == "intervention" else at.synthesis.control
    end = rest[0].name if rest else ""
    over(at.address, rest[1:], end)
    wrong = {"intervention": "assumed_risk", "control": "corresponding_risk"}[arm]
    if end == wrong:
        side = "control" if arm == "intervention" else "intervention"
        raise BadPath(at.address, f"the {wrong.replace('_', ' ')} is the {side}'s", f"={at.name}.{side}.{wrong}")
    if end in ("assumed_risk", "corresponding_risk"):
        return _beside_published(at, _ENDS[end](at), rest)
    if end == "direction":
        display = _fit(at).display
        words = _direction_of(at, display.estimate, display.null, from_control=arm == "control")
        return _pooled(at, "direction", words=words, what=f"direction, seen from the {arm}")
    value = _arm_value(at, totals, arm, end, at.synthesis.rows)
    return _beside_risk(at, value, arm, end)


def _arm_value(at: Standing, totals: ArmTotals, arm: str, end: str, rows: Sequence[StudyRow]) -> Value:
    """Events and total of one side, or one of them, or their quotient: crude."""
    needed = {"": (totals.events, totals.total), "events": (totals.events,), "total": (totals.total,),
              "crude_risk": (totals.events, totals.total)}  # fmt: skip
    if end not in needed:
        raise unknown_step(at.address, end, f"{at.name}.{arm}", ARM_STEPS)
    numbers = needed[end]
    if not known(numbers) or not rows:
        raise BadPath(
            at.address, f"not all {end or 'events and totals'} of {at.name}.{arm} are known", _instead(at)
        )
    if end == "crude_risk":
        numbers = ((totals.crude_risk),) if totals.total else (float("nan"),)  # type: ignore[assignment]
    label = getattr(at.comparison, f"{arm}_label", "") or arm
    value = at.value(
        rows, kind=NumberKind.CRUDE, shape={"": "events of total", "crude_risk": "proportion"}.get(end, "count"),
        numbers=tuple(float(number or 0) for number in numbers), label=f"{at.label}: {label}",
        model="added up over the rows, no study weighted" if len(rows) > 1 else "one row",
    )  # fmt: skip
    return replace(value, rows=_places_of(at, arm, rows))


def _places_of(at: Standing, arm: str, rows: Sequence[StudyRow]) -> tuple[Place, ...]:
    """Where the rows of one arm are written: a count of that arm rests on no other."""
    wanted = {row.slug for row in rows}
    pairs = (pair for pair in pairs_of(at.review, at.synthesis.analysis) if pair.label in wanted)
    return tuple(datum.place for pair in pairs for datum in getattr(pair, arm))


def _instead(at: Standing) -> str:
    return (
        f"bind the source's own number: ={at.name}.published"
        if at.synthesis.published
        else "fill the cells in, or bind a fact"
    )


def _beside_risk(at: Standing, value: Value, arm: str, end: str) -> Value:
    """A crude count or risk, with the assumed or corresponding risk beside it where that differs."""
    found = at.synthesis
    if found.absolute is None or found.status != COMPLETE or end not in ("", "crude_risk"):
        return value
    side = "assumed_risk" if arm == "control" else "corresponding_risk"
    other = _ENDS[side](replace(at, address=f"{at.name}.{arm}.{side}"))
    crude = value.numbers[0] / value.numbers[1] if end == "" else value.numbers[0]
    return replace(value, other=other) if abs(other.numbers[0] - crude) >= 0.0005 else value  # noqa: PLR2004


def _beside_published(at: Standing, value: Value, rest: tuple[Step, ...]) -> Value:
    """A live value, with the source's own beside it where the two print differently."""
    published, end = at.synthesis.published, rest[-1].name if rest else ""
    if published is None or (end and end not in PUBLISHED):
        return value
    try:
        theirs = published_value(
            at.review, at.synthesis.analysis, f"{at.name}.published{'.' * bool(end)}{end}", end
        )
    except BadPath:
        return value
    return replace(value, other=theirs) if str(theirs) != str(value) else value


def _at_published(at: Standing, _step: Step, rest: tuple[Step, ...]) -> Value:
    end = rest[0].name if rest else ""
    over(at.address, rest[1:], end)
    value = published_value(at.review, at.synthesis.analysis, at.address, end)
    if at.synthesis.status != COMPLETE:
        return value
    try:
        live = (_ENDS[end] if end else _estimate_ci)(replace(at, address=".".join(filter(None, (at.name, end)))))
    except BadPath:
        return value
    return replace(value, other=live) if str(live) != str(value) else value


def _named(at: Standing, step: Step) -> tuple[str, ...]:
    """The studies in a step's brackets, each one of the analysis."""
    rows = tuple(dict.fromkeys(row.study for row in at.synthesis.rows))
    if not step.arguments:
        raise BadPath(
            at.address,
            f"{step.name} needs studies in brackets",
            f"as in {step.name}({rows[0] if rows else 'SLUG'})",
        )
    for study in step.arguments:
        if study not in rows:
            raise unknown_step(at.address, study, f"the studies of {at.name}", rows)
    return step.arguments


def _at_without(at: Standing, step: Step, rest: tuple[Step, ...]) -> Value:
    try:
        less = without(at.review, at.name, _named(at, step))
    except UnknownName as error:
        raise BadPath(at.address, str(error)) from error
    return _at_analysis(replace(at, synthesis=less), rest)


def _at_studies(at: Standing, _step: Step, rest: tuple[Step, ...]) -> Value:
    if not rest or rest[0].name != "count":
        raise unknown_step(at.address, rest[0].name if rest else "", f"{at.name}.studies", ("count",))
    over(at.address, rest[1:], "count")
    return _counted(at, float(len({row.study for row in at.synthesis.rows})), "studies with data", fit=False)


def _at_study(at: Standing, step: Step, rest: tuple[Step, ...]) -> Value:
    names = _named(at, step)
    rows = tuple(row for row in at.synthesis.rows if row.study in names)
    end, after = (rest[0].name, rest[1:]) if rest else ("", ())
    if end in ("intervention", "control"):
        over(at.address, after[1:], after[0].name if after else end)
        return _arm_value(at, _added(rows, end), end, after[0].name if after else "", rows)
    if end and end not in STUDY_STEPS:
        raise unknown_step(at.address, end, f"{at.name}.study({','.join(names)})", STUDY_STEPS)
    over(at.address, after, end)
    return _own_estimate(at, rows, end)


def _added(rows: Sequence[StudyRow], arm: str) -> ArmTotals:
    which = "1" if arm == "intervention" else "2"

    def total(cells: list[int | None]) -> int | None:
        return sum(cell or 0 for cell in cells) if None not in cells else None

    return ArmTotals(
        events=total([getattr(row, f"events{which}") for row in rows]),
        total=total([getattr(row, f"total{which}") for row in rows]),
    )


def _own_estimate(at: Standing, rows: Sequence[StudyRow], end: str) -> Value:
    """One study's own estimate, or what its interval says."""
    if len(rows) != 1:
        raise BadPath(at.address, f"{len(rows)} rows have an estimate each", "name one study with one row")
    row, effects = rows[0], at.synthesis.effects
    if row.estimate is None or row.ci is None or effects is None:
        raise BadPath(
            at.address, f"{row.label} has no estimate: {row.reason or 'unknown'}", "bind its counts or a fact"
        )
    null = effects.of.null
    shape, numbers, words = _own(at, row.estimate, row.ci, null, end)
    return at.value(
        rows, kind=NumberKind.COMPUTED, shape=shape, numbers=numbers, words=words, level=at.synthesis.analysis.level,
        label=f"{row.label}: {effects.display_label}", measure=at.measure if shape.startswith("estimate") else "",
        model="this study alone, not pooled",
    )  # fmt: skip


def _own(
    at: Standing, estimate: float, ci: Interval, null: float, end: str
) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
    match end:
        case "significance":
            return "significance", (), significance_words(null not in ci)
        case "direction":
            return "direction", (), _direction_of(at, estimate, null)
        case "ci":
            return "interval", tuple(ci), ()
        case "low" | "high":
            return "number", (ci.low if end == "low" else ci.high,), ()
        case "estimate":
            return "estimate", (estimate,), ()
        case _:
            return "estimate ci", (estimate, *ci), ()


_INNER: dict[str, Callable[[Standing, Step, tuple[Step, ...]], Value]] = {
    "published": _at_published,
    "without": _at_without,
    "study": _at_study,
    "studies": _at_studies,
}
