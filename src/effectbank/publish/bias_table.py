"""Risk of bias as a matrix: a row a study, a column a domain, each judgement a word beside its light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from effectbank.publish.tables import Cell, Row, Table, told
from effectbank.review import Review
from effectbank.review.model import RiskOfBias
from effectbank.words import StudyStatus

SIGNS = {
    "low": "+", "unclear": "?", "some concerns": "!", "moderate": "!", "high": "−", "serious": "−", "critical": "−",
}  # fmt: skip
LIGHTS = {"+": "low", "?": "unclear", "!": "unclear", "−": "high"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A judgement as it is shown: its word, the sign in its light and the light's colour ("" for neither)."""

    word: str
    sign: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BiasTable:
    """The judgements of one tool: of whole studies, or of one outcome. `totals` counts each domain's, in words."""

    caption: str
    domains: tuple[tuple[str, str], ...]  # each with what stands under it, in small
    rows: tuple[tuple[str, tuple[Light, ...]], ...]
    totals: tuple[str, ...]


def bias_tables(review: Review) -> tuple[BiasTable, ...]:
    """For each tool a table of whole studies and groups of outcomes, and one for each outcome judged by itself."""
    parts: dict[tuple[str, str], list[RiskOfBias]] = {}
    for judged in review.risk_of_bias:
        of = judged.outcome if judged.outcome in review.outcomes else ""
        parts.setdefault((judged.tool, of), []).append(judged)
    return tuple(_table(review, tool, of, judged) for (tool, of), judged in parts.items())


def support_table(review: Review) -> Table | None:
    """What each judgement rests on, where that is told."""
    rows = [
        Row(
            place=judged.place,
            cells=(
                Cell(label_of(review, judged.study)),
                Cell(domain_of(judged)),
                Cell(judged.judgement),
                told(judged.support),
            ),
        )
        for judged in review.risk_of_bias
        if judged.support
    ]
    heads = (Cell("Study"), Cell("Domain"), Cell("Judgement"), Cell("What it rests on"))
    caption = "What the judgements of bias rest on."
    return Table(caption=caption, heads=heads, rows=rows, file="risk_of_bias.csv") if rows else None


def not_judged(review: Review) -> tuple[str, ...]:
    """The included studies that have no judgement at all."""
    judged = {row.study for row in review.risk_of_bias}
    included = (study for study in review.studies.values() if study.status is StudyStatus.INCLUDED)
    return tuple(study.name for study in included if study.name not in judged)


def domain_of(judged: RiskOfBias) -> str:
    """The domain, and the group of outcomes where the judgement is of one."""
    return f"{judged.domain}: {judged.outcome}" if judged.outcome else judged.domain


def light_of(judgement: str) -> Light:
    """How a judgement is shown."""
    sign = SIGNS.get(judgement.casefold(), "")
    return Light(word=judgement or "unknown", sign=sign, colour=LIGHTS.get(sign, ""))


def _table(review: Review, tool: str, of: str, judged: Sequence[RiskOfBias]) -> BiasTable:
    domain = (lambda one: one.domain) if of else domain_of
    domains = tuple(dict.fromkeys(map(domain, judged)))
    studies: dict[str, dict[str, RiskOfBias]] = {}
    for one in judged:
        studies.setdefault(one.study, {}).setdefault(domain(one), one)
    for name in () if of else not_judged(review):  # they stand in the table of whole studies, as not judged
        studies[name] = {}
    lights = [[_light(found.get(name)) for name in domains] for found in studies.values()]
    what = f" of {review.outcomes[of].label}" if of else ""
    return BiasTable(
        caption=f"Risk of bias{what}, by {tool or 'an unnamed tool'}.",
        domains=tuple(map(_head, domains)),
        rows=tuple((label_of(review, study), tuple(row)) for study, row in zip(studies, lights, strict=True)),
        totals=tuple(map(_counted, zip(*lights, strict=True))),
    )


def label_of(review: Review, study: str) -> str:
    """How a study is called, known or not."""
    return review.studies[study].label if study in review.studies else study


def _head(domain: str) -> tuple[str, str]:
    """A domain and the kind of bias it names in brackets, if it does."""
    name, bracket, rest = domain.partition(" (")
    return (_capital(name), f"({rest}") if bracket else (_capital(domain), "")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _light(judged: RiskOfBias | None) -> Light:
    return Light(word="not judged") if judged is None else light_of(judged.judgement)


def _counted(lights: Iterable[Light]) -> str:
    counted = Counter(light.word for light in lights)
    words = sorted(counted, key=lambda word: (word not in SIGNS, list(SIGNS).index(word) if word in SIGNS else 0))
    return ", ".join(f"{counted[word]} {word}" for word in words)
