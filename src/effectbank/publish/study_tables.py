"""The studies of a review by status, those included first: as a table, or as blocks where much is told of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from effectbank.publish.study_blocks import StudyBlock, label_of, much_is_told, study_blocks, year_of
from effectbank.publish.tables import (
    ORIGIN_HEADS,
    Cell,
    Row,
    Table,
    number,
    origin,
    told,
    without_empty_columns,
    words,
)
from effectbank.review import Review
from effectbank.review.model import Arm, Study
from effectbank.words import StudyStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyList:
    """The studies of one status, with a caption that says which; a `table` or `blocks`."""

    caption: str
    table: Table | None
    blocks: tuple[StudyBlock, ...]


def study_lists(review: Review, reports: Mapping[str, int]) -> tuple[StudyList, ...]:
    """The lists that have a study in them, in the order of their status; `reports` counts each study's."""
    found = ((status, _with(review, status)) for status in StudyStatus)
    return tuple(_listed(review, status, studies, reports) for status, studies in found if studies)


def _listed(review: Review, status: StudyStatus, studies: Sequence[Study], reports: Mapping[str, int]) -> StudyList:
    caption = _caption(status, len(studies))
    if much_is_told(studies):
        return StudyList(caption=caption, table=None, blocks=study_blocks(review, studies, reports))
    return StudyList(caption=caption, table=_table(review, studies, caption), blocks=())


def _caption(status: StudyStatus, number: int) -> str:
    counted = "one study" if number == 1 else f"{number} studies"
    return f"The {counted} {_STATUS[status]}."


_STATUS = {
    StudyStatus.INCLUDED: "included",
    StudyStatus.EXCLUDED: "looked at and left out",
    StudyStatus.ONGOING: "still going on",
    StudyStatus.AWAITING: "awaiting a decision",
}


def _table(review: Review, studies: Sequence[Study], caption: str) -> Table:
    columns = list(dict.fromkeys(name for study in studies for name in study.fields))
    fixed = ("Study", "Year", "Country", "Randomised", "Arms", "Reason")
    heads = [
        *(Cell(name, "n" if name == "Randomised" else "") for name in fixed),
        *map(_head, columns),
        *ORIGIN_HEADS,
    ]
    counted = any(study.randomised is not None for study in studies)
    dated = any(map(year_of, studies))
    arms = _arms_of(review)
    rows = [
        Row(
            place=study.place,
            cells=(
                Cell(study.label),
                Cell(str(study.year) if dated and study.year is not None else ""),
                Cell(study.country),
                number(study.randomised) if counted else Cell(""),
                words(_arms(arms.get(study.name, ()))),
                told(study.reason),
                *(told(study.fields.get(column, "")) for column in columns),
                *origin(study.provenance),
            ),
        )
        for study in studies
    ]
    return without_empty_columns(Table(caption=caption, heads=heads, rows=rows, file="studies.csv"))


def _with(review: Review, status: StudyStatus) -> Sequence[Study]:
    return [study for study in review.studies.values() if study.status == status]


def _head(column: str) -> Cell:
    return Cell(label_of(column))


def _arms_of(review: Review) -> dict[str, list[Arm]]:
    found: dict[str, list[Arm]] = {}
    for arm in review.arms:
        found.setdefault(arm.study, []).append(arm)
    return found


def _arms(arms: Sequence[Arm]) -> str:
    """The arms in words; "" where nothing is known of any but the name its source's analyses give it."""
    if all(arm.name == arm.treatment and arm.randomised is None and not arm.description for arm in arms):
        return ""
    return "; ".join(_arm_words(arms))


def _arm_words(arms: Iterable[Arm]) -> Iterable[str]:
    for arm in arms:
        size = "" if arm.randomised is None else f" ({arm.randomised:,})"
        yield f"{arm.treatment.replace('_', ' ')}{size}"
