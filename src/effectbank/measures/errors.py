"""What can be wrong with data given to `effects`, worded with the study, the column and the cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.problems import BadInput


class BadCell(BadInput):
    """A cell that cannot be right: names the study, the column, what stands there and what may.

    `row`: its position, from 0; `others`: further cells of the column that cannot be right for the same reason.
    """

    def __init__(
        self, study: str, column: str, given: object, expected: str, hint: str = "", *, row: int = 0
    ) -> None:
        self.study, self.column, self.given, self.row = study, column, given, row
        self.others: tuple[BadCell, ...] = ()
        self.reason = f"{column}: {given!r} given, {expected} expected{f'; {hint}' if hint else ''}"
        super().__init__(f"study {study!r}, {self.reason}")


def refuse(
    wrong: ArrayLike, values: Sequence[object] | Floats, labels: Sequence[str], column: str, *told: str
) -> None:
    """Raise BadCell for the first cell of a column that is wrong; `told`: what is expected there, and a hint."""
    where = np.asarray(wrong).nonzero()[0].tolist()
    bad = [BadCell(labels[i], column, plain(values[i]), *told, row=i) for i in where]
    if bad:
        bad[0].others = tuple(bad[1:])
        raise bad[0]


def plain(value: Any) -> Any:
    """Python's own number for NumPy's, so that it prints as it was typed."""
    return value.item() if isinstance(value, np.generic) else value


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
