"""What an analysis of a folder yields: its rows, its fit, what is missing, and the source's numbers beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from effectbank.measures import Effects
from effectbank.measures.errors import BadCell
from effectbank.problems import EffectBankError, NotEstimable, Place, UnknownName
from effectbank.review.agreement import Agreement, agreements
from effectbank.review.lines import CONTRASTS, Line, in_order, lines_of
from effectbank.review.lines_to_effects import effects_of
from effectbank.review.model import Analysis, Published
from effectbank.review.parts import notes_on
from effectbank.review.review import Review
from effectbank.review.selecting import group_of
from effectbank.review.study_rows import ArmTotals, StudyRow, rows_of, totals_of
from effectbank.review.wording import favours_of, groups_of
from effectbank.synthesis import Absolute, Driving, Pooled, Subgroups, absolute, driving, pool, pooled_as, subgroups
from effectbank.words import Confidence, within_sentence

__all__ = [
    "COMPLETE", "NOT_ESTIMABLE", "NOT_POOLED", "NO_DATA", "PARTIAL", "ArmTotals", "Gap", "StudyRow", "Synthesis",
    "carry_out", "driving_of", "fit_of", "options_of", "synthesise", "without",
]  # fmt: skip

COMPLETE, PARTIAL, NO_DATA, NOT_ESTIMABLE = "complete", "partial", "no data", "not estimable"
NOT_POOLED = "not pooled"  # the plan asks for no total
WITH_ABSOLUTE = ("RR", "OR", "RD", "PETO")
NO_TOTAL = "its plan asks for no total"
BY_RESULT: Mapping[str, Callable[[StudyRow], float]] = {
    "weight": lambda row: -(row.weight or 0.0),
    "effect": lambda row: np.inf if row.estimate is None else row.estimate,
}
LARGEST_K = 30  # beyond it driving() declines to search all pairs


class Gap(NamedTuple):
    """A study without usable numbers, why, and where that is written."""

    study: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Synthesis:
    """An analysis carried out.

    `status` is "complete", "partial" (some rows lack numbers; the fit is of the others), "no data", "not pooled"
    (the plan asks for no total) or "not estimable"; `reason` says why there is no fit. `effects` has every row.
    """

    analysis: Analysis
    status: str
    reason: str
    effects: Effects | None
    fit: Pooled | None
    rows: tuple[StudyRow, ...]
    intervention: ArmTotals
    control: ArmTotals
    missing: tuple[Gap, ...]
    subgroups: Subgroups | None
    absolute: Absolute | None
    notes: tuple[str, ...]
    groups: tuple[str, str]  # what the two groups are called
    favours: tuple[str, str]  # what lies left and right of no effect
    published_agrees: tuple[Agreement, ...] = ()
    _driving: list[Driving] = field(default_factory=list, init=False, repr=False)

    @property
    def published(self) -> Published | None:
        """The source's own numbers."""
        return self.analysis.published

    @property
    def labels(self) -> Mapping[str, str]:
        """How each row is printed, by the slug under which the fit knows it."""
        return {row.slug: row.label for row in self.rows}

    def labels_of(self, studies: Sequence[str]) -> tuple[str, ...]:
        """The labels under which the fit knows the rows of these studies."""
        return tuple(row.slug for row in self.rows if row.study in studies)


def synthesise(review: Review, name: str) -> Synthesis:
    """Carry out the analysis of that name. Raises UnknownName; what the data lack is told in the Synthesis."""
    if name not in review.analyses:
        raise UnknownName("analysis", name, review.analyses)
    return carry_out(review, review.analyses[name])


def without(review: Review, name: str, studies: Sequence[str]) -> Synthesis:
    """The same analysis less some studies. Raises UnknownName for an analysis or study that isn't there."""
    whole = review.synthesis(name)
    for study in studies:
        if study not in (known := {row.study for row in whole.rows}):
            raise UnknownName(f"study of {name}", study, known)
    plan = replace(whole.analysis, without=(*whole.analysis.without, *studies), published=None)
    return carry_out(review, plan)


def fit_of(synthesis: Synthesis) -> Pooled:
    """The fit. Raises NotEstimable with the reason where there is none."""
    if synthesis.fit is None:
        raise NotEstimable(f"{synthesis.analysis.name}: {synthesis.reason}")
    return synthesis.fit


def driving_of(synthesis: Synthesis) -> Driving | None:
    """Which studies drive the result, searched once; None without a fit, for one study, or for more than 30."""
    if synthesis.fit is None or not 1 < synthesis.fit.k <= LARGEST_K:
        return None
    if not synthesis._driving:
        synthesis._driving.append(driving(synthesis.fit))
    return synthesis._driving[0]


