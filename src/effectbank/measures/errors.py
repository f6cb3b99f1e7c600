"""What can be wrong with data given to `effects`, worded with the study, the column and the cell."""

from __future__ import annotations

from effectbank.problems import BadInput


class BadCell(BadInput):
    """A cell that cannot be right: names the study, the column, what stands there and what may."""

    def __init__(self, study: str, column: str, given: object, expected: str, hint: str = "") -> None:
        self.study, self.column, self.given = study, column, given
        self.reason = f"{column}: {given!r} given, {expected} expected{f'; {hint}' if hint else ''}"
        super().__init__(f"study {study!r}, {self.reason}")


class WrongColumns(BadInput):
    """Columns given that the measure cannot use, or too few of them."""

    def __init__(self, measure: str, given: tuple[str, ...], wanted: str) -> None:
        self.measure, self.given = measure, given
        super().__init__(f"{measure} needs {wanted}; given: {', '.join(given) or 'nothing'}")


class UnequalLengths(BadInput):
    """Columns of different lengths: a row is a study, so they must agree."""

    def __init__(self, lengths: dict[str, int]) -> None:
        self.lengths = lengths
        super().__init__("columns differ in length: " + ", ".join(f"{name} has {n}" for name, n in lengths.items()))
