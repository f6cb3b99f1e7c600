"""What the two groups gave, as the cells of a forest plot: counts, means, rates; nothing for bare contrasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from effectbank import numerals
from effectbank.review import Review
from effectbank.review.lines import CONTRASTS
from effectbank.review.study_rows import StudyRow
from effectbank.review.synthesis import Synthesis

UNKNOWN = "?"
_Cells = Callable[[StudyRow], tuple[str, ...]]
_Totals = Callable[[Sequence[StudyRow]], tuple[str, ...]]
_Kind = tuple[str, _Cells, _Totals]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The heads of the two groups' columns, a study's cells and a total's; `what` names the numbers."""

    measure: str
    heads: tuple[tuple[str, str], ...]
    what: str
    cells: _Cells
    totals: _Totals


def columns_for(review: Review, synthesis: Synthesis) -> Columns:
    """The columns for what the outcome measures; a comparison without arms' numbers has none."""
    outcome = review.outcomes[synthesis.analysis.outcome]
    measure = synthesis.analysis.measure
    if not any(_has_numbers(row) for row in synthesis.rows):
        return Columns(measure=measure, heads=(), what="estimate", cells=lambda _: (), totals=lambda _: ())
    unit, cells, totals = _kind(outcome.kind, synthesis.rows)
    heads = tuple((group, unit) for group in synthesis.groups)
    what = {"means": "numbers", CONTRASTS: "estimate"}.get(outcome.kind, "counts")
    return Columns(measure=measure, heads=heads, what=what, cells=cells, totals=totals)


def _kind(kind: str, rows: Sequence[StudyRow]) -> _Kind:
    """What is given of the groups; beside contrasts events and totals, or totals alone, as in Review Manager."""
    if kind != CONTRASTS:
        return _KINDS[kind]
    counted = any(events is not None for row in rows for events in (row.events1, row.events2))
    return _KINDS["counts"] if counted else ("analysed", _people, _people_totals)


def _has_numbers(row: StudyRow) -> bool:
    return any(
        value is not None for value in (row.events1, row.total1, row.mean1, row.events2, row.total2, row.mean2)
    )


def _counts(row: StudyRow) -> tuple[str, ...]:
    return _of(row.events1, row.total1), _of(row.events2, row.total2)


def _count_totals(rows: Sequence[StudyRow]) -> tuple[str, ...]:
    sums = (_sum([getattr(row, name) for row in rows]) for name in ("events1", "total1", "events2", "total2"))
    events1, total1, events2, total2 = sums
    return _of(events1, total1), _of(events2, total2)


def _of(events: int | None, total: int | None) -> str:
    return "" if events is None and total is None else f"{_whole(events)}/{_whole(total)}"


def _whole(value: int | None) -> str:
    return UNKNOWN if value is None else numerals.integer(value)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _means(row: StudyRow) -> tuple[str, ...]:
    return _mean(row.mean1, row.sd1, row.total1), _mean(row.mean2, row.sd2, row.total2)


def _mean(mean: float | None, sd: float | None, total: int | None) -> str:
    if mean is None and total is None:
        return ""
    said = (UNKNOWN if value is None else f"{value:g}" for value in (mean, sd))
    return f"{next(said)} ({next(said)}), {_whole(total)}"


def _people(row: StudyRow) -> tuple[str, ...]:
    return tuple("" if total is None else numerals.integer(total) for total in (row.total1, row.total2))


def _people_totals(rows: Sequence[StudyRow]) -> tuple[str, ...]:
    totals = (_sum([getattr(row, name) for row in rows]) for name in ("total1", "total2"))
    return tuple("" if total is None else numerals.integer(total) for total in totals)


def _rates(row: StudyRow) -> tuple[str, ...]:
    return _rate(row.events1, row.time1), _rate(row.events2, row.time2)


def _rate(events: int | None, time: float | None) -> str:
    return (
        "" if events is None and time is None else f"{_whole(events)} in {UNKNOWN if time is None else f'{time:g}'}"
    )


def _rate_totals(rows: Sequence[StudyRow]) -> tuple[str, ...]:
    events = (_sum([getattr(row, name) for row in rows]) for name in ("events1", "events2"))
    return tuple(_whole(value) for value in events)


_KINDS: Mapping[str, _Kind] = {
    "counts": ("events/analysed", _counts, _count_totals),
    "means": ("mean (SD), n", _means, _people_totals),
    "rates": ("events in time at risk", _rates, _rate_totals),
}
