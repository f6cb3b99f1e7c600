"""Judgements of risk of bias: a study's in risk-of-bias.csv, a result's in further columns of data-rows.csv.

Both write a domain as two columns, "… (judgement): Allocation" and "… (support): Allocation" (or, in data-rows,
"Allocation (judgement)" and "Allocation (support)").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from effectbank.formats.cochrane.package.tables import GROUP, NAME, NUMBER, SUBGROUP
from effectbank.formats.cochrane.source import SourceJudgement
from effectbank.problems import Place
from effectbank.review.reading.sheet import Row, Sheet

PAIRED = re.compile(
    r"(?P<before>.*?)\s*\((?P<part>judgement|judgment|support)\)\s*:?\s*(?P<after>.*)", re.IGNORECASE
)
OF_NO_DOMAIN = re.compile(r"(domain|risk of bias( 2)?|rob ?2?)[:\s]*", re.IGNORECASE)
JUDGEMENTS = {"low risk": "low", "high risk": "high", "unclear risk": "unclear", "low risk of bias": "low",
              "high risk of bias": "high", "unclear risk of bias": "unclear"}  # fmt: skip
ONLY_ROB_2 = "some concerns"
ONLY_ROBINS_I = frozenset({"moderate", "serious", "critical", "moderate risk", "serious risk", "critical risk"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A domain and the columns of its judgement and its support; "" where one is missing."""

    name: str
    judgement: str = ""
    support: str = ""

    @property
    def columns(self) -> tuple[str, str]:
        """Both."""
        return self.judgement, self.support


def domains_of(columns: Iterable[str]) -> tuple[Domain, ...]:
    """The domains among a table's columns, in their order."""
    found: dict[str, dict[str, str]] = {}
    for column in columns:
        pair = PAIRED.fullmatch(column)
        if pair:
            name = pair["after"] or OF_NO_DOMAIN.sub("", pair["before"], count=1)
            part = "support" if pair["part"].casefold() == "support" else "judgement"
            found.setdefault(name, {}).setdefault(part, column)
    return tuple(Domain(name=name, **parts) for name, parts in found.items())


def of_studies(sheet: Sheet) -> list[SourceJudgement]:
    """The judgements of risk-of-bias.csv. They are RoB 1 unless their words are of another tool."""
    domains = domains_of(sheet.columns)
    made = [judgement for row in sheet.rows for judgement in _judged(row, domains, row.cells.get("Outcome", ""))]
    words = {judgement.judgement for judgement in made}
    tool = "RoB 2" if ONLY_ROB_2 in words else "ROBINS-I" if words & ONLY_ROBINS_I else "RoB 1"
    return [_of_tool(judgement, tool) for judgement in made] if tool != "RoB 1" else made


def of_results(rows: Iterable[Row], domains: tuple[Domain, ...]) -> list[SourceJudgement]:
    """The RoB 2 judgements of data rows, each of one result; what another row of it repeats adds none."""
    seen: dict[tuple[str, str, str], SourceJudgement] = {}
    made: list[SourceJudgement] = []
    for row in rows:
        analysis = f"{row.cells[GROUP]}.{row.cells[NUMBER]}"
        for judgement in _judged(row, domains, row.cells[NAME]):
            key = (judgement.study, analysis, judgement.domain)
            first = seen.setdefault(key, judgement)
            if first is judgement:
                made.append(_of_tool(judgement, "RoB 2", analysis))
            elif first != judgement:
                outcome = f"{judgement.outcome}: {row.cells[SUBGROUP]}"
                made.append(_of_tool(judgement, "RoB 2", analysis, outcome))
    return made


def _judged(row: Row, domains: tuple[Domain, ...], outcome: str) -> Iterator[SourceJudgement]:
    cells: Mapping[str, str] = row.cells
    for domain in domains:
        words, support = cells.get(domain.judgement, ""), cells.get(domain.support, "")
        if words or support:
            yield SourceJudgement(
                tool="RoB 1",
                study=cells["Study"],
                domain=domain.name,
                judgement=judgement_of(words),
                support=support,
                outcome=outcome,
                place=Place(file=row.file, line=row.line, key=domain.judgement or domain.support),
            )


@lru_cache(maxsize=1000)
def judgement_of(words: str) -> str:
    """A judgement in the words of the folder: "low" for "Low risk"; any other as it is, in small letters."""
    small = words.casefold()
    return JUDGEMENTS.get(small, small)


def _of_tool(judgement: SourceJudgement, tool: str, analysis: str = "", outcome: str = "") -> SourceJudgement:
    return SourceJudgement(
        tool=tool,
        study=judgement.study,
        domain=judgement.domain,
        judgement=judgement.judgement,
        support=judgement.support,
        outcome=outcome or judgement.outcome,
        analysis=analysis,
        place=judgement.place,
    )
