"""What differs between what was imported, the folder as it is, and the newer source; and what becomes of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from os.path import commonprefix
from typing import TypeVar

from effectbank.problems import Place, Problem, Severity

CODE = "edited_and_changed"
SHOWN, LEAD = 80, 20  # characters of a value in a message, and of them before values part

Value = TypeVar("Value")


class Fate(StrEnum):
    """What becomes of a difference."""

    TAKEN = "taken"  # changed in the source alone: the folder gets the new value
    KEPT = "kept"  # edited by hand alone: the folder keeps its own
    CONFLICT = "conflict"  # both, and differently: the folder keeps its own, and that is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value on three sides, as text; None where a side does not have it.

    `part` is the row, table or item it stands in ("" for the file itself), `name` its column or key: "" where the
    whole part came or went.
    """

    fate: Fate
    file: str
    part: str
    name: str
    base: str | None
    ours: str | None
    theirs: str | None
    line: int | None = None

    def __str__(self) -> str:
        before, after = (self.ours, self.theirs) if self.fate is Fate.TAKEN else (self.base, self.ours)
        where = ", ".join(filter(None, (self.part, self.name)))
        if self.name or (self.line and self.part.startswith("line ")):
            one, other = apart(before, after)
            return f"{self.file}: {where}: {one} → {other}"
        return f"{self.file}: {where + ' ' if where else ''}{'is new' if before is None else 'is gone'}"

    def at(self, line: int | None) -> Change:
        """The same, standing on a line."""
        return replace(self, line=line)

    def problem(self) -> Problem:
        """A conflict as a Problem, with the values of both sides."""
        base, ours, theirs = apart(self.base, self.ours, self.theirs)
        edited = (
            "taken out"
            if self.ours is None
            else f"put in as {ours}"
            if self.base is None
            else f"changed from {base} to {ours}"
        )
        says = "no longer has it" if self.theirs is None else f"says {theirs}"
        return Problem(
            code=CODE,
            severity=Severity.WARNING,
            place=Place(file=self.file, line=self.line, key=self.name or None),
            message=f"{self.part or 'the file'} was {edited} by hand, and the newer source {says}",
            hint="the folder keeps its own; put the source's in its place if that is right",
        )


def apart(*values: str | None) -> tuple[str, ...]:
    """Values in quotes for a message; of long ones the stretch from where they part."""
    lines = [" ".join((value or "").split()) for value in values]
    long = max(map(len, lines)) > SHOWN
    together = commonprefix([line for line in lines if line and long])  # noqa: RUF071 -- characters are meant
    start = together.rfind(" ", 0, max(len(together) - LEAD, 0)) + 1
    return tuple(_cut(line, start) for line in lines)


def _cut(line: str, start: int) -> str:
    if not line:
        return "nothing"
    more = "…" if len(line) > start + SHOWN else ""
    return f"“{'…' if start else ''}{line[start : start + SHOWN]}{more}”"


def fate_of(base: Value, ours: Value, theirs: Value, alike: Callable[[Value, Value], bool]) -> Fate | None:
    """What becomes of a value; None where the folder and the newer source say the same, or nobody changed it."""
    if alike(ours, theirs):
        return None
    if alike(ours, base):
        return Fate.TAKEN
    return Fate.KEPT if alike(theirs, base) else Fate.CONFLICT


def alike_words(one: str | None, other: str | None) -> bool:
    """Whether two cells say the same: a spreadsheet program writes 0.50 as 0.5."""
    return one == other or (one is not None and other is not None and _same_number(one, other))


def _same_number(one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-15)
    except ValueError:
        return False
