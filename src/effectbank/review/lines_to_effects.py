"""Lines of an analysis to Effects: the cells of both sides, or given contrasts, on the analysis's measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures import Effects, effects
from effectbank.review.combining import Gave, Side
from effectbank.review.lines import Line
from effectbank.review.model import Analysis
from effectbank.synthesis import MADE_BY

ROLES = {
    "counts": {"events": "events", "totals": "total"},
    "means": {"means": "mean", "sds": "sd", "totals": "total"},
    "rates": {"events": "events", "times": "time"},
}
UNKNOWN = Side()


def effects_of(lines: Sequence[Line], kind: str, analysis: Analysis) -> Effects:
    """One estimate a line, labelled by its slug; a line with a reason is there as missing.

    A preset may choose the variance of the measure. Where any study gave only a contrast, the raw cells are not
    kept: such a set pools by inverse variance only.
    Raises what effects() raises when the measure does not fit the kind of data.
    """
    given = [line.se is not None or line.estimate is not None for line in lines]
    if not any(given):
        return _from_cells(lines, kind, analysis)
    # a line without usable numbers is of either sort, and cells of another kind than the measure's are refused
    as_given = [is_given or bool(line.reason) for line, is_given in zip(lines, given, strict=True)]
    contrasts = _from_contrasts([line for line, of in zip(lines, as_given, strict=True) if of], analysis.measure)
    counted = [line for line, of in zip(lines, as_given, strict=True) if not of]
    return _in_order(_from_cells(counted, kind, analysis), contrasts, as_given) if counted else contrasts


def _from_cells(lines: Sequence[Line], kind: str, analysis: Analysis) -> Effects:
    usable = [(UNKNOWN, UNKNOWN) if line.reason else (line.intervention, line.control) for line in lines]
    columns = {
        role: tuple(_column([sides[which] for sides in usable], cell, analysis.swap_events) for which in (0, 1))
        for role, cell in ROLES[kind].items()
    }
    made = MADE_BY.get(analysis.preset or "", {}).get(analysis.measure, {})
    return effects(analysis.measure, study=[line.label for line in lines], **columns, **made)  # type: ignore[arg-type]


def _column(sides: Sequence[Gave], cell: str, swapped: bool) -> Floats:
    column = _numbers(map(attrgetter(cell), sides))
    return _numbers(side.total for side in sides) - column if swapped and cell == "events" else column


def _numbers(cells: Iterable[float | None]) -> Floats:
    """NaN for what is unknown."""
    return np.array(list(cells), dtype=float)


def _from_contrasts(lines: Sequence[Line], measure: str) -> Effects:
    estimates = _numbers(None if line.reason else line.estimate for line in lines)
    ses = _numbers(None if line.reason else line.se for line in lines)
    return effects(measure, study=[line.label for line in lines], estimates=estimates, ses=ses)


def _in_order(counted: Effects, given: Effects, as_given: Sequence[bool]) -> Effects:
    """Both sets as one, in the order of the lines, without cells; by position, as labels may be alike."""
    joined = replace(
        counted,
        yi=np.concatenate([counted.yi, given.yi]),
        vi=np.concatenate([counted.vi, given.vi]),
        labels=(*counted.labels, *given.labels),
        cells={},
        moderators={},
        missing=(*counted.missing, *given.missing),
    )
    positions = np.argsort(as_given, kind="stable")  # of the lines, as they are joined
    return joined.subset(np.argsort(positions).tolist())
