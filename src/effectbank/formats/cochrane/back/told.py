"""One analysis of a folder as a Cochrane file tells it: its kind of data, its lines, and the plan they go by."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from effectbank.formats.cochrane.back import faults
from effectbank.formats.cochrane.back.numbering import Number
from effectbank.formats.cochrane.back.plan import as_told
from effectbank.formats.cochrane.measures import measure_of, words_of
from effectbank.measures import measure_named
from effectbank.problems import EffectBankError, Problem
from effectbank.review import Review
from effectbank.review.lines import CONTRASTS, Line
from effectbank.review.lines_to_effects import effects_of
from effectbank.review.model import Analysis, Contrast, Datum
from effectbank.review.proving.lines_together import Task, task_of
from effectbank.review.selecting import ContrastRow, Part, contrasts_in, part_of

OF_KIND = {"counts": ("RR", "OR", "PETO", "RD"), "means": ("MD", "SMD")}  # that Review Manager makes of them
TWICE = "several contrasts fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An analysis with its number: as the folder has it, and the task that a Cochrane file tells of it.

    `kind` is that of SourceAnalysis; `observed` has the contrasts of an "o_e" analysis by the label of their line.
    """

    number: Number
    analysis: Analysis
    task: Task
    kind: str
    words: str  # for the measure
    log: bool  # whether given estimates are logarithms
    observed: Mapping[str, ContrastRow]
    problems: tuple[Problem, ...]

    @property
    def plan(self) -> Analysis:
        """What Review Manager would be asked."""
        return self.task.analysis

    @property
    def changed(self) -> bool:
        """Whether it is pooled by other choices or of other data than in the folder."""
        return bool(self.problems)


def told_of(review: Review, analysis: Analysis, number: Number) -> Told:
    """The analysis as it will be told. Raises EffectBankError with the reason where it cannot be."""
    _refuse_undefined(review, analysis)
    plan, changes = as_told(analysis)
    measure_named(analysis.measure)
    task = task_of(review, plan)
    task = replace(task, lines=_in_order_of_data(review, plan, task.lines))
    rows = contrasts_in(review, plan)
    problems = [faults.other_plan(analysis.place, analysis.label, changes)] if changes else []
    kind, why = _kind_of(review, plan, task.lines, rows)
    if why:
        task = _converted(task)
        problems.append(faults.as_contrasts(analysis.place, analysis.label, len(task.lines), why))
    log = measure_named(task.analysis.measure).is_ratio
    return Told(
        number=number,
        analysis=analysis,
        task=task,
        kind=kind,
        words=words_of(task.analysis.measure, task.analysis.measure_label, log=log),
        log=log,
        observed={_label(row): row for row in rows} if kind == "o_e" else {},
        problems=tuple(problems),
    )


def _refuse_undefined(review: Review, analysis: Analysis) -> None:
    for what, name, known in (
        ("outcome", analysis.outcome, review.outcomes),
        ("comparison", analysis.comparison, review.comparisons),
    ):
        if name not in known:
            raise EffectBankError(f"it names the {what} {name}, which is not defined")


def _label(row: ContrastRow) -> str:
    return part_of(row.contrast).label(row.study.name)


def _in_order_of_data(review: Review, plan: Analysis, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines as their rows stand in the data, which is the order of an imported file."""
    data: Sequence[Datum] = review.data.get(plan.outcome, ())
    contrasts: Sequence[Contrast] = review.contrasts.get(plan.outcome, ())
    of_contrasts = plan.outcome in review.outcomes and review.outcomes[plan.outcome].kind == CONTRASTS
    places: dict[tuple[str, Part], int] = {}
    rows: tuple[Datum | Contrast, ...] = (*contrasts, *data) if of_contrasts else (*data, *contrasts)
    for n, row in enumerate(rows):
        places.setdefault((row.study, part_of(row)), n)
    return tuple(sorted(lines, key=lambda line: places[line.study.name, line.part]))


def _kind_of(review: Review, plan: Analysis, lines: Sequence[Line], rows: Sequence[ContrastRow]) -> tuple[str, str]:
    """The kind that an analysis is told as; and why, where its own data cannot be told."""
    kind = review.outcomes[plan.outcome].kind
    if kind == CONTRASTS:
        by_observed = [row.contrast.o_e is not None or row.contrast.variance is not None for row in rows]
        given = [row.contrast.estimate is not None or row.contrast.se is not None for row in rows]
        if any(by_observed) and any(given):
            return "contrasts", "some of its rows are estimates, others O - E with its variance"
        return ("o_e" if any(by_observed) else "contrasts"), ""
    if kind == "rates":
        return "contrasts", "Review Manager has no events by person-time"
    if plan.measure not in OF_KIND[kind]:
        return "contrasts", f"Review Manager makes no {measure_named(plan.measure).display_label} of {kind}"
    if any(line.estimate is not None or line.se is not None for line in lines):
        return "contrasts", "some of its studies gave only an estimate"
    return kind, ""


def _converted(task: Task) -> Task:
    """The task with an estimate and its standard error for every line, pooled by inverse variance."""
    with np.errstate(all="ignore"):
        effects = effects_of(task.lines, task.kind, task.analysis)
    reasons = {gap.study: gap.reason for gap in effects.missing}
    lines = [
        _given(line, float(y), float(v), reasons.get(line.label, "not estimable"))
        for line, y, v in zip(task.lines, effects.yi, effects.vi, strict=True)
    ]
    plan = task.analysis
    log = measure_named(plan.measure).is_ratio
    measure = measure_of(words_of(plan.measure, "", log=log), log=log)
    return replace(
        task,
        kind="counts",
        lines=tuple(lines),
        analysis=replace(
            plan,
            measure=measure,
            method="IV",
            swap_events=False,
            measure_label=measure_named(plan.measure).display_label,
        ),
    )


def _given(line: Line, y: float, v: float, reason: str) -> Line:
    if math.isfinite(y) and v > 0:
        return replace(line, estimate=y, se=math.sqrt(v), reason="")
    return replace(line, estimate=None, se=None, reason=line.reason or reason)
