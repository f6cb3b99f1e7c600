"""The reports of studies as lists in RIS, each telling by NS which study it is of, as Review Manager reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from effectbank.formats.bibliography.ris_writing import ris_of
from effectbank.formats.cochrane.package.references import STUDY
from effectbank.formats.cochrane.package.studies import REASON
from effectbank.formats.cochrane.source import SourceStudy
from effectbank.formats.csl_json import record_of
from effectbank.screening.record import Record
from effectbank.words import StudyStatus

LISTS = {
    StudyStatus.INCLUDED: "included", StudyStatus.EXCLUDED: "excluded", StudyStatus.ONGOING: "ongoing",
    StudyStatus.AWAITING: "awaiting",
}  # fmt: skip
NO_REPORT = Record(kind="article-journal")  # of a study that has none: its list names it all the same


def lists_of(studies: Iterable[SourceStudy], *, reasons: bool = False) -> dict[str, bytes]:
    """The lists that aren't empty, by name; with `reasons`, why a study was excluded is a note on its reports."""
    by_status: dict[StudyStatus, list[SourceStudy]] = {}
    for study in studies:
        by_status.setdefault(study.status, []).append(study)
    return {
        name: ris_bytes(_reports(by_status[status], reasons=reasons))
        for status, name in LISTS.items()
        if status in by_status
    }


def _reports(studies: Iterable[SourceStudy], *, reasons: bool) -> Iterator[Record]:
    for study in studies:
        note = (f"{REASON}: {study.reason}",) if reasons and study.reason else ()
        for report in map(record_of, study.references) if study.references else [NO_REPORT]:
            yield replace(report, notes=(*report.notes, *note), other=(*report.other, (STUDY, study.name)))


def ris_bytes(records: Iterable[Record]) -> bytes:
    """A list as a file, with the mark that Review Manager begins its own with."""
    return ris_of(records).encode("utf-8-sig", "replace")
