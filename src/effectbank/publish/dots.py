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

    @property
    def places(self) -> tuple[tuple[int, int, bool], ...]:
        """Column, row and whether filled, of each dot."""
        return tuple((i % ROW, i // ROW, i < self.filled) for i in range(100))
