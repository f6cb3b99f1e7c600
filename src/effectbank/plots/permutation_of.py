"""The distribution of a permutation test: each coefficient among those of the rearrangements."""

from __future__ import annotations

import math

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.numerals import integer
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Band, Chart, Ink, Line, Panel, Rule
from effectbank.plots.outline import outline
from effectbank.plots.scale import Scale, plain_scale
from effectbank.plots.wording import Wording
from effectbank.synthesis.permutation import PermutationTest
from effectbank.synthesis.regression_summary import bare_p

EACH_ROW = 2
WIDTH, HEIGHT = 2.6, 1.7
COUNTED = {
    "two-sided": "p counts the values at least as far from 0.",
    "greater": "p counts the values at least as large.",
    "less": "p counts the values at most as large.",
}


def permutation_chart(record: PermutationTest, wording: Wording) -> Chart:
    """A panel a coefficient: the rearrangements' values, and a line at the one observed."""
    panels: list[Panel | None] = [
        _panel(record, name, record.values[:, i], wording) for i, name in enumerate(record.p)
    ]
    across = min(EACH_ROW, len(panels))
    panels += [None] * (-len(panels) % across)
    rows = tuple(tuple(panels[i : i + across]) for i in range(0, len(panels), across))
    how = "All" if record.exact else f"A sample (seed {record.seed}) of"
    return Chart(
        rows=rows,
        widths=(WIDTH,) * across,
        heights=(HEIGHT,) * len(rows),
        title=wording.title,
        notes=(
            f"{how} {integer(record.count)} rearrangements; the line is the value observed.",
            COUNTED[record.alternative],
        ),
    )


def _panel(record: PermutationTest, name: str, values: Floats, wording: Wording) -> Panel:
    found = record.fit.coefficients[name]
    observed = found.statistic if record.of == "statistic" else found.estimate
    known = values[np.isfinite(values)]
    scale = plain_scale([*known, observed], room=30)
    along, shares = outline(known, scale)
    top = Scale(low=0.0, high=1.05 * float(shares.max(initial=0.0)) or 1.0, log=False, null=math.nan, ticks=())
    kind = {"statistic": "z" if record.fit.df is None else "t", "coefficient": "coefficient"}[record.of]
    return Panel(
        head=wording.label(name),
        x=Axis(label=f"{kind}, p by permutation {bare_p(record.p[name])}", scale=scale),
        y=Axis(label="", scale=top),
        marks=(
            Band(along=along, low=np.zeros(shares.shape), high=shares),
            Line(x=along, y=shares, ink=Ink.LIMIT),
            Rule(at=observed, ink=Ink.PICKED),
        ),
    )
