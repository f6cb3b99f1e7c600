"""The GOSH plot: the estimate and the heterogeneity of every subset, and how both are spread."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.numerals import integer
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Band, Chart, Cloud, Ink, Line, Mark, Panel, Points, Rule
from effectbank.plots.effect_axis import effect_axis
from effectbank.plots.outline import outline
from effectbank.plots.scale import Scale
from effectbank.plots.wording import Wording
from effectbank.synthesis.gosh import Gosh

POINT_BY_POINT = 300  # subsets; more are drawn as a cloud
BESIDE = 0.7  # inches of a density's height
I2 = Scale(low=-3.0, high=103.0, log=False, null=math.nan, ticks=(0, 25, 50, 75, 100))

Masks = NDArray[np.bool_]


def gosh_chart(record: Gosh, wording: Wording) -> Chart:
    """Subsets at their estimate and I²; the densities above and beside, of those with a study pointed out apart."""
    known = np.isfinite(record.estimate) & np.isfinite(record.i2)
    estimate, i2 = record.fit.effects.of.back(record.estimate[known]), record.i2[known]
    chosen = _with_any(record, wording)[known]
    x = effect_axis(record.fit.effects, [float(estimate.min()), float(estimate.max())])
    y = Axis(label="I², %", scale=I2)
    groups = _groups(record, wording, chosen)
    above, rise = _densities(estimate, x.scale, groups, upright=False)
    beside, reach = _densities(i2, I2, groups, upright=True)
    main = Panel(x=x, y=y, marks=(*_no_effect(record), *_subsets(estimate, i2, chosen), _whole(record)))
    return Chart(
        rows=(
            (Panel(x=_bare(x.scale), y=rise, marks=above), None),
            (main, Panel(x=reach, y=_bare(I2), marks=beside)),
        ),
        widths=(3.9, BESIDE),
        heights=(BESIDE, 2.9),
        title=wording.title,
        notes=(_told(record),),
    )


def _with_any(record: Gosh, wording: Wording) -> Masks:
    """Which subsets hold a study pointed out."""
    held = [record.includes(study) for study in sorted(wording.picked)]
    return np.any(held, axis=0) if held else np.zeros(len(record), dtype=bool)


def _groups(record: Gosh, wording: Wording, chosen: Masks) -> list[tuple[Masks, Ink, str]]:
    """The subsets told apart, with the colour and the name of each group."""
    if not wording.picked:
        return [(~chosen, Ink.STUDY, "")]
    who = " or ".join(wording.label(study) for study in record.labels if study in wording.picked)
    return [(~chosen, Ink.STUDY, f"subsets without {who}"), (chosen, Ink.PICKED, f"subsets with {who}")]


def _subsets(estimate: Floats, i2: Floats, chosen: Masks) -> tuple[Mark, ...]:
    if estimate.size > POINT_BY_POINT:
        return (Cloud(x=estimate, y=i2, chosen=chosen),)
    groups = ((~chosen, Ink.STUDY), (chosen, Ink.PICKED))
    return tuple(Points(x=estimate[at], y=i2[at], ink=ink) for at, ink in groups)


def _no_effect(record: Gosh) -> tuple[Mark, ...]:
    null = record.fit.display.null
    return () if math.isnan(null) else (Rule(at=null),)


def _whole(record: Gosh) -> Points:
    fit = record.fit
    x, y = np.array([fit.display.estimate]), np.array([fit.heterogeneity.i2])
    return Points(x=x, y=y, ink=Ink.POOLED, diamond=True, name=f"all {len(record.labels)} studies")


def _densities(
    values: Floats, scale: Scale, groups: list[tuple[Masks, Ink, str]], *, upright: bool
) -> tuple[tuple[Mark, ...], Axis]:
    """The outline of each group's density along a scale, and the axis of its height."""
    marks: list[Mark] = []
    top = 0.0
    for which, ink, name in groups:
        along, height = outline(values[which], scale, of=values.size)
        if not name:
            marks.append(Band(along=along, low=np.zeros(height.shape), high=height, upright=upright))
        x, y = (height, along) if upright else (along, height)
        marks.append(Line(x=x, y=y, ink=ink, name=name))
        top = max(top, float(height.max()))
    return tuple(marks), _bare(Scale(low=0.0, high=1.05 * top or 1.0, log=False, null=math.nan, ticks=()))


def _bare(scale: Scale) -> Axis:
    return Axis(label="", scale=replace(scale, ticks=()))


def _told(record: Gosh) -> str:
    count = f"{integer(len(record))} subsets"
    return f"All {count}." if record.exact else f"A sample of {count} (seed {record.seed})."
