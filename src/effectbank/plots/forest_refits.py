"""The forest plots of one analysis done over and over: a study less, a study more, and what turns it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from effectbank.numerals import estimate_ci, fixed
from effectbank.plots.forest_parts import forest_axis, forest_label
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.wording import Wording, model_name
from effectbank.synthesis import Pooled
from effectbank.synthesis.driving import Driving
from effectbank.synthesis.refits import Cumulative, Refits
from effectbank.synthesis.regression_summary import bare_p
from effectbank.words import Interval

P = ForestColumn(name="p", title="p", side="right")
TAU2 = ForestColumn(name="tau2", title="τ²", side="right")
I2 = ForestColumn(name="i2", title="I²", side="right")
TURNS = ForestColumn(name="turns", title="Turns", align="left", side="right")


def refits_forest(record: Refits, wording: Wording) -> Forest:
    """A row a refit, named for the study left out or added, and last the fit of all."""
    fit, back = record.fit, record.fit.effects.of.back
    told = zip(*(back(column).tolist() for column in (record.estimate, record.low, record.high)), strict=True)
    rows = [
        replace(
            _row(wording.label(study), numbers, wording, p=record.p[i], tau2=record.tau2[i], i2=record.i2[i]),
            picked=study in wording.picked,
        )
        for i, (study, numbers) in enumerate(zip(record.labels, told, strict=True))
    ]
    stub = "Added" if isinstance(record, Cumulative) else "Left out"
    return _forest(fit, rows, (P, TAU2, I2) if fit.options.tau2 else (P, I2), stub, wording)


def driving_forest(record: Driving, wording: Wording) -> Forest:
    """A row each smallest set of studies without which the result turns, and last the fit of all."""
    rows = [
        replace(
            row := _of_fit(", ".join(wording.named(one.left_out)), one.fit, wording),
            cells={**row.cells, "turns": one.turns},
            picked=not wording.picked.isdisjoint(one.left_out),
        )
        for one in record.sets
    ]
    none = ForestRow(kind=RowKind.HEADING, label=f"nothing turns it, of {record.searched} sets tried")
    return _forest(record.fit, rows or [none], (P, TURNS), "Left out", wording)


def _forest(
    fit: Pooled, rows: Sequence[ForestRow], columns: tuple[ForestColumn, ...], stub: str, wording: Wording
) -> Forest:
    every = (*rows, replace(_of_fit(model_name(fit), fit, wording), kind=RowKind.TOTAL))
    return Forest(
        rows=every,
        columns=(ForestColumn(name="estimate", title=forest_label(fit), side="right"), *columns),
        axis=forest_axis(fit, every, wording),
        stub=stub,
        title=wording.title,
        centre=fit.display.estimate,
    )


def _of_fit(label: str, fit: Pooled, wording: Wording) -> ForestRow:
    spread = fit.heterogeneity
    numbers = (fit.display.estimate, *fit.display.ci)
    return _row(label, numbers, wording, p=fit.p, tau2=spread.tau2, i2=spread.i2)


def _row(
    label: str, told: tuple[float, float, float], wording: Wording, *, p: float, tau2: float, i2: float
) -> ForestRow:
    """An estimate with its interval on the display scale, and what is said of it."""
    if not math.isfinite(told[0]):
        return ForestRow(kind=RowKind.STUDY, label=label, cells={"estimate": "not estimable"})
    estimate, low, high = told
    return ForestRow(
        kind=RowKind.STUDY,
        label=label,
        cells={
            "estimate": estimate_ci(estimate, low, high, wording.digits),
            "p": bare_p(p),
            "tau2": fixed(tau2, 2),
            "i2": f"{fixed(i2, 0)}%",
        },
        estimate=estimate,
        interval=Interval(low, high),
    )
