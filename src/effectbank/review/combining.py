"""One side of a study from its arms: several matching arms are made one as in the Cochrane Handbook, 6.5.2.10."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from effectbank.review.model import Datum


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side gave. None is unknown: where one arm's cell is unknown, so is the sum."""

    events: int | None = None
    total: int | None = None
    mean: float | None = None
    sd: float | None = None
    time: float | None = None


Number = TypeVar("Number", int, float)
Gave = Side | Datum  # a side of one arm is what the arm gave


def side_of(rows: tuple[Datum, ...]) -> Gave:
    """The arms of one side as one group: sums, pooled means and SDs; nothing where a cell is impossible, or an arm
    stands there twice.
    """
    if len(rows) == 1:
        return rows[0]
    if any(map(impossible, rows)) or arm_twice(rows):
        return Side()
    mean, sd = _means(rows)
    events, total, time = (sum_of([getattr(row, cell) for row in rows]) for cell in ("events", "total", "time"))
    return Side(
        events=None if events is None else int(events),
        total=None if total is None else int(total),
        mean=mean,
        sd=sd,
        time=time,
    )


def sum_of(cells: Sequence[Number | None]) -> Number | None:
    """The sum; None where there is no cell, or one is unknown."""
    known = [cell for cell in cells if cell is not None]
    return sum(known) if cells and len(known) == len(cells) else None


def _means(rows: tuple[Datum, ...]) -> tuple[float | None, float | None]:
    """Mean and SD of all rows' people together, two groups at a time."""
    if not rows:
        return None, None
    mean, sd, n = rows[0].mean, rows[0].sd, rows[0].total
    for row in rows[1:]:
        if mean is None or n is None or row.mean is None or row.total is None or n + row.total < 2:
            return None, None
        sd = _pooled_sd((mean, sd, n), (row.mean, row.sd, row.total))
        mean, n = (n * mean + row.total * row.mean) / (n + row.total), n + row.total
    return mean, sd


def _pooled_sd(first: tuple[float, float | None, int], second: tuple[float, float | None, int]) -> float | None:
    """SD of two groups as one (Handbook, table 6.5.a)."""
    (m1, s1, n1), (m2, s2, n2) = first, second
    if s1 is None or s2 is None:
        return None
    within = (n1 - 1) * s1 * s1 + (n2 - 1) * s2 * s2
    between = n1 * n2 / (n1 + n2) * (m1 - m2) * (m1 - m2)
    return math.sqrt(max(within + between, 0.0) / (n1 + n2 - 1))


NEEDED = {"counts": ("events", "total"), "means": ("mean", "sd", "total"), "rates": ("events", "time")}
BESIDE_CONTRASTS = ("events", "total")  # what arms may tell beside the contrasts that are pooled
CELLS_NEEDED = {kind: attrgetter(*cells) for kind, cells in NEEDED.items()}


def fault_of(rows: tuple[Datum, ...], kind: str, side: str) -> str:
    """Why a side cannot be used, in words; "" where it can. `kind` is the outcome's, `side` names it."""
    if not rows:
        return f"no row for the {side} arm"
    if twice := arm_twice(rows):
        return f"two rows for the arm {twice}"
    for row in rows:
        fault = _fault(row, kind)
        if fault:
            return f"{fault} ({row.arm})"
    return f"nobody in the {side} arm" if "total" in NEEDED[kind] and not any(row.total for row in rows) else ""


def arm_twice(rows: tuple[Datum, ...]) -> str:
    """The first arm that two rows are of; "" where there is none."""
    arms = [row.arm for row in rows]
    return next((arm for arm in arms if arms.count(arm) > 1), "") if len(arms) > 1 else ""


def _fault(row: Datum, kind: str) -> str:
    if None in CELLS_NEEDED[kind](row):
        unknown = [cell for cell in NEEDED[kind] if getattr(row, cell) is None]
        return f"{' and '.join(unknown)} unknown"
    return impossible(row)


def impossible(row: Gave) -> str:
    """What cannot be in the cells of a row or side, in words; "" where all of them may be so."""
    events, total = row.events, row.total
    for cell, found in (("events", events), ("total", total), ("sd", row.sd), ("time", row.time)):
        if found is not None and found < 0:
            return f"{cell} below zero ({found})"
    if events is not None and total is not None and events > total and row.time is None:
        return f"{events} events among {total} people"
    return ""
