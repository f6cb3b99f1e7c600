"""risk-of-bias.csv as Review Manager imports it: by RoB 1 a study a row, by RoB 2 a result a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from effectbank.formats.cochrane.back.bias import OF_RESULTS, judgements_of
from effectbank.formats.cochrane.package.writing.bias import bias_of, bias_table, pair_of
from effectbank.formats.cochrane.package.writing.table import Cells
from effectbank.formats.cochrane.revman_csv.naming import Names
from effectbank.formats.cochrane.source import SourceJudgement
from effectbank.problems import Problem
from effectbank.review import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class BiasTable:
    """Its columns and rows, by whose tool; no rows where nothing was judged."""

    tool: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Cells] = ()
    domains: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def table_of(review: Review, names: Names) -> BiasTable:
    """The judgements of included studies, by one tool: Review Manager takes no two."""
    bias = bias_of(judgements_of(review, (), names.studies))
    if not bias.of_studies:
        return BiasTable()
    tool = bias.of_studies[0].tool
    if tool == OF_RESULTS:
        columns, rows = _by_result(bias.of_studies, names.outcomes)
    else:
        columns, rows = bias_table(bias)
    return BiasTable(
        tool=tool,
        columns=columns,
        rows=list(rows),
        domains=tuple(dict.fromkeys(one.domain for one in bias.of_studies)),
        problems=bias.problems,
    )


def _by_result(
    judgements: Iterable[SourceJudgement], outcomes: Mapping[str, str]
) -> tuple[Sequence[str], Iterable[Cells]]:
    """A study and outcome a row; the outcome is empty where the judgement is of the whole study."""
    columns: dict[str, None] = {"Study": None, "Outcome": None}
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for judgement in judgements:
        outcome = outcomes.get(judgement.outcome, judgement.outcome)
        row = rows.setdefault((judgement.study, outcome), {"Study": judgement.study, "Outcome": outcome})
        row |= pair_of(judgement, judgement.domain)
        columns |= dict.fromkeys(row)
    return list(columns), rows.values()
