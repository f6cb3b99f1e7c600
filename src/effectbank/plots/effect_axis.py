"""Axes of effects: in the units they are told in, on the scale they are even on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures import Effects
from effectbank.plots.axis import Axis
from effectbank.plots.scale import UPRIGHT, scale_for, tick_label, ticks

GRID = 4001  # points from which a place on the analysis scale is read off


def effect_axis(
    effects: Effects,
    estimates: Iterable[float],
    limits: Iterable[float] = (),
    *,
    whole: Iterable[float] = (),
    reach: float | None = None,
    upright: bool = False,
) -> Axis:
    """The axis on which these numbers of the display scale are drawn, as `scale_for` has it."""
    scale = scale_for(estimates, limits, whole=whole, null=effects.of.null, reach=reach)
    if upright:
        scale = replace(scale, ticks=ticks(scale.low, scale.high, log=scale.log, room=UPRIGHT))
    return Axis(label=capital(effects.display_label), scale=scale)


def capital(words: str) -> str:
    """The words with a capital at their beginning, and the rest as it is."""
    return f"{words[:1].upper()}{words[1:]}"


def told_ticks(effects: Effects, low: float, high: float) -> tuple[Floats, tuple[str, ...]]:
    """Round numbers of the display scale between two of the analysis scale: their places there, and their names."""
    y = np.linspace(low, high, GRID)
    told = effects.of.back(y)
    if not (np.isfinite(told).all() and told[0] < told[-1]):
        return np.empty(0), ()
    found = ticks(float(told[0]), float(told[-1]), log=effects.of.is_ratio, room=UPRIGHT)
    at = np.log(found) if effects.of.is_ratio else np.interp(found, told, y)
    return np.asarray(at, dtype=float), tuple(map(tick_label, found))
