"""The drapery plot: the p-value of every null value, for the pooled estimate and behind it for each study."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.numerals import fixed
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Band, Chart, Ink, Line, Panel, Rule
from effectbank.plots.effect_axis import effect_axis
from effectbank.plots.scale import Scale
from effectbank.plots.wording import Wording, model_name
from effectbank.synthesis.p_value_function import PValueFunction
from effectbank.words import within_sentence

HEIGHTS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LEVELS = (0.5, 0.8, 0.9, 0.95)  # of intervals, each as wide as the curve is at one less the level
UPRIGHT = Scale(low=0.0, high=1.02, log=False, null=math.nan, ticks=HEIGHTS)


def p_value_chart(record: PValueFunction, wording: Wording) -> Chart:
    """Null values on the display scale; at the right, the level of the interval that the curve spans there."""
    fit, effects = record.fit, record.fit.effects
    at = effects.of.back(record.at)
    told = effects.told(effects.yi)
    levels = Axis(
        label="Level of the interval",
        scale=replace(UPRIGHT, ticks=tuple(1 - level for level in LEVELS)),
        names=tuple(f"{fixed(100 * level, 0)}%" for level in LEVELS),
    )
    no_effect = () if math.isnan(fit.display.null) else (Rule(at=fit.display.null),)
    panel = Panel(
        x=effect_axis(effects, told[np.isfinite(told)], [float(at[0]), float(at[-1])], whole=fit.display.ci),
        y=Axis(label="p-value", scale=UPRIGHT),
        right=levels,
        marks=(
            *_next_study(record, at),
            *no_effect,
            Rule(at=1 - fit.options.level, upright=False, ink=Ink.LIMIT, dashed=True),
            *_studies(record, at, wording),
            Line(x=at, y=record.pooled, bold=True, name=f"pooled ({within_sentence(model_name(fit))})"),
        ),
    )
    return Chart(rows=((panel,),), title=wording.title)


def _next_study(record: PValueFunction, at: Floats) -> tuple[Band, ...]:
    if record.prediction is None:
        return ()
    nought = np.zeros(at.shape)
    return (Band(along=at, low=nought, high=record.prediction, ink=Ink.GROUND, name="effect of a next study"),)


def _studies(record: PValueFunction, at: Floats, wording: Wording) -> list[Line]:
    """The studies' curves; those pointed out come last, and are named."""
    inks = {name: (Ink.PICKED, Ink.SECOND)[i % 2] for i, name in enumerate(sorted(wording.picked))}
    lines = [
        Line(x=at, y=p, ink=inks[name], name=wording.label(name))
        if name in inks
        else Line(x=at, y=p, ink=Ink.BEHIND, name="single studies")
        for name, p in zip(record.labels, record.studies, strict=True)
    ]
    return sorted(lines, key=lambda line: line.ink is not Ink.BEHIND)
