"""The risk of bias table: a row a study, a column a domain, each judgement a word (never a colour alone)."""

from __future__ import annotations

from effectbank.publish.tables import Cell, Row, Table
from effectbank.review import Review
from effectbank.review.model import RiskOfBias

MARKS = {"low": "+", "high": "−", "unclear": "?", "some concerns": "!"}


def bias_tables(review: Review) -> tuple[Table, ...]:
    """One table for each tool used; () when nothing was judged."""
    tools = dict.fromkeys(judged.tool for judged in review.risk_of_bias)
    return tuple(_table(review, tool) for tool in tools)


def not_judged(review: Review) -> int:
    """How many included studies have no judgement at all."""
    judged = {row.study for row in review.risk_of_bias}
    return sum(1 for study in review.studies.values() if study.status == "included" and study.name not in judged)


def _table(review: Review, tool: str) -> Table:
    judged = [row for row in review.risk_of_bias if row.tool == tool]
    domains = list(dict.fromkeys(row.domain for row in judged))
    studies = dict.fromkeys((row.study, row.outcome) for row in judged)
    by_cell = {(row.study, row.outcome, row.domain): row for row in judged}
    rows = [
        Row(cells=(Cell(_name(review, *pair)), *(_judgement(by_cell.get((*pair, domain))) for domain in domains)))
        for pair in studies
    ]
    heads = (Cell("Study"), *(Cell(domain.capitalize()) for domain in domains))
    return Table(
        caption=f"Risk of bias, by {tool or 'an unnamed tool'}.", heads=heads, rows=rows, file="risk_of_bias.csv"
    )


def _name(review: Review, study: str, outcome: str) -> str:
    label = review.studies[study].label if study in review.studies else study
    return (
        f"{label} ({review.outcomes[outcome].label if outcome in review.outcomes else outcome})"
        if outcome
        else label
    )


def _judgement(judged: RiskOfBias | None) -> Cell:
    if judged is None:
        return Cell("not judged", "unknown")
    mark = MARKS.get(judged.judgement.casefold(), "")
    support = f": {judged.support}" if judged.support else ""
    return Cell(f"{mark} {judged.judgement}{support}".strip())
