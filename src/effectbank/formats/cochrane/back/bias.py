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
    results = _results(told)
    for row in review.risk_of_bias:
        if row.study not in names:
            continue
        of_result = row.tool == OF_RESULTS and row.outcome
        meant = results.get((row.study, row.outcome), []) if of_result else []
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


def _results(told: Sequence[Told]) -> Mapping[tuple[str, str], list[Meant]]:
    """The analyses that have a study, by every word for the result: the outcome, its label, a subgroup of it."""
    found: dict[tuple[str, str], dict[Meant, None]] = {}
    for one in told:
        label, number = one.analysis.label, ".".join(one.number)
        by = one.plan.subgroups or "subgroup"
        for line in one.task.lines:
            for called in (one.analysis.outcome, one.analysis.name, label):
                found.setdefault((line.study.name, called), {})[number, label] = None
            of_group = f"{label}: {group_of(line.study, line.part, by)}"
            found.setdefault((line.study.name, of_group), {})[number, of_group] = None
    return {key: list(meant) for key, meant in found.items()}
