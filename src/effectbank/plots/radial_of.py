"""The radial plot (Galbraith): a study's estimate is the slope from the origin, its precision how far out it is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from effectbank.plots.axis import Axis
from effectbank.plots.chart import Chart, Ink, Line, Panel, Rule
from effectbank.plots.effect_axis import capital, told_ticks
from effectbank.plots.scale import UPRIGHT, plain_scale
from effectbank.plots.study_points import study_points
from effectbank.plots.wording import Wording
from effectbank.synthesis.radial import Radial


def radial_chart(record: Radial, wording: Wording) -> Chart:
    """The studies about the line of the pooled estimate, in its band; at the right, what each slope stands for."""
    fit = record.fit
    x = plain_scale(record.x, from_nought=True)
    ends = np.array([x.low, x.high])
    sides = [record.slope * ends + side * record.band for side in (-1, 1)]
    y = plain_scale([0.0, *record.y, *sides[0], *sides[1]], room=UPRIGHT)
    slopes, names = told_ticks(fit.effects, y.low / x.high, y.high / x.high)
    no_effect = () if math.isnan(fit.display.null) else (Rule(at=0.0, upright=False),)
    spread = "√(variance + τ²)" if fit.heterogeneity.tau2 > 0 else "standard error"
    panel = Panel(
        x=Axis(label=f"Precision, 1 / {spread}", scale=x),
        y=Axis(label=f"Estimate / {spread}", scale=y),
        right=Axis(
            label=capital(fit.display.label), scale=replace(y, ticks=tuple((slopes * x.high).tolist())), names=names
        ),
        marks=(
            *no_effect,
            *(Line(x=ends, y=side, ink=Ink.LIMIT, dashed=True) for side in sides),
            Line(x=ends, y=record.slope * ends),
            *study_points(record.x, record.y, record.labels, wording, labelled=record.outside),
        ),
    )
    return Chart(rows=((panel,),), title=wording.title)
