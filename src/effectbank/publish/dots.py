"""A natural frequency as a picture of a hundred dots, with the same in words."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank import numerals

ROW = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """A group, how many of a hundred of it, and the kind of number that is."""

    group: str
    risk: float
    kind: str

    @property
    def filled(self) -> int:
        return int(numerals.rounded(self.risk * 100, 0))

    @property
    def words(self) -> str:
        return numerals.per(self.risk, 100)

    def path(self, *, on: bool) -> str:
        """The dots that are filled, or the others, as lines of no length with round ends, row by row."""
        places = [i for i in range(100) if (i < self.filled) is on]
        return "".join(_step(before, i) for before, i in zip([None, *places], places, strict=False))


def _step(before: int | None, i: int) -> str:
    if before is not None and before // ROW == i // ROW:
        return f"m{i - before} 0h0"
    return f"M{i % ROW}.5 {i // ROW}.5h0"
