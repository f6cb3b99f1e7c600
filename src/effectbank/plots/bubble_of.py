"""The bubble plot of a meta-regression: the studies by one moderator, and what the regression expects along it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.numerals import fixed
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Band, Chart, Ink, Line, Panel, Rule
from effectbank.plots.effect_axis import effect_axis
from effectbank.plots.scale import plain_scale
from effectbank.plots.study_points import all_if_few, study_points
from effectbank.plots.wording import Wording
from effectbank.problems import BadInput
from effectbank.synthesis.deletion import whole
from effectbank.synthesis.display_batch import DisplayBatch
from effectbank.synthesis.formula import Values
from effectbank.synthesis.moderators import study_values
from effectbank.synthesis.per_study import labels_of
from effectbank.synthesis.predictions import Predictions, predict
from effectbank.synthesis.regression import Regression

STEPS = 101


def regression_chart(fit: Regression, wording: Wording) -> Chart:
    """The bubble plot along the only moderator, over the range the studies have of it.

    Raises BadInput for a regression on several, or on words.
    """
    values = study_values(fit.effects, fit.moderators)
    numeric = [name for name, column in values.items() if column.dtype != object]
    if len(values) != 1 or not numeric:
        raise BadInput(
            f"a regression on {fit.moderators.asked!r} has no one line to draw; say along what, and what the "
            "others are: eb.draw(eb.predict(fit, {'year': range(1950, 1980), 'alloc': 'random'}))"
        )
    column = values[numeric[0]].astype(float)
    return bubble_chart(predict(fit, {numeric[0]: np.linspace(column.min(), column.max(), STEPS)}), wording)


def bubble_chart(record: Predictions, wording: Wording) -> Chart:
    """Predictions along the one moderator whose values differ, and the studies, of areas by their weight.

    The ground is the interval of the mean, the dashed lines that of one study's true effect.
    """
    fit, effects = record.fit, record.fit.effects
    if not isinstance(fit, Regression):
        raise BadInput("the bubble plot is of a regression; predictions of a location-scale model given")
    name = _along(record.at)
    x, y = study_values(effects, fit.moderators)[name].astype(float), effects.told(effects.yi)[fit.moderators.used]
    order = np.argsort(record.at[name].astype(float), kind="stable")
    at, shown = record.at[name].astype(float)[order], record.display
    low, high = shown.ci.low[order], shown.ci.high[order]
    studies, null = labels_of(fit), effects.of.null
    panel = Panel(
        x=Axis(label=wording.label(name), scale=plain_scale([*x, *at])),
        y=effect_axis(effects, y, whole=[*low, *high], upright=True),
        marks=(
            Band(along=at, low=low, high=high, name=f"{fixed(100 * record.level, 0)}% interval of the mean"),
            *(() if math.isnan(null) else (Rule(at=null, upright=False),)),
            *_one_study(shown, at, order),
            Line(x=at, y=shown.estimate[order]),
            *study_points(x, y, studies, wording, weights=whole(fit).w, labelled=all_if_few(studies)),
        ),
    )
    return Chart(rows=((panel,),), title=wording.title, notes=_held(record.at, name))


def _along(at: Values) -> str:
    """The moderator whose values differ; raises BadInput unless there is one, and it is numeric."""
    differing = [name for name, column in at.items() if len(set(column.tolist())) > 1]
    if len(differing) != 1 or at[differing[0]].dtype == object:
        told = ", ".join(differing) or "no moderator"
        raise BadInput(f"predictions along {told} given; a line needs one numeric moderator with several values")
    return differing[0]


def _one_study(shown: DisplayBatch, at: Floats, order: NDArray[np.intp]) -> tuple[Line, ...]:
    if shown.prediction is None:
        return ()
    ends = (shown.prediction.low, shown.prediction.high)
    return tuple(
        Line(x=at, y=end[order], ink=Ink.LIMIT, dashed=True, name="effect of a next study") for end in ends
    )


def _held(at: Values, along: str) -> tuple[str, ...]:
    """What the other moderators are held at."""
    others = [f"{name} {_word(column[0])}" for name, column in at.items() if name != along]
    return (f"The line is for {', '.join(others)}.",) if others else ()


def _word(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
