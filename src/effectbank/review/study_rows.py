"""The rows of a synthesis as a table or forest plot shows them, and each side of them added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.measures import Effects
from effectbank.problems import Place
from effectbank.review.combining import Gave, Side, impossible, sum_of
from effectbank.review.lines import Line
from effectbank.review.model import Analysis
from effectbank.review.selecting import Part
from effectbank.words import Confidence, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """One study (or stratum) as a table or plot shows it; None is unknown. `estimate` is back-transformed.

    Events are those that are analysed: of people without the event where the plan swaps them.
    """

    label: str
    study: str
    part: Part
    events1: int | None
    total1: int | None
    events2: int | None
    total2: int | None
    mean1: float | None
    sd1: float | None
    mean2: float | None
    sd2: float | None
    time1: float | None
    time2: float | None
    yi: float | None
    vi: float | None
    weight: float | None
    estimate: float | None
    ci: Interval | None
    confidence: tuple[Confidence, ...]
    places: tuple[Place, ...]
    note: str
    reason: str  # why it has no estimate, or ""

    @property
    def slug(self) -> str:
        """The label under which a fit knows it: the study's name, then what tells its rows apart."""
        return self.part.label(self.study)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmTotals:
    """One side of all rows added up; None where any row's cell is unknown or impossible."""

    events: int | None
    total: int | None

    @property
    def crude_risk(self) -> float | None:
        """Events over total, or None."""
        return self.events / self.total if self.events is not None and self.total else None


def rows_of(
    lines: Sequence[Line], effects: Effects | None, weights: Mapping[str, float], analysis: Analysis
) -> tuple[StudyRow, ...]:
    """Each line with its own estimate, its weight by its slug, and why it has none where it has none."""
    reasons = {gap.study: gap.reason for gap in effects.missing} if effects else {}
    level = analysis.study_level or analysis.level
    return tuple(
        _row(
            _swapped(line) if analysis.swap_events else line,
            _estimated(effects, n, level),
            weights.get(line.label, np.nan),
            line.reason or reasons.get(line.label, ""),
        )
        for n, line in enumerate(lines)
    )


def _swapped(line: Line) -> Line:
    """The line with the events of those who had none."""
    return replace(line, intervention=_without(line.intervention), control=_without(line.control))


def _without(side: Gave) -> Gave:
    known = side.events is not None and side.total is not None
    return replace(side, events=side.total - side.events if known else None)  # type: ignore[operator]


class _Estimated(NamedTuple):
    yi: float | None = None
    vi: float | None = None
    estimate: float | None = None
    ci: Interval | None = None


def _estimated(effects: Effects | None, n: int, level: float) -> _Estimated:
    """The n-th study's own estimate and its interval yi ± z se, back-transformed; nothing where there is none."""
    if effects is None or not np.isfinite(effects.yi[n]):
        return _Estimated()
    yi, vi = float(effects.yi[n]), float(effects.vi[n])
    half = normal_quantile((1 + level) / 2)
    low, middle, high = effects.of.back(yi + np.array([-1.0, 0.0, 1.0]) * half * np.sqrt(vi)).tolist()
    return _Estimated(yi, vi, middle, Interval(low, high))


def _row(line: Line, found: _Estimated, weight: float, reason: str) -> StudyRow:
    one, two = line.intervention, line.control
    return StudyRow(
        label=line.part.in_words(line.study.label),
        study=line.study.name,
        part=line.part,
        events1=one.events,
        total1=one.total,
        events2=two.events,
        total2=two.total,
        mean1=one.mean,
        sd1=one.sd,
        mean2=two.mean,
        sd2=two.sd,
        time1=one.time,
        time2=two.time,
        yi=found.yi,
        vi=found.vi,
        weight=float(weight) if np.isfinite(weight) else None,
        estimate=found.estimate,
        ci=found.ci,
        confidence=line.confidence,
        places=line.places,
        note=line.note,
        reason=reason if found.yi is None else "",
    )


def totals_of(rows: Sequence[StudyRow], which: int) -> ArmTotals:
    """Events and totals of side 1 or 2 summed over rows; one unknown or impossible cell makes its sum unknown."""
    events, totals = zip(*(_counts(row, which) for row in rows), strict=True) if rows else ((), ())
    return ArmTotals(events=sum_of(events), total=sum_of(totals))


def _counts(row: StudyRow, which: int) -> tuple[int | None, int | None]:
    """Events and total of one side; neither where they cannot be so."""
    side = Side(**{cell: getattr(row, f"{cell}{which}") for cell in ("events", "total", "time")})
    return (None, None) if impossible(side) else (side.events, side.total)
