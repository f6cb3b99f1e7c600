"""What an analysis of a folder yields: its rows, its fit, what is missing, and the source's numbers beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from effectbank.measures import Effects
from effectbank.problems import EffectBankError, NotEstimable, Place, UnknownName
from effectbank.review.agreement import Agreement, agreements
from effectbank.review.choosing import choice_in_words, left_out_by_plan
from effectbank.review.fitting import Made, counted, fitted, options_of
from effectbank.review.headings import NO_HEADINGS, Headings, headings_of
from effectbank.review.lines import Line, as_applied, in_order, lines_of
from effectbank.review.model import Analysis, Published
from effectbank.review.parts import notes_on
from effectbank.review.review import Review
from effectbank.review.selecting import group_of
from effectbank.review.study_rows import ArmTotals, StudyRow, rows_of, totals_of
from effectbank.review.wording import favours_of, groups_of
from effectbank.synthesis import Absolute, Driving, Pooled, Subgroups, SubgroupTest, absolute, driving, subgroups
from effectbank.words import Confidence, within_sentence

__all__ = [
    "COMPLETE", "NOT_ESTIMABLE", "NOT_POOLED", "NO_DATA", "PARTIAL", "ArmTotals", "Gap", "StudyRow", "Synthesis",
    "carry_out", "driving_of", "fit_of", "options_of", "synthesise", "without",
]  # fmt: skip

COMPLETE, PARTIAL, NO_DATA, NOT_ESTIMABLE = "complete", "partial", "no data", "not estimable"
NOT_POOLED = "not pooled"  # the plan asks for no total
NAMELESS = ("GEN", "RATIO")  # measures of what no other measure is named for
UNCHOSEN = 100.0  # Review Manager's scale until somebody sets another
WITH_ABSOLUTE = ("RR", "OR", "RD", "PETO")
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
    (the plan asks for no total) or "not estimable"; `reason` says why there is no fit. `effects` has every row;
    `headings` the slugs of the rows under each subgroup, in the order in which rows and subgroups are shown.
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
    left_out: tuple[str, ...]  # the studies with data that the plan leaves out
    groups: tuple[str, str]  # what the two groups are called
    favours: tuple[str, str]  # what lies left and right of no effect
    headings: Headings = field(default_factory=lambda: NO_HEADINGS)
    published_agrees: tuple[Agreement, ...] = ()
    _driving: list[Driving] = field(default_factory=list, init=False, repr=False)

    @property
    def published(self) -> Published | None:
        """The source's own numbers."""
        return self.analysis.published

    @property
    def labels(self) -> Mapping[str, str]:
        """How each row is printed, by the slug under which the fit knows it; in the order of the rows."""
        return {row.slug: row.label for row in self.rows}

    @property
    def display_label(self) -> str:
        """What the estimates are called: in the source's own words where no measure here has the name."""
        plan, known = self.analysis, self.effects.display_label if self.effects else self.analysis.measure
        nameless = self.effects is None or plan.measure in NAMELESS
        return within_sentence(plan.measure_label) or known if nameless else known

    @property
    def level(self) -> float:
        """The level of the pooled intervals."""
        return self.analysis.level

    @property
    def study_level(self) -> float:
        """The level of the studies' own intervals."""
        return self.analysis.study_level or self.analysis.level

    @property
    def reach(self) -> float | None:
        """How far the axis of a forest plot goes, if the plan says so; 100 is what nobody has chosen."""
        return self.analysis.scale if self.analysis.scale != UNCHOSEN else None

    @property
    def subgroup_test(self) -> SubgroupTest | None:
        """The test between the subgroups, where there are two and the plan does not leave it out."""
        found = self.subgroups
        return found.test if found and len(found.groups) > 1 and self.analysis.subgroup_test else None

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
    analysis = as_applied(review, analysis)
    planned = analysis.outcome in review.outcomes and analysis.comparison in review.comparisons
    lines = lines_of(review, analysis) if planned else ()
    left_out = left_out_by_plan(review, analysis, lines) if planned else ()
    chosen = tuple(filter(None, [choice_in_words(review, analysis, left_out)]))
    if not lines:
        return _empty(review, analysis, left_out, chosen)
    lines = in_order(lines, analysis.order)
    lines, made, reason = fitted(review, analysis, lines)
    groups, lost = _subgroups(analysis, lines, made)
    rows = rows_of(lines, made.effects, _weights(made.fit, groups), analysis)
    if analysis.order is not None and analysis.order in BY_RESULT:
        rows = tuple(sorted(rows, key=BY_RESULT[analysis.order]))
    headings = headings_of(review, analysis, rows)
    whole = [row for row in rows if row.part.applies_to != "subgroup"]
    found = Synthesis(
        analysis=analysis,
        status=_status(analysis, made, lines),
        reason=reason,
        effects=made.effects,
        fit=made.fit,
        rows=rows,
        intervention=totals_of(whole, 1),
        control=totals_of(whole, 2),
        missing=tuple(Gap(row.study, row.reason, row.places[0]) for row in rows if row.reason),
        subgroups=_in_order(groups, headings),
        absolute=_absolute(review, analysis, made.fit),
        notes=(*chosen, *_notes(lines, made, analysis.swap_events), *lost, *notes_on(review, analysis)),
        left_out=left_out,
        groups=groups_of(review, analysis),
        favours=favours_of(review, analysis),
        headings=headings,
    )
    return replace(found, published_agrees=_agreements(found))


def _weights(fit: Pooled | None, groups: Subgroups | None) -> Mapping[str, float]:
    """The weight of each line in the total; in its subgroup where there is no total."""
    fits = [fit] if fit else list(groups.groups.values()) if groups else []
    return {label: weight for one in fits for label, weight in zip(one.effects.labels, one.weights, strict=True)}


def _empty(review: Review, analysis: Analysis, left_out: tuple[str, ...], chosen: tuple[str, ...]) -> Synthesis:
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
        notes=chosen,
        left_out=left_out,
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


def _status(analysis: Analysis, made: Made, lines: Sequence[Line]) -> str:
    if made.fit is None:
        return NOT_POOLED if analysis.totals != "all" and made.effects and made.effects.k else NOT_ESTIMABLE
    return PARTIAL if any(line.reason for line in lines) else COMPLETE


def _subgroups(analysis: Analysis, lines: Sequence[Line], made: Made) -> tuple[Subgroups | None, tuple[str, ...]]:
    """The fit of each subgroup under the same options, if any is asked for; what has none, in words."""
    wanted = analysis.subgroups and (made.fit or analysis.totals == "subgroups")
    if not wanted or not analysis.subgroups or made.raw is None:
        return None, ()
    groups = np.array([group_of(line.study, line.part, analysis.subgroups) for line in lines], dtype=object)
    grouped = replace(made.raw, moderators={analysis.subgroups: groups})
    try:
        with np.errstate(all="ignore"):
            found = subgroups(counted(grouped, lines, "subgroup"), analysis.subgroups, **options_of(analysis))
    except (EffectBankError, ArithmeticError, ValueError) as fault:
        return None, (f"the subgroups by {analysis.subgroups} cannot be pooled: {fault}",)
    lost = found.not_estimable.items()
    return found, tuple(f"the subgroup {name} is not estimable by itself: {why}" for name, why in lost)


def _in_order(groups: Subgroups | None, headings: Headings) -> Subgroups | None:
    """The subgroups in the order of their headings."""
    if groups is None:
        return None
    return replace(groups, groups={name: groups.groups[name] for name in headings if name in groups.groups})


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


def _notes(lines: Sequence[Line], made: Made, swapped: bool) -> tuple[str, ...]:
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
