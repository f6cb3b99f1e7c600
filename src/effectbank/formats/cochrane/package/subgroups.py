"""The subgroups of an analysis by their numbers; rows seldom tell them, and are put in theirs by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from effectbank.formats.cochrane.package import faults
from effectbank.formats.cochrane.package.tables import SUBGROUP, SUBGROUP_NUMBER
from effectbank.problems import Problem
from effectbank.review.reading.sheet import Row


@dataclass(slots=True)
class Subgroups:
    """Numbers given so far, by name (of two subgroups of one name the first) and all of them."""

    by_name: dict[str, str] = field(default_factory=dict)
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
        number = number or self.by_name.get(name, "")
        if name and not number:
            number = self.fresh()
        if name and number not in self.taken:
            self.add(name, number)
        return number


def numbered(
    rows: Sequence[Row], analysis: str, problems: list[Problem]
) -> tuple[Subgroups, list[tuple[str, Row]]]:
    """The subgroups that have results, each with its row. Two of one name or number are kept apart, and told."""
    known = Subgroups()
    found = []
    known.taken |= {number for row in rows if (number := row.cells.get(SUBGROUP_NUMBER, ""))}
    seen: set[str] = set()
    for row in rows:
        name, number = row.cells[SUBGROUP], row.cells.get(SUBGROUP_NUMBER, "")
        if name in known.by_name:
            problems.append(faults.subgroup_twice(row.file, row.line, name, analysis))
        if not number or number in seen:
            number = known.fresh()
        seen.add(number)
        known.add(name, number)
        found.append((number, row))
    return known, found
