"""What is seen of each column before it is read: its heading's words, and what its cells look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from effectbank.formats.spreadsheets.grid import letter_of
from effectbank.formats.spreadsheets.headings import Meant, meant_by, meant_in_words
from effectbank.formats.spreadsheets.mapping import Column
from effectbank.formats.spreadsheets.numbers import Shape
from effectbank.formats.spreadsheets.table import Table

TWICE = re.compile(r"(.+)\.([1-9])")  # as a data frame names the second of two equal headings
UNFILLED = (Shape.EMPTY, Shape.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One column that is not empty: where it stands, what its heading means, the shapes of its cells."""

    number: int
    heading: str
    meant: Meant
    shapes: Counter[Shape]
    distinct: int  # how many different cells

    @property
    def letter(self) -> str:
        """The column's letter."""
        return letter_of(self.number)

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(times for shape, times in self.shapes.items() if shape not in UNFILLED)

    @property
    def textual(self) -> bool:
        """Whether most of its cells are words."""
        return 2 * self.shapes[Shape.OTHER] > self.filled

    def mostly(self, *shapes: Shape) -> bool:
        """Whether most of its cells have one of the shapes."""
        return self.filled > 0 and 2 * sum(self.shapes[shape] for shape in shapes) > self.filled

    def column(self, role: str, because: str, *, certain: bool = True) -> Column:
        """The column of a mapping that it becomes, where it is of no group and no outcome."""
        return Column(letter=self.letter, heading=self.heading, role=role, certain=certain, because=because)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A column of data with its place: role, group, and the outcome's words ("" for the only one, or shared)."""

    seen: Seen
    role: str
    group: str
    outcome: str
    because: str
    certain: bool = True

    @property
    def place(self) -> tuple[str, str, str]:
        """What no other column should be."""
        return self.role, self.group, self.outcome


def seen_in(table: Table) -> tuple[Seen, ...]:
    """Every column with a heading or a filled cell."""
    found = (_seen(table, number) for number in range(len(table.headings)))
    return tuple(column for column in found if column.heading or column.shapes)


def _seen(table: Table, number: int) -> Seen:
    heading = table.headings[number]
    twice = TWICE.fullmatch(heading)
    plain = twice[1] if twice and twice[1] in table.headings else heading
    return Seen(
        number=number,
        heading=heading,
        meant=meant_by(plain) if plain else Meant(),
        shapes=table.shapes(number),
        distinct=len({cell.words for cell in table.grid.column(number, table.body)}),
    )


def by_contents(columns: Iterable[Seen]) -> tuple[Seen, ...]:
    """The columns with the role that their cells show where their heading says none, or half of it."""
    return tuple(replace(column, meant=_with_cells(column)) for column in columns)


def _with_cells(column: Seen) -> Meant:
    """What a heading means with its cells: of two numbers in a cell, which they are.

    3.4 (1.2) under Mean score (SD) is mean and SD; 5/12 under Events is events and total; 12 (30%) under n (%) is
    events; 3.4 ± 1.2 may be an SD or an SE.
    """
    pairs = (Shape.OVER, Shape.PLUS_MINUS, Shape.WITH_BRACKET)
    meant = meant_in_words(column.heading) if column.meant.role == "arm" and column.mostly(*pairs) else column.meant
    role, sure = meant.role, meant.sure_of_role
    means = {"mean", "means"} & {*meant.rest}
    if column.mostly(Shape.WITH_BRACKET, Shape.PLUS_MINUS) and role in ("sd", "se") and means:
        rest = tuple(word for word in meant.rest if word not in means)
        return replace(meant, role=f"mean/{role}", rest=rest, why="")
    if column.mostly(Shape.OVER) and role in ("", "events", "total", "percent"):
        role, sure = "events/total", role == "events" and sure
    elif column.mostly(Shape.PLUS_MINUS, *([Shape.WITH_BRACKET] if role else [])) and role in ("", "mean"):
        role, sure = "mean/sd", False
    elif column.mostly(Shape.WITH_BRACKET) and role == "events" and "%" in column.heading:
        sure = True
    elif column.mostly(Shape.WITH_BRACKET) and not role and meant.group:
        role, sure = "events", False
    elif column.mostly(Shape.WITH_RANGE) and role == "estimate":
        role = "estimate/interval"
    return replace(
        meant, role=role, sure_of_role=sure, why="" if role == meant.role else f"its cells look like {role}"
    )
