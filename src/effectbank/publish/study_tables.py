"""The studies of a review as tables: those included, with all that is known of each, and the others, with why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from effectbank.publish.tables import (
    ORIGIN_HEADS,
    Cell,
    Row,
    Table,
    number,
    origin,
    without_empty_columns,
    words,
)
from effectbank.review import Review
from effectbank.review.model import Study
from effectbank.words import StudyStatus


def study_tables(review: Review) -> tuple[Table, ...]:
    """The tables that have a row in them, in the order of their status."""
    built = (_included(review), *(_others(review, status) for status in StudyStatus if status != "included"))
    return tuple(without_empty_columns(table) for table in built if table.rows)


def _included(review: Review) -> Table:
    studies = _with(review, StudyStatus.INCLUDED)
    columns = list(dict.fromkeys(name for study in studies for name in study.fields))
    heads = [
        Cell("Study"),
        Cell("Country"),
        Cell("Randomised", "n"),
        Cell("Arms"),
        *map(_head, columns),
        *ORIGIN_HEADS,
    ]
    rows = [
        Row(
            place=study.place,
            cells=(
                Cell(study.label),
                Cell(study.country),
                number(study.randomised),
                words(_arms(review, study)),
                *(words(study.fields.get(column, "")) for column in columns),
                *origin(study.provenance),
            ),
        )
        for study in studies
    ]
    return Table(caption=f"The {len(studies)} studies included.", heads=heads, rows=rows, file="studies.csv")


def _others(review: Review, status: StudyStatus) -> Table:
    rows = [
        Row(
            place=study.place,
            cells=(Cell(study.label), Cell(study.country), words(study.reason), *origin(study.provenance)),
        )
        for study in _with(review, status)
    ]
    heads = (Cell("Study"), Cell("Country"), Cell("Reason"), *ORIGIN_HEADS)
    return Table(caption=f"Studies {_STATUS[status]}.", heads=heads, rows=rows, file="studies.csv")


_STATUS = {
    StudyStatus.EXCLUDED: "looked at and left out",
    StudyStatus.ONGOING: "still going on",
    StudyStatus.AWAITING: "awaiting a decision",
}


def _with(review: Review, status: StudyStatus) -> Sequence[Study]:
    return [study for study in review.studies.values() if study.status == status]


def _head(column: str) -> Cell:
    return Cell(column.replace("_", " ").capitalize())


def _arms(review: Review, study: Study) -> str:
    return "; ".join(_arm_words(review, study))


def _arm_words(review: Review, study: Study) -> Iterable[str]:
    for arm in review.arms:
        if arm.study == study.name:
            size = "" if arm.randomised is None else f" ({arm.randomised:,})"
            yield f"{arm.treatment.replace('_', ' ')}{size}"
