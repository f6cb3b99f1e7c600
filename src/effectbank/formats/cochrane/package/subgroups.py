"""The subgroups of an analysis by their numbers; rows seldom tell them, and are put in theirs by its name.

Where two have one name, the rows between them are parted by how many people each subgroup's own row counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from effectbank.formats.cochrane.package import faults
from effectbank.formats.cochrane.package.cells import NoNumber, count
from effectbank.formats.cochrane.package.tables import PEOPLE, SUBGROUP, SUBGROUP_NUMBER
from effectbank.problems import Problem
from effectbank.review.reading.sheet import Row


@dataclass(slots=True)
class Subgroups:
    """Numbers given so far, by name (of two subgroups of one name the first) and all of them."""

    by_name: dict[str, str] = field(default_factory=dict)
    by_line: dict[int, str] = field(default_factory=dict)  # of the rows of subgroups of one name
    taken: set[str] = field(default_factory=set)
    highest: int = 0

    def fresh(self) -> str:
        """A number that no subgroup has, after the others."""
        self.highest += 1
        while str(self.highest) in self.taken:
            self.highest += 1
        return str(self.highest)

    def add(self, name: str, number: str) -> None:
        """A subgroup."""
        self.taken.add(number)
        self.by_name.setdefault(name, number)

    def of(self, row: Row) -> str:
        """The number of a row's subgroup; "" where it is in none."""
        name, number = row.cells[SUBGROUP], row.cells.get(SUBGROUP_NUMBER, "")
        number = number or self.by_line.get(row.line, "") or self.by_name.get(name, "")
        if name and not number:
            number = self.fresh()
        if name and number not in self.taken:
            self.add(name, number)
        return number


def numbered(
    rows: Sequence[Row], of_studies: Sequence[Row], analysis: str, problems: list[Problem]
) -> tuple[Subgroups, list[tuple[str, Row]]]:
    """The subgroups that have results, each with its row. Two of one name or number are kept apart, and told."""
    known = Subgroups()
    found = []
    twice: dict[str, Row] = {}
    known.taken |= {number for row in rows if (number := row.cells.get(SUBGROUP_NUMBER, ""))}
    seen: set[str] = set()
    for row in rows:
        name, number = row.cells[SUBGROUP], row.cells.get(SUBGROUP_NUMBER, "")
        if name in known.by_name:
            twice.setdefault(name, row)
        if not number or number in seen:
            number = known.fresh()
        seen.add(number)
        known.add(name, number)
        found.append((number, row))
    for name, row in twice.items():
        parted = _parted(
            [one for one in of_studies if one.cells[SUBGROUP] == name],
            [(number, whole) for number, whole in found if whole.cells[SUBGROUP] == name],
        )
        known.by_line |= parted
        problems.append(faults.subgroup_twice(row.file, row.line, name, analysis, parted=bool(parted)))
    return known, found


def _parted(rows: Sequence[Row], wholes: Sequence[tuple[str, Row]]) -> dict[int, str]:
    """The numbers of subgroups of one name by the lines of their rows, which follow one another.

    Each subgroup's rows end where its people are as many as its own row counts; {} where that doesn't work out.
    """
    found: dict[int, str] = {}
    rest = iter(rows)
    try:
        for number, whole in wholes:
            wanted = _people(whole)
            counted = (0,) * len(PEOPLE)
            while counted != wanted or not any(wanted):
                row = next(rest)
                counted = tuple(sum(pair) for pair in zip(counted, _people(row), strict=True))
                found[row.line] = number
    except (StopIteration, NoNumber):
        return {}
    return found if len(found) == len(rows) else {}


def _people(row: Row) -> tuple[int, ...]:
    return tuple(count(row.cells.get(column, "")) or 0 for column in PEOPLE)
