"""Judgements of risk of bias: risk-of-bias.csv for studies, further columns of data-rows for results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from effectbank.formats.cochrane.back import faults
from effectbank.formats.cochrane.package.writing.table import Cells
from effectbank.formats.cochrane.source import SourceAnalysis, SourceJudgement
from effectbank.problems import Problem

WORDS = {"low": "Low risk", "unclear": "Unclear risk", "high": "High risk"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bias:
    """The judgements of a review, parted: those of studies, by one tool, and those of results by whose they are."""

    of_studies: tuple[SourceJudgement, ...]
    of_results: Mapping[tuple[str, str], tuple[SourceJudgement, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that data-rows get."""
        every = (judgement.domain for found in self.of_results.values() for judgement in found)
        return tuple(column for domain in dict.fromkeys(every) for column in _of_result(domain))

    def cells(self, study: str, analysis: SourceAnalysis, subgroup: str) -> Cells:
        """What data-rows say of a row's result: of its subgroup's own, else of the whole analysis's."""
        found: dict[str, str] = {}
        meant = self.of_results.get((study, f"{analysis.comparison}.{analysis.number}"), ())
        of_subgroups = [judgement for judgement in meant if judgement.outcome.startswith(f"{analysis.name}: ")]
        own = [judgement for judgement in of_subgroups if judgement.outcome == f"{analysis.name}: {subgroup}"]
        for judgement in (*(one for one in meant if one not in of_subgroups), *own):
            found |= dict(zip(_of_result(judgement.domain), _words(judgement), strict=True))
        return found


def bias_of(judgements: Iterable[SourceJudgement]) -> Bias:
    """The judgements; the table of studies takes one tool's, that which most of them are of."""
    of_results: dict[tuple[str, str], list[SourceJudgement]] = {}
    others = []
    for judgement in judgements:
        if judgement.analysis:
            of_results.setdefault((judgement.study, judgement.analysis), []).append(judgement)
        else:
            others.append(judgement)
    tools = Counter(judgement.tool for judgement in others)
    kept = tools.most_common(1)[0][0] if tools else ""
    return Bias(
        of_studies=tuple(judgement for judgement in others if judgement.tool == kept),
        of_results={key: tuple(found) for key, found in of_results.items()},
        problems=tuple(
            faults.other_tool(next(one.place for one in others if one.tool == tool), tool, number, kept)
            for tool, number in tools.items()
            if tool != kept
        ),
    )


def bias_table(bias: Bias) -> tuple[Sequence[str], Iterable[Cells]]:
    """The columns and rows of risk-of-bias.csv: a study a row, a domain two columns."""
    columns: dict[str, None] = {"Study": None}
    rows: dict[str, dict[str, str]] = {}
    for judgement in bias.of_studies:
        row = rows.setdefault(judgement.study, {"Study": judgement.study})
        row |= pair_of(judgement, _domain(judgement))
        columns |= dict.fromkeys(row)
    return list(columns), rows.values()


def pair_of(judgement: SourceJudgement, domain: str) -> Cells:
    """A judgement and its support under the two columns of a domain."""
    columns = f"Domain (judgement): {domain}", f"Domain (support): {domain}"
    return dict(zip(columns, _words(judgement), strict=True))


def _domain(judgement: SourceJudgement) -> str:
    """As Review Manager heads it: with the group of outcomes that it is of, which no other column tells."""
    return f"{judgement.domain}: {judgement.outcome}" if judgement.outcome else judgement.domain


def _of_result(domain: str) -> tuple[str, str]:
    return f"{domain} (judgement)", f"{domain} (support)"


def _words(judgement: SourceJudgement) -> tuple[str, str]:
    words = judgement.judgement
    return WORDS.get(words, words[:1].upper() + words[1:]), judgement.support
