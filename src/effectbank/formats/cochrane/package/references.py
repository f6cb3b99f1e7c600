"""A package's lists in RIS: which list a study stands in, and its reports; references of no study."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from effectbank.formats.cochrane.package.files import File
from effectbank.formats.cochrane.source import SourceStudy
from effectbank.formats.csl_json import csl_json_of
from effectbank.formats.ris import read_ris
from effectbank.problems import Place, Problem
from effectbank.screening.record import Record
from effectbank.words import StudyStatus

Item = Mapping[str, Any]
STUDY = "ris:NS"  # the tag by which Review Manager names the study
NO_REPORT = Record(kind="article-journal")  # of a study that has none: its list names it all the same
STATUSES = {
    "included": StudyStatus.INCLUDED, "excluded": StudyStatus.EXCLUDED, "ongoing": StudyStatus.ONGOING,
    "awaiting": StudyStatus.AWAITING, "awaiting-classification": StudyStatus.AWAITING,
}  # fmt: skip
PASSED_OVER = ("byte-order-mark", "record-no-title")  # the mark is as it should be; a study may have no report


@dataclass(slots=True, kw_only=True)
class Lists:
    """Reads the lists of one package into its studies, which are known by their names."""

    studies: dict[str, SourceStudy]
    problems: list[Problem]
    others: list[Item] = field(default_factory=list)

    def read(self, files: Mapping[str, File]) -> None:
        """Each list, by the name of its file."""
        for name, file in files.items():
            found = read_ris(file.path, file.raw)
            self.problems += [problem for problem in found.problems if problem.code not in PASSED_OVER]
            for record in found.records:
                self._add(record, name, Place(file=file.path) if record.place is None else record.place)

    def _add(self, record: Record, name: str, place: Place) -> None:
        told = [words for key, words in record.other if key == STUDY]
        report = replace(record, other=tuple(pair for pair in record.other if pair[0] != STUDY))
        if not told:
            self.others.append(_item(report))
            return
        study = self.studies.get(told[0]) or SourceStudy(key=told[0], name=told[0], place=place)
        reports = () if report == NO_REPORT else (_item(report),)
        self.studies[study.key] = replace(
            study, status=STATUSES.get(name, study.status), references=(*study.references, *reports)
        )


def _item(record: Record) -> Item:
    """A record as an item of CSL-JSON."""
    items: list[Item] = json.loads(csl_json_of([record]))
    return items[0]
