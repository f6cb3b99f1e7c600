"""The studies of a chart as points: those pointed out in their own colour and with their labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.plots.chart import Ink, Points
from effectbank.plots.wording import Wording

FEW = 15  # studies, all of which are labelled


def study_points(
    x: Floats,
    y: Floats,
    studies: Sequence[str],
    wording: Wording,
    *,
    weights: Floats | None = None,
    labelled: Collection[str] = (),
) -> tuple[Points, ...]:
    """Each study at (x, y), of an area by its weight; the picked ones last, so that they lie on top.

    Who has no place (NaN) is left out. Labels are those of the studies picked and of `labelled`.
    """
    there = np.isfinite(x) & np.isfinite(y)
    share = None if weights is None else weights / np.nanmax(weights[there], initial=1e-300)
    picked = np.array([study in wording.picked for study in studies], dtype=bool)
    shown = {*labelled, *wording.picked}

    def points(which: NDArray[np.bool_], ink: Ink) -> Points:
        at = np.flatnonzero(there & which)
        return Points(
            x=x[at],
            y=y[at],
            weights=None if share is None else share[at],
            labels=tuple(wording.label(studies[i]) if studies[i] in shown else "" for i in at.tolist()),
            ink=ink,
        )

    groups = ((~picked, Ink.STUDY), (picked, Ink.PICKED))
    return tuple(points(which, ink) for which, ink in groups if (there & which).any())


def all_if_few(studies: Sequence[str]) -> Sequence[str]:
    """Whom to label where nobody stands out: all, as long as they are few."""
    return studies if len(studies) <= FEW else ()