def carry_out(review: Review, analysis: Analysis) -> Synthesis:
    """What a plan yields on a review's data. What the data lack, or the plan gets wrong, is told, not raised."""
    planned = analysis.outcome in review.outcomes and analysis.comparison in review.comparisons
    lines = lines_of(review, analysis) if planned else ()
    if not lines:
        return _empty(review, analysis)
    lines = in_order(lines, analysis.order)
    lines, made, reason = _fit(review, analysis, lines)
    groups, lost = _subgroups(analysis, lines, made)
    rows = rows_of(lines, made.effects, _weights(made.fit, groups), analysis.study_level or analysis.level)
    if analysis.order is not None and analysis.order in BY_RESULT:
        rows = tuple(sorted(rows, key=BY_RESULT[analysis.order]))
    found = Synthesis(
        analysis=analysis,
        status=_status(analysis, made, lines),
        reason=reason,
        effects=made.effects,
        fit=made.fit,
        rows=rows,
        intervention=totals_of([(row.events1, row.total1) for row in rows]),
        control=totals_of([(row.events2, row.total2) for row in rows]),
        missing=tuple(Gap(row.study, row.reason, row.places[0]) for row in rows if row.reason),
        subgroups=groups,
        absolute=_absolute(review, analysis, made.fit),
        notes=(*_notes(lines, made, analysis.swap_events), *lost, *notes_on(review, analysis)),
        groups=groups_of(review, analysis),
        favours=favours_of(review, analysis),
    )
    return replace(found, published_agrees=_agreements(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What could be made of the lines: the effects of all, and the fit of those that count in the total."""

    effects: Effects | None = None  # as the plan's rules for zero cells have them
    raw: Effects | None = None  # as they came
    fit: Pooled | None = None


def _fit(review: Review, analysis: Analysis, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], _Made, str]:
    """The lines, with what the measure refuses of them as their reason; effects and fit, or why there is none."""
    kind = review.outcomes[analysis.outcome].kind
    try:
        return lines, *_fit_of(analysis, lines, "counts" if kind == CONTRASTS else kind)
    except BadCell as fault:
        told = tuple(_refused(line, fault) for line in lines)
        return _fit(review, analysis, told) if told != lines else (lines, _Made(), str(fault))


def _refused(line: Line, fault: BadCell) -> Line:
    """A line with the reason why the measure has no estimate of it, which leaves the other lines theirs."""
    return replace(line, reason=fault.reason) if line.label == fault.study and not line.reason else line


def _fit_of(analysis: Analysis, lines: Sequence[Line], kind: str) -> tuple[_Made, str]:
    made = _Made()
    try:
        with np.errstate(all="ignore"):
            raw = effects_of(lines, kind, analysis)
            made = _Made(effects=pooled_as(raw, **options_of(analysis)), raw=raw)
            if not made.effects or not made.effects.k:
                return made, "none of its studies has all the numbers needed"
            if analysis.totals != "all":
                return made, NO_TOTAL
            fit = pool(_counted(raw, lines, "total"), **options_of(analysis))
    except BadCell:
        raise
    except (EffectBankError, ArithmeticError, ValueError) as fault:
        return made, str(fault)
    if not np.isfinite(fit.estimate):
        return made, "the numbers are too large or too small to be pooled"
    return replace(made, fit=fit), ""


def _counted(effects: Effects, lines: Sequence[Line], where: str) -> Effects:
    """The effects of the lines that count in the total, or in their subgroups."""
    if all(line.part.applies_to in ("", where) for line in lines):
        return effects
    return effects.subset([line.part.applies_to in ("", where) for line in lines])


def _weights(fit: Pooled | None, groups: Subgroups | None) -> Mapping[str, float]:
    """The weight of each line in the total; in its subgroup where there is no total."""
    fits = [fit] if fit else list(groups.groups.values()) if groups else []
    return {label: weight for one in fits for label, weight in zip(one.effects.labels, one.weights, strict=True)}


def options_of(analysis: Analysis) -> dict[str, Any]:
    """What an analysis asks of pool()."""
    names = ("model", "method", "tau2", "test", "q_centre", "zero_cells", "preset")
    return {name: getattr(analysis, name) for name in names} | {"level": analysis.level}


def _empty(review: Review, analysis: Analysis) -> Synthesis:
    status, reason = _why_empty(review, analysis)
    nobody = ArmTotals(events=None, total=None)
    return Synthesis(
        analysis=analysis,
        status=status,
        reason=reason,
        effects=None,
        fit=None,
        rows=(),
        intervention=nobody,
        control=nobody,
        missing=(),
        subgroups=None,
        absolute=None,
        notes=(),
        groups=groups_of(review, analysis),
        favours=favours_of(review, analysis),
    )


def _why_empty(review: Review, analysis: Analysis) -> tuple[str, str]:
    outcome = review.outcomes.get(analysis.outcome)
    if outcome is None:
        return NOT_ESTIMABLE, f"it names the outcome {analysis.outcome}, which is not defined"
    if analysis.comparison not in review.comparisons:
        return NOT_ESTIMABLE, f"it names the comparison {analysis.comparison}, which is not defined"
    if not review.data.get(analysis.outcome) and not review.contrasts.get(analysis.outcome):
        return NO_DATA, f"no study measured {within_sentence(outcome.label)}"
    return NO_DATA, "no study that it chooses has data for this comparison"


def _status(analysis: Analysis, made: _Made, lines: Sequence[Line]) -> str:
    if made.fit is None:
        return NOT_POOLED if analysis.totals != "all" and made.effects and made.effects.k else NOT_ESTIMABLE
    return PARTIAL if any(line.reason for line in lines) else COMPLETE


def _subgroups(analysis: Analysis, lines: Sequence[Line], made: _Made) -> tuple[Subgroups | None, tuple[str, ...]]:
    """The fit of each subgroup under the same options, if any is asked for; what has none, in words."""
    wanted = analysis.subgroups and (made.fit or analysis.totals == "subgroups")
    if not wanted or not analysis.subgroups or made.raw is None:
        return None, ()
    groups = np.array([group_of(line.study, line.part, analysis.subgroups) for line in lines], dtype=object)
    grouped = replace(made.raw, moderators={analysis.subgroups: groups})
    try:
        with np.errstate(all="ignore"):
            found = subgroups(_counted(grouped, lines, "subgroup"), analysis.subgroups, **options_of(analysis))
    except (EffectBankError, ArithmeticError, ValueError) as fault:
        return None, (f"the subgroups by {analysis.subgroups} cannot be pooled: {fault}",)
    lost = found.not_estimable.items()
    return found, tuple(f"the subgroup {name} is not estimable by itself: {why}" for name, why in lost)


def _absolute(review: Review, analysis: Analysis, fit: Pooled | None) -> Absolute | None:
    """Risks at the plan's baseline (the pooled control risk by default); None for measures of no risk."""
    if fit is None or analysis.measure not in WITH_ABSOLUTE:
        return None
    baseline = "pooled" if analysis.baseline is None else analysis.baseline
    try:
        with np.errstate(all="ignore"):
            return absolute(fit, baseline, per=analysis.per, good=review.outcomes[analysis.outcome].good)
    except (EffectBankError, ArithmeticError, ValueError):
        return None


def _notes(lines: Sequence[Line], made: _Made, swapped: bool) -> tuple[str, ...]:
    """What a reader of the fit must know: that it is of some of the rows only, or of reconstructed counts."""
    lacking = [line.study.label for line in lines if line.reason]
    solved = [line.study.label for line in lines if Confidence.RECONSTRUCTED in line.confidence]
    notes = ["counts are of those without the event"] if swapped else []
    if lacking and made.fit:
        notes.append(f"the fit leaves out, for want of numbers: {', '.join(lacking)}")
    if solved:
        notes.append(f"counts reconstructed from published totals: {', '.join(solved)}")
    return tuple(notes)


def _agreements(synthesis: Synthesis) -> tuple[Agreement, ...]:
    """The source's numbers beside ours, where both are of the same measure and all rows are known."""
    fit, published = synthesis.fit, synthesis.published
    if fit is None or published is None or synthesis.status != COMPLETE:
        return ()
    if published.measure not in ("", synthesis.analysis.measure):
        return ()
    return tuple(agreements(published, _computed(synthesis, fit)))


def _computed(synthesis: Synthesis, fit: Pooled) -> Mapping[str, float | None]:
    totals = (synthesis.intervention.total, synthesis.control.total)
    risks = synthesis.absolute
    return {
        "estimate": fit.display.estimate,
        "low": fit.display.ci.low,
        "high": fit.display.ci.high,
        "k": len({row.study for row in synthesis.rows}),
        "n": None if None in totals else sum(total for total in totals if total is not None),
        "p": fit.p,
        "i2": fit.heterogeneity.i2,
        "tau2": fit.heterogeneity.tau2,
        "assumed_risk": risks.assumed.estimate if risks else None,
        "corresponding_risk": risks.corresponding.estimate if risks else None,
    }
