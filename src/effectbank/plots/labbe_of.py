"""L'Abbé's plot: what happened with the intervention against what happened without it, study by study."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from effectbank.measures.catalogue import measure_named
from effectbank.numerals import fixed, usual_digits
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Chart, Ink, Line, Panel
from effectbank.plots.effect_axis import capital
from effectbank.plots.scale import UPRIGHT, WIDE, Scale, plain_scale, ticks
from effectbank.plots.study_points import all_if_few, study_points
from effectbank.plots.wording import Wording
from effectbank.synthesis.labbe import GROUPS, Labbe

SIDE = 3.4  # inches: as wide as high
CURVE = 200  # steps
SPAN = 30.0  # highest by lowest, of which an even axis would crowd the low ones into its corner


def labbe_chart(record: Labbe, wording: Wording) -> Chart:
    """Risks or rates, areas by precision; the diagonal is no effect, the curve what the pooled effect makes.

    Both axes are logarithmic where the risks are far apart.
    """
    scale = _scale([*record.control, *record.intervention])
    control = np.asarray(scale.steps(CURVE))
    told = measure_named(GROUPS[record.fit.effects.measure].measure).display_label
    what = capital({"proportion": "risk"}.get(told, told))
    shown = record.fit.display
    panel = Panel(
        x=Axis(label=f"{what} ({wording.groups[1]})", scale=scale),
        y=Axis(
            label=f"{what} ({wording.groups[0]})",
            scale=replace(scale, ticks=ticks(scale.low, scale.high, log=scale.log, room=UPRIGHT)),
        ),
        marks=(
            Line(x=control, y=control, ink=Ink.NULL, name="no effect"),
            Line(
                x=control,
                y=record.expected(control),
                dashed=True,
                name=f"pooled {shown.label} {fixed(shown.estimate, usual_digits(record.fit.effects.measure))}",
            ),
            *study_points(
                record.control,
                record.intervention,
                record.labels,
                wording,
                weights=1 / record.variance,
                labelled=all_if_few(record.labels),
            ),
        ),
    )
    return Chart(rows=((panel,),), widths=(SIDE,), heights=(SIDE,), title=wording.title)


def _scale(risks: list[float]) -> Scale:
    """From nought, or logarithmic where the rare and the common are to be told apart."""
    low, high = min(risks), max(risks)
    if not low > 0 or high / low < SPAN:
        return plain_scale(risks, from_nought=True)
    ends = (low / 1.3, high * 1.3)
    return Scale(low=ends[0], high=ends[1], log=True, null=math.nan, ticks=ticks(*ends, log=True, room=WIDE))
