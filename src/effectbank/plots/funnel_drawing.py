"""The funnel plot on paper: precise studies on top, the funnel as dashed lines."""

from __future__ import annotations

import math

from matplotlib.figure import Figure as Canvas

from effectbank.plots.funnel_of import Funnel
from effectbank.plots.paper import INK, MARK, QUIET, RULE, sheet
from effectbank.plots.scale import tick_label, ticks


def draw_funnel(funnel: Funnel) -> Canvas:
    """Draw a Funnel on a new matplotlib figure."""
    scale = funnel.axis.scale
    canvas = sheet(5.2, 4.0)
    axes = canvas.add_axes((0.14, 0.14, 0.82, 0.76))
    axes.set_xlim(0, 100)
    widest = funnel.rows[-1]
    axes.set_ylim(widest, 0)
    centre = scale.at(funnel.centre)
    if not math.isnan(scale.null):
        axes.plot([scale.at(scale.null)] * 2, [0, widest], color=RULE, lw=0.9, zorder=0)
    axes.plot([centre, centre], [0, widest], color=INK, lw=0.8)
    for side in (funnel.left, funnel.right):
        axes.plot([scale.at(end) for end in side], funnel.rows, color=QUIET, lw=0.8, ls=(0, (4, 3)))
    x = [scale.at(point.estimate) for point in funnel.points]
    y = [point.se for point in funnel.points]
    axes.plot(x, y, "o", color=MARK, ms=5, mec="white", mew=0.6, zorder=3)
    axes.set_xticks([scale.at(tick) for tick in scale.ticks], [tick_label(tick) for tick in scale.ticks])
    rows = [tick for tick in ticks(0, widest, log=False, room=math.inf) if tick < widest]
    axes.set_yticks(rows, [tick_label(tick) for tick in rows])
    axes.set_xlabel(funnel.axis.label)
    axes.set_ylabel("Standard error")
    axes.set_title(funnel.title, loc="left", weight="bold", fontsize=10.5)
    for spine in ("top", "right"):
        axes.spines[spine].set_visible(False)
    return canvas
