"""Studies of which much is told: for each a block with its characteristics, its judgements of bias, its reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from effectbank.publish.bias_table import Light, domain_of, light_of
from effectbank.publish.rich import rich
from effectbank.publish.tables import HOW_KNOWN, anchor_of
from effectbank.review import Review
from effectbank.review.model import RiskOfBias, Study

LONG = 120  # characters of a characteristic, beyond which a cell of a table is too narrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement with what it rests on."""

    domain: str
    light: Light
    support: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyBlock:
    """A study: its label, what stands beside it in small, and what is told of it point by point."""

    label: str
    small: str
    anchor: str
    said: tuple[tuple[str, Markup], ...]
    judged: tuple[Judged, ...]
    reports: int
    reports_at: str


def much_is_told(studies: Iterable[Study]) -> bool:
    """Whether their characteristics need blocks."""
    return any(len(text) > LONG or "\n" in text for study in studies for text in study.fields.values())


def study_blocks(review: Review, studies: Sequence[Study], reports: Mapping[str, int]) -> tuple[StudyBlock, ...]:
    """A block a study; `reports` counts those in the list of references."""
    judged: dict[str, list[RiskOfBias]] = {}
    for one in review.risk_of_bias:
        judged.setdefault(one.study, []).append(one)
    return tuple(_block(study, judged.get(study.name, ()), reports.get(study.name, 0)) for study in studies)


def _block(study: Study, judged: Sequence[RiskOfBias], reports: int) -> StudyBlock:
    return StudyBlock(
        label=study.label,
        small=" · ".join(_small(study)),
        anchor=anchor_of(study.place),
        said=tuple((label_of(key), rich(text)) for key, text in _told(study) if text),
        judged=tuple(map(_judged, judged)),
        reports=reports,
        reports_at=reports_of(study.name),
    )


def _judged(one: RiskOfBias) -> Judged:
    return Judged(domain=domain_of(one), light=light_of(one.judgement), support=rich(one.support))


def year_of(study: Study) -> str:
    """Its year in print, unless its label tells it."""
    told = "" if study.year is None else str(study.year)
    return "" if told in study.label else told


def _small(study: Study) -> Iterable[str]:
    yield from filter(None, [year_of(study)])
    if study.country:
        yield study.country
    if study.randomised is not None:
        yield f"{study.randomised:,} randomised"


def _told(study: Study) -> Iterable[tuple[str, str]]:
    yield "Reason", study.reason
    yield from study.fields.items()
    known = study.provenance
    yield "How known", HOW_KNOWN[known.confidence] if known.confidence else ""
    yield "Source", known.source
    yield "Note", known.note


def label_of(key: str) -> str:
    """A column's name as it is printed."""
    return key.replace("_", " ").capitalize()


def reports_of(study: str) -> str:
    """The name, on the page, of a study's reports."""
    return f"reports-{study.replace('_', '-')}"
