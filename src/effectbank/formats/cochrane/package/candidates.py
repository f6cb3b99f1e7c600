"""What the rows of an analysis might be: every kind and measure that their cells allow, with its estimates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from effectbank.formats.cochrane.package.cells import NoNumber, number
from effectbank.formats.cochrane.package.rows import CONTROL, EXPERIMENTAL
from effectbank.kernel.studies import Floats
from effectbank.measures import Effects, effects
from effectbank.problems import EffectBankError
from effectbank.review.reading.sheet import Row
from effectbank.synthesis import MADE_BY

PRESET = "revman-web"
Pair = tuple[Floats, Floats]
RATIOS = ("RR", "OR", "PETO", "RATIO")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A kind of data and a measure; one estimate a row, NaN where the row gives none. `swap`: of non-events."""

    kind: str
    measure: str
    effects: Effects
    swap: bool = False


def column(rows: Sequence[Row], name: str) -> Floats:
    """A column's numbers, NaN where it has none."""
    return np.array([_number(row.cells[name]) for row in rows])


def _number(cell: str) -> float:
    try:
        found = number(cell)
    except NoNumber:
        return math.nan
    return math.nan if found is None else float(found)


def candidates_of(rows: Sequence[Row]) -> Iterator[Candidate]:
    """Every candidate, those of counts first and of swapped events last."""
    a, n1, m1, sd1 = (column(rows, name) for name in EXPERIMENTAL)
    c, n2, m2, sd2 = (column(rows, name) for name in CONTROL)
    if np.any((n1 > 0) & (n2 > 0) & (a + c > 0)):
        yield from _counted((a, c), (n1, n2))
    if np.any((sd1 > 0) & (sd2 > 0)):
        for measure in ("MD", "SMD"):
            options = MADE_BY[PRESET].get(measure, {})
            made = _made(measure, rows, means=(m1, m2), sds=(sd1, sd2), totals=(n1, n2), **options)
            if made:
                yield Candidate(kind="means", measure=measure, effects=made)
    yield from _given(rows)
    if np.any((n1 > 0) & (n2 > 0) & (a + c > 0)):
        yield from _counted((n1 - a, n2 - c), (n1, n2), swap=True)


def _counted(events: Pair, totals: Pair, *, swap: bool = False) -> Iterator[Candidate]:
    for measure in ("RR", "OR", "RD", "PETO"):
        zero_cells = "none" if measure == "PETO" else PRESET
        made = _made(measure, totals[0], events=events, totals=totals, zero_cells=zero_cells)
        if made:
            yield Candidate(kind="counts", measure=measure, effects=made, swap=swap)


def _given(rows: Sequence[Row]) -> Iterator[Candidate]:
    mean, se = column(rows, "GIV Mean"), column(rows, "GIV SE")
    o_e, variance = column(rows, "O-E"), column(rows, "Variance")
    if np.any(se > 0):
        made = _made("GEN", rows, estimates=mean, ses=np.where(se > 0, se, np.nan))
        if made:
            yield Candidate(kind="contrasts", measure="RATIO", effects=made)
            yield Candidate(kind="contrasts", measure="GEN", effects=made)
    if np.any(variance > 0):
        positive = np.where(variance > 0, variance, np.nan)
        made = _made("GEN", rows, estimates=o_e / positive, variances=1 / positive)
        if made:
            yield Candidate(kind="o_e", measure="RATIO", effects=made)


def _made(measure: str, rows: Sequence[Any] | Floats, **columns: Any) -> Effects | None:
    """The estimates; None where the cells are none of the measure's."""
    try:
        return effects(measure, study=[str(place) for place in range(len(rows))], bad_cells="mark", **columns)
    except EffectBankError:
        return None
