"""Columns out of whatever the caller holds: a data frame of any kind, a mapping, or bare arrays."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.measures.errors import UnequalLengths, refuse
from effectbank.problems import BadInput, UnknownName

Values = TypeVar("Values", list[Any], Floats)
UNKNOWN = ("", "na", "n/a", "nan", "none", "null", ".", "-", "?")  # in words
Column = str | Sequence[Any] | NDArray[Any]  # a column's name in the data, or its values


class Table:
    """The caller's data, read by column; remembers which columns were used, the rest being moderators."""

    def __init__(self, data: Any) -> None:
        self._columns = _columns(data)
        self._used: set[str] = set()
        self._lengths: dict[str, int] = {}

    def column(self, given: Column, role: str) -> list[Any] | Floats:
        """The values of a column named or given; raises UnknownName for a name the data do not hold.

        An array of floats is taken as it is.
        """
        if isinstance(given, str):
            if given not in self._columns:
                raise UnknownName("column", given, self._columns)
            self._used.add(given)
            return self._checked(given, list(self._columns[given]))
        if isinstance(given, np.ndarray) and given.ndim == 1 and given.dtype == float:
            return self._checked(role, given)
        values = np.asarray(given, dtype=object)
        if values.ndim > 1:
            raise BadInput(f"{role}: a table of shape {values.shape} given; one column expected, a value a study")
        return self._checked(role, list(values.ravel()))

    def labels(self, given: Column) -> tuple[str, ...]:
        """What the studies are called; raises BadInput for one that is called nothing."""
        values = self.column(given, "study")
        for row, value in enumerate(values, start=1):
            if is_empty(value):
                where = f"column {given!r}" if isinstance(given, str) else "the labels"
                raise BadInput(f"row {row} has no study label in {where}; every study needs a name")
        return tuple(map(str, values))

    def moderators(self) -> dict[str, NDArray[Any]]:
        """Every column of the data that no role has used."""
        return {name: _typed(self._checked(name, list(self._columns[name]))) for name in self._unused()}

    def _unused(self) -> Iterator[str]:
        return (name for name in self._columns if name not in self._used)

    def _checked(self, name: str, values: Values) -> Values:
        self._lengths[name] = len(values)
        if len(set(self._lengths.values())) > 1:
            raise UnequalLengths(self._lengths)
        return values


def numbers(values: list[Any] | Floats, column: str, labels: Sequence[str]) -> Floats:
    """Floats, NaN where the cell is empty; raises BadCell naming the study for anything not a finite number."""
    if isinstance(values, np.ndarray):
        out = values
    else:
        read = [cell if type(cell) is float else _number(cell) for cell in values]
        if None in read:
            wrong = [number is None for number in read]
            refuse(wrong, values, labels, column, "a number", _way_out(values[read.index(None)]))
        out = np.array(read, dtype=float)
    refuse(np.isinf(out), values, labels, column, "a finite number", "leave the cell empty if it is unknown")
    return out


def is_empty(cell: Any) -> bool:
    """Whether a cell holds nothing usable: None, an empty word, NaN, infinity."""
    if isinstance(cell, str):
        return cell == ""
    return _is_missing(cell) or (isinstance(cell, float) and not math.isfinite(cell))


def _is_missing(cell: Any) -> bool:
    """None, or what a data frame has in its place."""
    return cell is None or type(cell).__name__ in ("NAType", "NaTType")


def _number(cell: Any) -> float | None:
    """NaN for an empty cell, None for what is no number."""
    if _is_missing(cell):
        return math.nan
    if isinstance(cell, str | bytes | bool | np.bool_):
        return None
    try:
        return float(cell)
    except (TypeError, ValueError):
        return None


def _way_out(cell: Any) -> str:
    """What to do about a cell that is no number, where that can be seen."""
    if not isinstance(cell, str):
        return ""
    if cell.strip().casefold() in UNKNOWN:
        return "leave the cell empty if it is unknown"
    number = cell.strip().replace(",", ".")
    return f"it is text; make it {number}" if number.lstrip("+-").replace(".", "", 1).isdecimal() else ""


def _columns(data: Any) -> Mapping[str, Any]:
    if data is None:
        return {}
    if isinstance(data, Mapping):
        return data
    import narwhals as nw  # noqa: PLC0415 -- slow import, and a folder's data are no frame

    try:
        frame = nw.from_native(data, eager_only=True)
    except TypeError:
        kind = type(data).__name__
        raise BadInput(f"data of type {kind} given; a data frame or a mapping of columns expected") from None
    return {name: frame[name].to_list() for name in frame.columns}


def _typed(values: list[Any]) -> NDArray[Any]:
    """Numbers as floats with NaN for empty, anything else as it is."""
    if all(
        cell is None or (isinstance(cell, int | float | np.number) and not isinstance(cell, bool))
        for cell in values
    ):
        return np.array([np.nan if cell is None else float(cell) for cell in values])
    return np.array(values, dtype=object)
