"""What reading a file of records gives, with its count: as many read and rejected as begin in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.retractions import with_retractions
from effectbank.formats.bibliography.tagged import Fields, Lines
from effectbank.problems import Place, Problem
from effectbank.screening.identifiers import serial_number
from effectbank.screening.record import Pairs, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsRead:
    """The records of a file, the Problems met, and how many records begin in it: `starts` = `read` + `rejected`."""

    file: str
    format: str
    starts: int
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]

    @property
    def read(self) -> int:
        """How many records were read."""
        return len(self.records)

    @property
    def rejected(self) -> int:
        """How many were not; each is told by a Problem with its line or key."""
        return sum(problem.code == faults.REJECTED for problem in self.problems)


@dataclass(slots=True, kw_only=True)
class Reading:
    """A file while it is read."""

    file: str
    format: str
    starts: int = 0
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dois: set[str] = field(default_factory=set)
    tallies: dict[Callable[[Place, int], Problem], list[Place]] = field(default_factory=dict)

    def tally(self, fault: Callable[[Place, int], Problem], place: Place) -> None:
        """Note a fault that many records of a file may have; they are told as one Problem, at the first place."""
        self.tallies.setdefault(fault, []).append(place)

    def add(self, record: Record, place: Place) -> None:
        """A record that was read."""
        self.records.append(with_retractions(record))
        if not record.title:
            self.tally(faults.no_title, place)
        if record.doi in self.dois:
            self.tally(faults.same_doi, place)
        elif record.doi:
            self.dois.add(record.doi)

    def reject(self, place: Place, reason: str, hint: str = "") -> None:
        """A record that begins in the file and isn't read."""
        self.problems.append(faults.rejected(place, reason, hint))

    def done(self) -> RecordsRead:
        """The reading, at its end, with its count proved."""
        told = [fault(places[0], len(places)) for fault, places in self.tallies.items()]
        rejected = sum(problem.code == faults.REJECTED for problem in self.problems)
        if len(self.records) + rejected != self.starts:
            told.append(faults.miscounted(self.file, self.starts, len(self.records), rejected))
        if not self.starts:
            told.append(faults.no_records(self.file, self.format))
        return RecordsRead(
            file=self.file,
            format=self.format,
            starts=self.starts,
            records=tuple(self.records),
            problems=(*self.problems, *told),
        )


def tell_between(stray: Lines, reading: Reading) -> None:
    """Tell of lines that stand between records; blank ones say nothing."""
    filled = [(number, line.strip()) for number, line in stray if line.strip()]
    if filled:
        line, sample = filled[0]
        reading.problems.append(faults.between(Place(file=reading.file, line=line), len(filled), sample))


def serial_numbers(fields: Fields, *tags: str) -> Pairs:
    """ISSNs and ISBNs, each once; one with words around it ("2041-1723 (electronic)") stays as well."""
    ids: dict[tuple[str, str], None] = {}
    for tag in tags:
        for words in fields.seen(tag):
            if found := serial_number(words):
                ids[found] = None
                if found[1] == words:
                    fields.take_if(tag, words)
    return tuple(ids)
