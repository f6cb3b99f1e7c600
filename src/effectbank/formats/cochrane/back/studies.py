"""The studies of a folder with their reports, as a Cochrane file knows them: by their printed names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from effectbank.formats.cochrane.back import faults
from effectbank.formats.cochrane.naming import slug
from effectbank.formats.cochrane.source import SourceStudy
from effectbank.formats.cochrane.studies import SOURCES
from effectbank.problems import Problem
from effectbank.review import Review
from effectbank.review.model import Study

Item = Mapping[str, Any]
DOCUMENT = "The document analysed."  # as an import notes on the review's own reference
DATA_SOURCES = {words: code for code, words in SOURCES.items()}
HEADINGS = ("Methods", "Participants", "Interventions", "Outcomes", "Notes")  # of every table of characteristics


def names_of(studies: Iterable[Study], problems: list[Problem]) -> dict[str, str]:
    """The name of each study in the file, by its slug; one that another has is told with the slug beside it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for study in studies:
        label = " ".join(study.label.split()) or study.name
        name = label if label not in taken else f"{label} ({study.name})"
        if name != label:
            problems.append(faults.twice(study.place, label, name))
        names[study.name] = name
        taken.add(name)
    return names


def studies_of(review: Review, names: Mapping[str, str]) -> Iterator[SourceStudy]:
    """Each study, its columns as characteristics under a heading of their own."""
    reports = reports_of(review)
    for study in review.studies.values():
        yield SourceStudy(
            key=names[study.name],
            name=names[study.name],
            year=study.year,
            status=study.status,
            data_source=data_source_of(study),
            reason=study.reason,
            characteristics=dict(characteristics_of(study)),
            references=tuple(reports.get(study.name, ())),
            place=study.place,
        )


def data_source_of(study: Study) -> str:
    """PUB, UNPUB, MIX, SOUGHT; "" where the folder says nothing."""
    told = study.fields.get("data_source", "")
    return DATA_SOURCES.get(told, told)


def characteristics_of(study: Study) -> Iterator[tuple[str, str]]:
    """What its row says, by heading: Methods to Notes first, then other columns in their order."""
    fields = {"country": study.country, "randomised": "" if study.randomised is None else str(study.randomised)}
    told = {heading_of(column): text for column, text in {**fields, **study.fields}.items() if text}
    told.pop(heading_of("data_source"), None)
    yield from ((heading, told[heading]) for heading in HEADINGS if heading in told)
    yield from ((heading, text) for heading, text in told.items() if heading not in HEADINGS)


def heading_of(column: str) -> str:
    """A column as a heading: methods → Methods, length_of_stay → Length of stay; other words as they stand."""
    return column.replace("_", " ").capitalize() if column == slug(column) else column


def reports_of(review: Review) -> dict[str, list[Item]]:
    """The references of each study: those that say so, or that have its slug as their id."""
    found: dict[str, list[Item]] = {}
    for item in review.references:
        study = study_of(item, review)
        if study:
            found.setdefault(study, []).append(_without_study(item))
    return found


def study_of(item: Item, review: Review) -> str:
    """The study that a reference is a report of; "" for none."""
    custom = item.get("custom")
    told = custom.get("study") if isinstance(custom, Mapping) else item.get("id")
    return told if isinstance(told, str) and told in review.studies else ""


def is_of_no_study(item: Item, review: Review) -> bool:
    """Whether a reference is neither a study's report nor the document analysed itself."""
    return not study_of(item, review) and not str(item.get("note", "")).startswith(DOCUMENT)


def _without_study(item: Item) -> Item:
    custom = {key: value for key, value in (item.get("custom") or {}).items() if key != "study"}
    rest = {key: value for key, value in item.items() if key != "custom"}
    return {**rest, "custom": custom} if custom else rest
