"""The axis of a figure: how far it reaches and which ticks a person would choose."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from effectbank.words import Interval

MOST_TICKS = 7
FEWEST_TICKS = 3
LIGHT = 1 / 3  # of the mean weight: a study lighter than this doesn't stretch the axis, its line ends in an arrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A scale on the display side: `log` for ratios, whose ticks are ratios too; `null` is no difference."""

    label: str
    log: bool
    null: float | None
    limits: Interval
    ticks: tuple[float, ...]
    favours: tuple[str, str] = ("", "")  # what lies to the left and to the right of the null

    def position(self, value: float) -> float:
        """Where a value falls: 0 at the left limit, 1 at the right one."""
        low, high = (self._scaled(limit) for limit in self.limits)
        return (self._scaled(value) - low) / (high - low)

    def _scaled(self, value: float) -> float:
        if not self.log:
            return value
        return math.log(value) if value > 0 else -math.inf


def choose_axis(
    *,
    label: str,
    log: bool,
    null: float | None,
    estimates: Sequence[float],
    intervals: Sequence[tuple[Interval, float | None]],
    favours: tuple[str, str] = ("", ""),
) -> Axis:
    """An axis that shows every estimate and the interval of every study of some weight.

    `intervals` pairs each interval with its weight in percent, or None for a summary, which always counts.
    """
    points = [*estimates, *_ends(intervals, log=log), *([] if null is None else [null])]
    limits = _padded(min(points), max(points), log=log)
    ticks = log_ticks(limits) if log else linear_ticks(limits)
    return Axis(label=label, log=log, null=null, limits=limits, ticks=ticks, favours=favours)


def _ends(intervals: Sequence[tuple[Interval, float | None]], *, log: bool) -> list[float]:
    weights = [weight for _, weight in intervals if weight is not None]
    least = LIGHT * sum(weights) / len(weights) if weights else 0.0
    kept = [interval for interval, weight in intervals if weight is None or weight >= least]
    return [end for interval in kept for end in interval if math.isfinite(end) and (end > 0 or not log)]


def _padded(low: float, high: float, *, log: bool) -> Interval:
    if log:
        margin = max(0.05 * math.log(high / low), math.log(1.1))
        return Interval(low / math.exp(margin), high * math.exp(margin))
    margin = 0.05 * (high - low) or 0.5
    return Interval(low - margin, high + margin)


def log_ticks(limits: Interval) -> tuple[float, ...]:
    """The finest of the customary sets with at most seven ticks: round steps about 1, then 1-2-5, then tens.

    >>> log_ticks(Interval(0.13, 8.1))
    (0.2, 0.5, 1.0, 2.0, 5.0)
    >>> log_ticks(Interval(0.02, 45))
    (0.1, 1.0, 10.0)
    """
    if limits.high / limits.low < 3:
        return linear_ticks(limits)
    decades = range(math.floor(math.log10(limits.low)), math.ceil(math.log10(limits.high)) + 1)
    for steps in ((1, 2, 5), (1,)):
        ticks = tuple(float(f"{step}e{decade}") for decade in decades for step in steps)
        shown = tuple(tick for tick in ticks if tick in limits)
        if len(shown) <= MOST_TICKS:
            return shown
    stride = math.ceil(len(shown) / MOST_TICKS)
    return tuple(tick for tick in shown if round(math.log10(tick)) % stride == 0)


def linear_ticks(limits: Interval) -> tuple[float, ...]:
    """The finest round step (1, 2 or 5 times a power of ten) with at most seven ticks.

    >>> linear_ticks(Interval(-0.62, 0.31))
    (-0.6, -0.4, -0.2, 0.0, 0.2)
    """
    least = (limits.high - limits.low) / MOST_TICKS
    power = math.floor(math.log10(least))
    step, digits = next(
        (mantissa * 10.0**exponent, -exponent)
        for exponent in (power, power + 1)
        for mantissa in (1, 2, 5)
        if mantissa * 10.0**exponent >= least
    )
    first, last = math.ceil(limits.low / step), math.floor(limits.high / step)
    return tuple(round(index * step, max(digits, 0)) + 0.0 for index in range(first, last + 1))


def tick_label(tick: float) -> str:
    """As short as exact: '0.5', '1', '10'."""
    return f"{tick:.10f}".rstrip("0").rstrip(".") if abs(tick) < 1e6 else f"{tick:g}"
