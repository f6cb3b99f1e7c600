"""Judgements of risk of bias, those of a result told of every analysis that it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from effectbank.formats.cochrane.back.told import Told
from effectbank.formats.cochrane.source import SourceJudgement
from effectbank.review import Review
from effectbank.review.model import RiskOfBias
from effectbank.review.selecting import group_of

Meant = tuple[str, str]  # the number of an analysis, and what it calls the result
OF_RESULTS = "RoB 2"


def judgements_of(review: Review, told: Sequence[Told], names: Mapping[str, str]) -> Iterator[SourceJudgement]:
    """Each judgement; one of an outcome is of that outcome's result in each analysis that has the study.

    Where a study has several judgements of one outcome and domain, they are of its analyses in order, one each.
    """
    times = Counter(map(_what, review.risk_of_bias))
    told_before: Counter[tuple[str, ...]] = Counter()
    for row in review.risk_of_bias:
        if row.study not in names:
            continue
        meant = list(_meant(row, told)) if row.tool == OF_RESULTS and row.outcome else []
        if times[_what(row)] > 1:
            meant = meant[told_before[_what(row)] :][:1]
        told_before[_what(row)] += 1
        for number, outcome in meant or [("", row.outcome)]:
            yield SourceJudgement(
                tool=row.tool or "RoB 1",
                study=names[row.study],
                domain=row.domain,
                judgement=row.judgement,
                support=row.support,
                outcome=outcome,
                analysis=number,
                place=row.place,
            )


def _what(row: RiskOfBias) -> tuple[str, ...]:
    return row.tool, row.study, row.outcome, row.domain


def _meant(row: RiskOfBias, told: Sequence[Told]) -> Iterator[Meant]:
    """The analyses whose result for the study a judgement is of, with the subgroup where it names one."""
    for one in told:
        label, number = one.analysis.label, ".".join(one.number)
        by = one.plan.subgroups or "subgroup"
        lines = [line for line in one.task.lines if line.study.name == row.study]
        if lines and row.outcome in (one.analysis.outcome, one.analysis.name, label):
            yield number, label
        elif any(row.outcome == f"{label}: {group_of(line.study, line.part, by)}" for line in lines):
            yield number, row.outcome
