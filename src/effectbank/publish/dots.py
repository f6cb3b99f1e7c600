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
        """The dots that are filled, or the others: a line for each row, which the style breaks into dots."""
        first, last = (0, self.filled) if on else (self.filled, 100)
        rows = ((row, max(first - row * ROW, 0), min(last - row * ROW, ROW)) for row in range(100 // ROW))
        return "".join(f"M{start}.5 {row}.5h{end - 1 - start}.1" for row, start, end in rows if start < end)
