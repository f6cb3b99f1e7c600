"""The funnel plot: each study's estimate against its precision, with where chance alone would put 95 in 100."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from effectbank.calls import answering
from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.plots.axis import Axis
from effectbank.plots.chart import Band, Chart, Ink, Line, Mark, Panel, Points, Rule
from effectbank.plots.effect_axis import effect_axis
from effectbank.plots.funnel_over import Over, over_marks
from effectbank.plots.scale import UPRIGHT, Scale, ticks
from effectbank.plots.study_points import study_points
from effectbank.plots.wording import Wording, chosen_of, model_name
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis import Pooled
from effectbank.synthesis.elsewhere import ELSEWHERE
from effectbank.synthesis.kinds import WrongKind
from effectbank.words import within_sentence

STEPS = 81
CONTOURS = (0.90, 0.95, 0.99)  # of significance: Peters et al. 2008
GROUNDS = ((Ink.GROUND_DARK, "p .05 to .10"), (Ink.GROUND, "p .01 to .05"), (Ink.GROUND_LIGHT, "p below .01"))
OVER = (Ink.PICKED, Ink.SECOND)


@answering(ELSEWHERE["choice of a plot"])
def funnel(
    fit: Pooled,
    *over: Over,
    contours: bool = False,
    labels: Mapping[str, str] | None = None,
    highlight: str | Sequence[str] = (),
    title: str = "",
) -> Chart:
    """The funnel plot of a fit: centred on its estimate, sides at the estimate ± z se of the fit's level.

    The sides leave heterogeneity out, as is usual (Sterne & Egger 2001): points outside say that studies differ by
    more than chance, not that any is missing. `contours` stand instead of the sides: grounds on which a study is
    significant at 10, 5 and 1 % (Peters et al. 2008).

    `over`: what else was found of these studies, to be laid over: those filled in by `trim_and_fill`, the line of
    `egger` or `pet_peese`, the curve of `limit_meta`. `labels` renames studies, `highlight` points some out.

    Raises NotEstimable for fewer than two studies, BadInput for contours of a measure without a null, UnknownName.
    """
    if not isinstance(fit, Pooled):
        raise WrongKind("funnel", fit, (Pooled,))
    wording = Wording(labels=labels or {}, title=title, picked=chosen_of(highlight, fit.effects.labels))
    return funnel_chart(fit, over, wording, contours=contours)


def funnel_chart(fit: Pooled, over: Sequence[Over], wording: Wording, *, contours: bool = False) -> Chart:
    """The same by a Wording."""
    effects, se = fit.effects, fit.effects.se
    used = np.isfinite(effects.yi)
    if used.sum() < 2:
        raise NotEstimable("a funnel plot needs two studies with an estimate")
    rows = np.linspace(0, 1.08 * float(se[used].max()), STEPS)
    estimates, sides = effects.told(effects.yi), _sides(fit, rows)
    laid = [mark for i, record in enumerate(over) for mark in over_marks(record, rows, OVER[i % len(OVER)])]
    added = [float(x) for mark in laid if isinstance(mark, Points) for x in mark.x]
    x = effect_axis(effects, [*estimates[used], *added], whole=(sides[0][-1], sides[1][-1]))
    panel = Panel(
        x=x,
        y=Axis(label="Standard error", scale=_depth(float(rows[-1]))),
        marks=(
            *(_contours(fit, rows, x.scale) if contours else ()),
            *(() if math.isnan(fit.display.null) else (Rule(at=fit.display.null),)),
            Rule(at=fit.display.estimate, ink=Ink.POOLED, name=within_sentence(model_name(fit)) if over else ""),
            *(() if contours else (Line(x=side, y=rows, ink=Ink.LIMIT, dashed=True) for side in sides)),
            *laid,
            *study_points(estimates, se, effects.labels, wording),
        ),
    )
    return Chart(rows=((panel,),), title=wording.title)


def _sides(fit: Pooled, se: Floats) -> tuple[Floats, Floats]:
    reach = float(normal_quantile(0.5 + fit.options.level / 2)) * se
    back = fit.effects.of.back
    return back(fit.estimate - reach), back(fit.estimate + reach)


def _depth(most: float) -> Scale:
    """Standard errors from the top downwards."""
    found = ticks(0, most, log=False, room=UPRIGHT)
    return Scale(low=most, high=0.0, log=False, null=math.nan, ticks=tuple(tick for tick in found if tick < most))


def _contours(fit: Pooled, se: Floats, scale: Scale) -> list[Mark]:
    """The grounds on both sides of no effect, from one level of significance to the next, and beyond the last."""
    if math.isnan(fit.display.null):
        raise BadInput(f"contours of significance asked for, but no {fit.display.label} means no effect")
    reach = [float(normal_quantile(0.5 + level / 2)) * se for level in CONTOURS]
    back = fit.effects.of.back
    low = [*(back(-z) for z in reach), np.full(se.shape, scale.low)]
    high = [*(back(z) for z in reach), np.full(se.shape, scale.high)]
    return [
        Band(along=se, low=inner, high=outer, upright=True, ink=ink, name=name)
        for i, (ink, name) in reversed(list(enumerate(GROUNDS)))
        for inner, outer in ((low[i + 1], low[i]), (high[i], high[i + 1]))
    ]
