"""The normal Q-Q plot: the residuals in order, and the ground on which chance alone would put them."""

from __future__ import annotations

import numpy as np

from effectbank.numerals import fixed
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Band, Chart, Ink, Line, Panel
from effectbank.plots.scale import UPRIGHT, plain_scale
from effectbank.plots.study_points import study_points
from effectbank.plots.wording import Wording
from effectbank.synthesis.qqnorm import NormalQuantiles


def normal_quantiles_chart(record: NormalQuantiles, wording: Wording) -> Chart:
    """Residuals against quantiles, about the line on which they are the same; who is off the ground has a label."""
    x = plain_scale(record.x)
    ends = np.array([x.low, x.high])
    panel = Panel(
        x=Axis(label="Normal quantile", scale=x),
        y=Axis(
            label=f"{record.kind.capitalize()} residual",
            scale=plain_scale([*record.y, *record.low, *record.high], room=UPRIGHT),
        ),
        marks=(
            Band(along=record.x, low=record.low, high=record.high, name=_ground(record)),
            Line(x=ends, y=ends, ink=Ink.LIMIT),
            *study_points(record.x, record.y, record.labels, wording, labelled=record.outside),
        ),
    )
    return Chart(rows=((panel,),), title=wording.title)


def _ground(record: NormalQuantiles) -> str:
    return f"{fixed(100 * record.level, 0)}% of samples from the model, rank by rank"
