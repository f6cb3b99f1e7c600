"""What one group gave for one outcome: its cells checked against each other, and worked out where need be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.cells import RowCells
from effectbank.formats.spreadsheets.mapping import Column
from effectbank.formats.spreadsheets.numbers import Shape, Written
from effectbank.words import Confidence

Columns = Mapping[str, Column]  # by role
NEEDED = {"counts": ("events", "total"), "means": ("mean", "sd", "total"), "rates": ("events", "time")}

ELSE_TOTAL = """, or name its outcome where a column is another outcome's total (outcome = "…" in the mapping)"""


@dataclass(slots=True)
class Group:
    """The numbers of one group; None is unknown. `how` says what was worked out, and from what."""

    events: int | None = None
    total: int | None = None
    mean: float | None = None
    sd: float | None = None
    time: float | None = None
    how: str = ""

    def known(self, kind: str) -> bool:
        """Whether any number of the kind is known."""
        return any(getattr(self, cell) is not None for cell in NEEDED[kind])

    def confidence(self, kind: str) -> Confidence:
        """How the row's numbers are known."""
        if not self.known(kind):
            return Confidence.UNKNOWN
        return Confidence.DERIVED if self.how else Confidence.STATED


def group_of(cells: RowCells, columns: Columns, kind: str) -> Group:
    """The numbers of one group of a row."""
    group = Group()
    if kind == "means":
        group.total = _total(cells, columns)
        _read_means(cells, columns, group)
        return group
    percents = _read_counts(cells, columns, group)
    if kind == "rates":
        group.total = None
        group.time = _above_zero(cells, columns["time"], "person-time")
        return group
    _settle_total(cells, columns, group)
    if group.events is not None and group.total is not None and group.events > group.total:
        column = columns.get("events") or columns["events/total"]
        _contradiction(cells, column, columns, f"{group.events} events among {group.total} people")
        group.events = group.total = None
    for column, percent in percents:
        _check_percent(cells, column, percent, group)
    return group


def _read_counts(cells: RowCells, columns: Columns, group: Group) -> list[tuple[Column, Written]]:
    """Events, and the total where the same cell gives it; returns the percentages that stand beside them."""
    percents: list[tuple[Column, Written]] = []
    for role in ("events/total", "events"):
        column = columns.get(role)
        wanted = (Shape.OVER,) if role == "events/total" else (Shape.NUMBER, Shape.WITH_BRACKET)
        found = cells.reading(column, *wanted) if column else None
        if column is None or found is None:
            continue
        events, *others = found.numbers
        group.events = cells.count(column, events)
        if found.shape is Shape.OVER:
            group.total = cells.count(column, others.pop(0))
        percents.extend((column, percent) for percent in others)
    column = columns.get("percent")
    alone = cells.reading(column, Shape.NUMBER, Shape.PERCENT) if column else None
    if column and alone and group.events is not None:
        percents.append((column, alone.numbers[0]))
    return percents


def _total(cells: RowCells, columns: Columns) -> int | None:
    column = columns.get("total")
    found = cells.reading(column, Shape.NUMBER) if column else None
    return cells.count(column, found.numbers[0]) if column and found else None


def _settle_total(cells: RowCells, columns: Columns, group: Group) -> None:
    """The total by its own column, the cell of the events, and the people without the event: they must agree."""
    own, without = _total(cells, columns), _without(cells, columns)
    summed = None if without is None or group.events is None else group.events + without
    said = {total for total in (own, group.total, summed) if total is not None}
    if len(said) > 1:
        column = columns.get("total") or columns.get("events/total") or columns["non-events"]
        _contradiction(cells, column, columns, f"the total is {' and '.join(map(str, sorted(said)))}", ELSE_TOTAL)
    elif own is None and group.total is None and summed is not None:
        group.how = "total is events and non-events together"
    group.total = said.pop() if len(said) == 1 else None


def _without(cells: RowCells, columns: Columns) -> int | None:
    column = columns.get("non-events")
    found = cells.reading(column, Shape.NUMBER) if column else None
    return cells.count(column, found.numbers[0]) if column and found else None


def _read_means(cells: RowCells, columns: Columns, group: Group) -> None:
    se: float | None = None
    for role in ("mean/sd", "mean/se"):
        column = columns.get(role)
        found = cells.reading(column, Shape.WITH_BRACKET, Shape.PLUS_MINUS) if column else None
        if column is None or found is None:
            continue
        mean, spread = found.numbers
        named = found.inside.rstrip("m") or role[-2:]
        if spread.percent or named not in ("sd", "se"):
            cells.refuse(column, faults.unread(cells.place(column), cells.text(column), role, "type 3.4 (1.2)"))
            continue
        group.mean = mean.value
        group.sd, se = (spread.value, se) if named == "sd" else (group.sd, spread.value)
    column = columns.get("mean")
    found = cells.reading(column, Shape.NUMBER) if column else None
    group.mean = found.numbers[0].value if found else group.mean
    group.sd = _above_zero(cells, columns.get("sd"), "a standard deviation", group.sd)
    se = _above_zero(cells, columns.get("se"), "a standard error", se)
    if group.sd is None and se is not None and group.total:
        group.sd, group.how = (
            se * math.sqrt(group.total),
            f"sd is the standard error {se:g} times the root of total",
        )
    if group.sd is not None and group.sd < 0:
        column = columns.get("mean/sd") or columns.get("mean/se") or columns["mean"]
        cells.refuse(column, faults.impossible(cells.place(column), cells.text(column), "an SD below zero"))
        group.sd = None


def _above_zero(cells: RowCells, column: Column | None, what: str, otherwise: float | None = None) -> float | None:
    """A number that may not be negative; None where it (told) is."""
    found = cells.reading(column, Shape.NUMBER) if column else None
    if column is None or found is None:
        return otherwise
    if found.numbers[0].value < 0:
        cells.refuse(column, faults.impossible(cells.place(column), cells.text(column), f"{what} below zero"))
        return otherwise
    return found.numbers[0].value


def _contradiction(cells: RowCells, column: Column, columns: Columns, why: str, other: str = "") -> None:
    """Tell what cannot all be right, with what else it may be; keep the words of every cell in question."""
    cells.told.problems.append(faults.contradiction(cells.place(column), why, other))
    for role in ("events", "events/total", "non-events", "total"):
        if role in columns and cells.text(columns[role]):
            cells.keep(columns[role])


def _check_percent(cells: RowCells, column: Column, percent: Written, group: Group) -> None:
    """Whether count over total rounds to the percentage as printed: half a unit of its last place, ties pass."""
    place, words = cells.place(column), cells.text(column)
    if group.events is None:
        return
    if not group.total:
        cells.told.problems.append(faults.percent_unchecked(place, words))
        cells.keep(column)
        return
    computed = 100 * group.events / group.total
    if abs(computed - percent.value) > 0.5 * 10.0**-percent.decimals + 1e-9:
        cells.told.problems.append(faults.percent_differs(place, words, f"{computed:.{percent.decimals + 1}f}%"))
        cells.keep(column)
