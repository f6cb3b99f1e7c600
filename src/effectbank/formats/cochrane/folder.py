"""A Cochrane file's review as a folder's: the same studies, data, plans and words under the folder's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from effectbank.formats.cochrane import plan, rows
from effectbank.formats.cochrane.kept import files_of
from effectbank.formats.cochrane.prose import text_of
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.cochrane.studies import judgements_of, references_of, studies_of
from effectbank.problems import Place
from effectbank.review import Review
from effectbank.review.model import EntryCard, Study
from effectbank.review.text import targets
from effectbank.words import EntryKind

CITATION = "Cochrane Database of Systematic Reviews"
PACKAGE = "Cochrane data package"
NUMBERED = re.compile(r"\b[a-z]{2}\d{6}\b")  # CD001333, as the Library numbers its reviews


def review_of(source: SourceReview) -> Review:
    """The review, in memory: its places are those of the source's own file until it is written and read again."""
    studies = studies_of(source)
    planned = plan.planned_of(source)
    parted = {one.name: list(rows.parted(one, studies)) for one in planned}
    data = {one.name: tuple(rows.data_of(one, parted[one.name])) for one in planned}
    contrasts = {one.name: tuple(rows.contrasts_of(one, parted[one.name])) for one in planned}
    return Review(
        name=source.name,
        card=card_of(source),
        question=_filled(source.question),
        eligibility=_filled(source.eligibility),
        searches=source.searches,
        versions={},
        comparisons={one.comparison.name: one.comparison for one in planned},
        outcomes={one.name: plan.outcome_of(one) for one in planned},
        analyses={one.name: plan.analysis_of(one, source.preset) for one in planned},
        values={},
        studies={study.name: study for study in studies.values()},
        arms=tuple(rows.arms_of(planned, parted)),
        data={name: found for name, found in data.items() if found},
        contrasts={name: found for name, found in contrasts.items() if found},
        facts={},
        references=tuple(references_of(source, studies)),
        risk_of_bias=tuple(judgements_of(source.judgements, studies, _outcomes(planned))),
        text=text_of(source, _links(planned, studies)),
        stored=tuple(found for one in planned for found in rows.stored_of(one, parted[one.name])),
        files=files_of(source.kept),
        read_problems=source.problems,
    )


def _outcomes(planned: Iterable[plan.Planned]) -> dict[str, tuple[str, str]]:
    """Name and label of each outcome by the number of its analysis."""
    return {f"{one.source.comparison}.{one.source.number}": (one.name, one.source.name) for one in planned}


def _links(planned: Sequence[plan.Planned], studies: Mapping[str, Study]) -> dict[str, str]:
    """What the source's links lead to, by its own names, under the folder's."""
    analyses = {
        targets.analysis(f"{one.source.comparison}.{one.source.number}"): targets.analysis(one.name)
        for one in planned
    }
    return analyses | {targets.study(key): targets.study(study.name) for key, study in studies.items()}


def holds_anything(review: Review) -> bool:
    """Whether anything at all could be read: a study, an analysis, a word."""
    return bool(review.studies or review.analyses or review.text)


def card_of(source: SourceReview) -> EntryCard:
    """The entry's card; what the file does not tell is empty."""
    card = source.card
    doi = card.get("doi", "")
    return EntryCard(
        slug=source.name,
        kind=EntryKind.REVIEW,
        title=card.get("title", "") or NUMBERED.sub(lambda found: found[0].upper(), source.name),
        year=card.get("year"),
        authors=tuple(card.get("authors", ())),
        citation=card.get("citation", ""),
        title_url=card.get("title_url", "") or (f"https://doi.org/{doi}" if doi else ""),
        strapline="",
        key_points=(),
        subjects=(),
        acknowledgements=(),
        revised="",
        availability="",
        relevance="",
        linked=(),
        taken_from=PACKAGE if source.format.startswith("data package") else source.format,
        place=Place(file="entry.toml"),
    )


def _filled(texts: Any) -> dict[str, Any]:
    return {key: value for key, value in texts.items() if value}
