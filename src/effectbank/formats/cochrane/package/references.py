"""The reference lists of a package: which studies are in which, the reports of each, and references of none.

A record names its study by NS. Lists name studies that have no report as well: a record with nothing else in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from effectbank.formats.cochrane.package import faults
from effectbank.formats.cochrane.package.files import File
from effectbank.formats.cochrane.source import SourceStudy
from effectbank.formats.csl_json import item_of
from effectbank.formats.ris import read_ris
from effectbank.problems import Place, Problem
from effectbank.screening.record import Record
from effectbank.words import StudyStatus

STUDY = "ris:NS"
NOT_TOLD = ("byte-order-mark", "record-no-title")  # some only name a study
LISTS = (StudyStatus.INCLUDED, StudyStatus.EXCLUDED, StudyStatus.AWAITING, StudyStatus.ONGOING)
Item = Mapping[str, Any]


@dataclass(slots=True)
class References:
    """What the lists say: the studies of each, their reports, references of no study; and what was wrong."""

    statuses: dict[str, tuple[StudyStatus, Place]] = field(default_factory=dict)
    reports: dict[str, list[Item]] = field(default_factory=dict)
    others: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, name: str, file: File) -> None:
        """One list: the studies of a status, or references of the review itself."""
        found = read_ris(file.path, file.raw)
        self.problems += [problem for problem in found.problems if problem.code not in NOT_TOLD]
        status = next((status for status in LISTS if status in name), None)
        nameless = 0
        for record in found.records:
            study = next((value for key, value in record.other if key == STUDY), "")
            place = record.place or Place(file=file.path)
            if status and study:
                self._list(study, status, place)
                self.reports.setdefault(study, []).extend(_items(record, f"{study} {len(self.reports[study]) + 1}"))
            else:
                self.others += _items(record, str(len(self.others) + 1))
                nameless += status is not None
        if nameless:
            self.problems.append(faults.nameless_references(file.path, nameless))

    def _list(self, study: str, status: StudyStatus, place: Place) -> None:
        first, _ = self.statuses.setdefault(study, (status, place))
        if first is not status:
            self.problems.append(faults.two_lists(place, study, first, status))


def _items(record: Record, key: str) -> Iterator[Item]:
    """The record as CSL-JSON, its own id or else the `key` as id; nothing where it only named a study."""
    other = tuple(pair for pair in record.other if pair[0] != STUDY)
    bare = replace(record, key=record.key or key, other=other)
    if bare != Record(key=key, kind=record.kind, written=record.written):
        yield item_of(bare, bare.key)


def references_of(lists: Mapping[str, File]) -> References:
    """All lists, that of the included studies first: where a study is in two, the first stands."""
    found = References()
    order = [str(status) for status in LISTS]
    for name in sorted(lists, key=lambda name: next((n for n, s in enumerate(order) if s in name), len(order))):
        found.read(name, lists[name])
    return found


def add_to(studies: dict[str, SourceStudy], found: References) -> None:
    """Each study's status and reports; studies that only a list names are added."""
    for name, (status, place) in found.statuses.items():
        known = studies.get(name) or SourceStudy(key=name, name=name, place=place)
        studies[name] = replace(known, status=status, references=tuple(found.reports[name]))
