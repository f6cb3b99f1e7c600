"""A study's estimate and its standard error on the analysis scale, from the cells that hold them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.cells import RowCells
from effectbank.formats.spreadsheets.mapping import Column
from effectbank.formats.spreadsheets.numbers import Shape, Written
from effectbank.kernel.distributions import normal_quantile
from effectbank.words import Confidence

Columns = Mapping[str, Column]  # by role
ROUGH, FAR = 0.02, 0.15  # of the interval's width: how far from its middle an estimate may lie, rounding apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimate on the analysis scale; None is unknown. `how` says what was worked out, and from what."""

    value: float | None = None
    se: float | None = None
    how: str = ""

    @property
    def confidence(self) -> Confidence:
        """How the row's numbers are known."""
        if self.value is None and self.se is None:
            return Confidence.UNKNOWN
        return Confidence.DERIVED if self.how else Confidence.STATED


def estimate_of(cells: RowCells, columns: Columns, *, ratio: bool) -> Estimate:
    """One study's estimate. `ratio`: it and its interval are printed as ratios, whose logarithms are taken."""
    printed, ends, where = _printed(cells, columns)
    scaled = [_scaled(cells, where, number, ratio=ratio) for number in (printed, *ends)]
    value, low, high = scaled
    how = ["logarithm of the ratio as printed"] if ratio and value is not None else []
    se = _spread(cells, columns, how)
    if se is None and value is not None and low is not None and high is not None:
        rounding = _rounding(printed, ratio=ratio) + sum(_rounding(end, ratio=ratio) for end in ends) / 2
        se = _from_interval(cells, where or columns["low"], (value, low, high), rounding, how)
    return Estimate(value=value, se=se, how="; ".join(how))


def _printed(
    cells: RowCells, columns: Columns
) -> tuple[Written | None, tuple[Written | None, Written | None], Column | None]:
    """The estimate and the ends of its interval as printed, and the column that holds the ends (or all)."""
    whole = columns.get("estimate/interval")
    found = cells.reading(whole, Shape.WITH_RANGE) if whole else None
    if found:
        return found.numbers[0], (found.numbers[1], found.numbers[2]), whole
    value = _one(cells, columns.get("estimate"))
    both = columns.get("interval")
    pair = cells.reading(both, Shape.RANGE) if both else None
    if pair:
        return value, (pair.numbers[0], pair.numbers[1]), both
    return value, (_one(cells, columns.get("low")), _one(cells, columns.get("high"))), columns.get("high")


def _one(cells: RowCells, column: Column | None) -> Written | None:
    found = cells.reading(column, Shape.NUMBER) if column else None
    return found.numbers[0] if found else None


def _scaled(cells: RowCells, column: Column | None, number: Written | None, *, ratio: bool) -> float | None:
    """A number on the analysis scale; None where it (told) is a ratio not above zero."""
    if number is None or not ratio:
        return None if number is None else number.value
    if number.value > 0:
        return math.log(number.value)
    if column:
        why = f"{number.value:g} is no ratio: it isn't above zero"
        cells.refuse(column, faults.impossible(cells.place(column), cells.text(column), why))
    return None


def _spread(cells: RowCells, columns: Columns, how: list[str]) -> float | None:
    """The standard error by its own column, or the root of the variance; None where neither is above zero."""
    for role in ("se", "variance"):
        column = columns.get(role)
        found = _one(cells, column)
        if column is None or found is None:
            continue
        if found.value <= 0:
            why = f"a {'standard error' if role == 'se' else 'variance'} that isn't above zero"
            cells.refuse(column, faults.impossible(cells.place(column), cells.text(column), why))
            continue
        if role == "variance":
            how.append(f"se is the root of the variance {found.value:g}")
        return math.sqrt(found.value) if role == "variance" else found.value
    return None


def _rounding(number: Written | None, *, ratio: bool) -> float:
    """By how much a number may be off through its rounding, on the analysis scale."""
    half = 0.0 if number is None else 0.5 * 10.0**-number.decimals
    return half / number.value if number and ratio else half


def _from_interval(
    cells: RowCells, column: Column, numbers: tuple[float, float, float], rounding: float, how: list[str]
) -> float | None:
    """(high - low) / (2 x 1.96) of a 95 % interval (Cochrane Handbook 6.3.1), if the estimate is in its middle."""
    value, low, high = numbers
    if not low < high:
        cells.refuse(
            column, faults.impossible(cells.place(column), cells.text(column), "its ends are not in order")
        )
        return None
    off = max(abs(value - (low + high) / 2) - rounding, 0.0) / (high - low)
    if off > ROUGH:
        cells.told.problems.append(faults.not_midway(cells.place(column), cells.text(column), off > FAR))
        cells.keep(column)
    if off > FAR:
        return None
    how.append("se from the 95 % interval")
    return (high - low) / (2 * float(normal_quantile(0.975)))
