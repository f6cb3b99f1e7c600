"""study-information.csv: a study a row, its characteristics a column each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from effectbank.formats.cochrane.package.studies import CHARACTERISTIC, REASON
from effectbank.formats.cochrane.package.tables import INFORMATION
from effectbank.formats.cochrane.package.writing.table import Cells
from effectbank.formats.cochrane.source import SourceStudy

USUAL = ("Methods", "Participants", "Interventions", "Outcomes", "Notes")  # columns of every package


def information_table(studies: Sequence[SourceStudy]) -> tuple[Sequence[str], Iterable[Cells]]:
    """Its columns and rows."""
    headings = dict.fromkeys((*USUAL, *(heading for study in studies for heading in study.characteristics)))
    if any(study.reason for study in studies):
        headings[REASON] = None
    columns = [*INFORMATION, *(f"{CHARACTERISTIC}{heading}" for heading in headings)]
    return columns, _rows(studies)


def _rows(studies: Iterable[SourceStudy]) -> Iterator[Cells]:
    for study in studies:
        told = {**study.characteristics, **({REASON: study.reason} if study.reason else {})}
        yield {
            "Study": study.name,
            "Year": "" if study.year is None else str(study.year),
            "Data source": study.data_source,
            **{f"{CHARACTERISTIC}{heading}": text for heading, text in told.items()},
        }
