"""The influence plot: what leaving out each study does, one row a study and one panel a number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Chart, Ink, Panel, Rule, Stems
from effectbank.plots.scale import Scale, plain_scale
from effectbank.plots.study_points import study_points
from effectbank.plots.wording import Wording
from effectbank.synthesis.influence import Influence
from effectbank.synthesis.regression import Regression

WIDTH, ROW = 1.2, 0.19  # inches, of a panel and of a study
ROOM = 12.0  # characters on so wide a panel
MOST_IN_TWO = 24  # studies, of which the panels stand in two rows of four; of more in one row of eight


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """One number of each study: its name, its values, where they start from, and beyond which they are much."""

    name: str
    values: Floats
    start: float
    limits: tuple[float, ...] = ()


def influence_chart(record: Influence, wording: Wording) -> Chart:
    """Eight panels that share their rows: stems from the fit of all, dashed lines where it is much."""
    marked = frozenset(study for study, yes in zip(record.labels, record.influential, strict=True) if yes)
    told = replace(wording, picked=wording.picked | marked)
    each = 4 if len(record) <= MOST_IN_TWO else 8
    columns = list(_columns(record))
    panels = [_panel(record, column, told, named=i % each == 0) for i, column in enumerate(columns)]
    rows = tuple(tuple(panels[i : i + each]) for i in range(0, len(panels), each))
    return Chart(
        rows=rows,
        widths=(WIDTH,) * each,
        heights=(max(ROW * len(record), 4 * ROW),) * len(rows),
        title=wording.title,
        notes=("* influential: " + record.rule,) if marked else (),
    )


def _columns(record: Influence) -> Iterator[_Column]:
    k, p = len(record), len(record.fit.coefficients) if isinstance(record.fit, Regression) else 1
    most, spread = record.cutoffs, record.fit.heterogeneity
    z = float(normal_quantile((1 + record.fit.options.level) / 2))
    yield _Column("Deleted residual", record.rstudent, 0.0, (-z, z))
    yield _Column("DFFITS", record.dffits, 0.0, (-most.dffits, most.dffits))
    yield _Column("Cook's distance", record.cook_d, 0.0, (most.cook_d,))
    yield _Column("Covariance ratio", record.cov_r, 1.0)
    yield _Column("τ² without it", record.tau2_del, spread.tau2)
    yield _Column("Q without it", record.q_del, spread.q)
    yield _Column("Hat", record.hat, p / k, (most.hat,))
    yield _Column("Weight, %", record.weight, 100 / k)


def _panel(record: Influence, column: _Column, wording: Wording, *, named: bool) -> Panel:
    y = np.arange(len(record), dtype=float)
    limits = [limit for limit in column.limits if math.isfinite(limit)]
    points = study_points(column.values, y, record.labels, wording)
    return Panel(
        head=column.name,
        x=Axis(label="", scale=plain_scale([*column.values, column.start, *limits], room=ROOM)),
        y=_studies(record, wording, named=named),
        marks=(
            Rule(at=column.start),
            *(Rule(at=limit, ink=Ink.LIMIT, dashed=True) for limit in limits),
            Stems(start=column.start, x=column.values, y=y),
            *(replace(mark, labels=()) for mark in points),  # the rows have them
        ),
    )


def _studies(record: Influence, wording: Wording, *, named: bool) -> Axis:
    """A row a study from the top; its name at the first panel, with a star where it is influential."""
    k = len(record)
    scale = Scale(low=k - 0.5, high=-0.5, log=False, null=math.nan, ticks=tuple(range(k)) if named else ())
    stars = zip(wording.named(record.labels), record.influential, strict=True)
    return Axis(
        label="", scale=scale, names=tuple(f"{name} *" if yes else name for name, yes in stars) if named else ()
    )
