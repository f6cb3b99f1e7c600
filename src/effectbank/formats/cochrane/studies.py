"""The studies of a Cochrane file as those of a folder, with their reports and the judgements of their bias."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from effectbank.formats.cochrane.naming import Names
from effectbank.formats.cochrane.source import SourceJudgement, SourceReview, SourceStudy
from effectbank.review.model import Provenance, RiskOfBias, Study
from effectbank.review.reading.studies import COLUMNS
from effectbank.review.selecting import OF_DATA
from effectbank.words import Confidence

STATED = Provenance(confidence=Confidence.STATED)
# Columns that mean something else than what a heading of that name tells.
OWN = {*COLUMNS, *OF_DATA, "data_source"} - {"country"}
SOURCES = {"PUB": "published", "UNPUB": "unpublished", "MIX": "published and unpublished", "SOUGHT": "sought"}


def studies_of(source: SourceReview) -> dict[str, Study]:
    """Each study under its new name, by the key that the file knows it by; the key's first study stands."""
    names = Names()
    found: dict[str, Study] = {}
    for study in source.studies:
        if study.key not in found:
            found[study.key] = _study(study, names.new(study.name, "study"))
    return found


def _study(study: SourceStudy, name: str) -> Study:
    columns = Names()
    columns.given.update(OWN)
    fields = {columns.new(heading, "told"): text for heading, text in study.characteristics.items() if text}
    told = SOURCES.get(study.data_source, study.data_source)
    known = {"data_source": told} if told else {}
    return Study(
        name=name,
        label=study.name,
        year=study.year,
        country=fields.pop("country", ""),
        status=study.status,
        reason=study.reason,
        randomised=None,
        fields={**fields, **known, **_identifiers(study.identifiers, columns)},
        provenance=Provenance(),
        place=study.place,
    )


def _identifiers(given: Mapping[str, str], columns: Names) -> dict[str, str]:
    return {columns.new(kind, "identifier"): value for kind, value in given.items() if value}


def references_of(source: SourceReview, studies: Mapping[str, Study]) -> Iterator[Mapping[str, Any]]:
    """The document itself, then every report of every study, each told which study it is of."""
    names = Names()
    yield _document(source, names)
    for study in source.studies:
        for item in study.references:
            name = studies[study.key].name
            yield {**item, "id": names.new(name, "report"), "custom": {**item.get("custom", {}), "study": name}}
    for item in source.references:
        yield {**item, "id": names.new(str(item.get("id", "")), "reference")}


def _document(source: SourceReview, names: Names) -> Mapping[str, Any]:
    card = source.card
    year = card.get("year")
    item = {
        "id": names.new(source.name, "review"),
        "type": "article-journal",
        "title": card.get("title", ""),
        "author": [_person(author) for author in card.get("authors", ())],
        "issued": {"date-parts": [[year]]} if year else None,
        "container-title": "Cochrane Database of Systematic Reviews",
        "issue": card.get("issue", ""),
        "DOI": card.get("doi", ""),
        "note": "The document analysed.",
    }
    return {key: value for key, value in item.items() if value}


def _person(author: str) -> dict[str, str]:
    family, _, given = author.rpartition(" ")
    return {"family": family, "given": given} if family else {"literal": author}


def judgements_of(
    given: Iterable[SourceJudgement], studies: Mapping[str, Study], outcomes: Mapping[str, tuple[str, str]]
) -> Iterator[RiskOfBias]:
    """The judgements of studies that the file lists; `outcomes` are names and labels by their analysis's number.

    One of a result is of the outcome by its name; of a part of it, or a group of outcomes, in the file's words.
    """
    for judgement in given:
        if judgement.study in studies:
            yield RiskOfBias(
                tool=judgement.tool,
                study=studies[judgement.study].name,
                outcome=_outcome(judgement, outcomes),
                domain=judgement.domain,
                judgement=judgement.judgement,
                support=judgement.support,
                provenance=STATED,
                place=judgement.place,
            )


def _outcome(judgement: SourceJudgement, outcomes: Mapping[str, tuple[str, str]]) -> str:
    name, label = outcomes.get(judgement.analysis, ("", ""))
    return name if name and judgement.outcome == label else judgement.outcome
