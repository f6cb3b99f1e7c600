"""Baujat's plot: who makes the heterogeneity, and who moves the estimate."""

from __future__ import annotations

import numpy as np

from effectbank.plots.axis import Axis
from effectbank.plots.chart import Chart, Panel
from effectbank.plots.scale import UPRIGHT, plain_scale
from effectbank.plots.study_points import FEW, study_points
from effectbank.plots.wording import Wording
from effectbank.synthesis.baujat import Baujat


def baujat_chart(record: Baujat, wording: Wording) -> Chart:
    """Each study's x against its y; the labels go to those farthest out."""
    panel = Panel(
        x=Axis(
            label="Contribution to heterogeneity (squared Pearson residual)",
            scale=plain_scale(record.x, from_nought=True),
        ),
        y=Axis(
            label="Influence on the estimate (squared shift)",
            scale=plain_scale(record.y, from_nought=True, room=UPRIGHT),
        ),
        marks=study_points(record.x, record.y, record.labels, wording, labelled=_farthest(record)),
    )
    return Chart(rows=((panel,),), title=wording.title)


def _farthest(record: Baujat) -> list[str]:
    """The studies farthest out along either axis, as many as are easily read."""
    out = np.fmax(record.x / np.nanmax(record.x, initial=1e-300), record.y / np.nanmax(record.y, initial=1e-300))
    return [record.labels[i] for i in np.argsort(-np.nan_to_num(out), kind="stable")[:FEW]]
