"""The axis of a forest plot: how far it reaches, where a value falls on it, and ticks a person would choose."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

MOST_TICKS = 7
ROOM = 21.0  # characters on the narrowest axis that is drawn: of text, and of a page in a small window
WIDE, UPRIGHT = 50.0, 1e6  # the same of a chart; of a vertical axis, where labels stand above each other
LEAST_TAKEN = 0.2  # of an axis as long as somebody asked for, below which it shows nothing
_GAP = 0.5  # characters at the least between two labels
_BEYOND = math.log10(6)  # how far past the outermost estimate an interval of a ratio is still drawn
_FARTHEST_POWER, _FARTHEST = 12, 1e15  # of ten, of a ratio; of a difference
_LADDERS = ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis from `low` to `high` in the printed units; logarithmic where no effect is 1."""

    low: float
    high: float
    log: bool
    null: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value falls, in percent of the axis; outside it, at its end."""
        low, high, here = (self._even(x) for x in (self.low, self.high, value))
        return 100 * min(max((here - low) / (high - low), 0.0), 1.0)

    def holds(self, value: float) -> bool:
        """Whether the value can be drawn where it is, rather than at the axis's end."""
        return self.low <= value <= self.high

    def steps(self, count: int) -> list[float]:
        """The ends of so many even steps along the axis."""
        low, high = self._even(self.low), self._even(self.high)
        even = [low + (high - low) * i / count for i in range(count + 1)]
        return [10**x for x in even] if self.log else even

    def _even(self, value: float) -> float:
        if not self.log:
            return value
        return math.log10(value) if value > 0 else -math.inf


def scale_for(
    estimates: Iterable[float],
    limits: Iterable[float],
    *,
    whole: Iterable[float] = (),
    null: float = 1.0,
    reach: float | None = None,
) -> Scale:
    """The axis on which these estimates and the `limits` of their intervals are drawn.

    It holds no effect (unless no number means that: NaN), every estimate and all of `whole` (the pooled
    intervals); an interval that runs far beyond is cut, so that one small study doesn't flatten the others.
    `reach` is how far a person wants it to go on either side of no effect: from 1/5 to 5, or from -5 to 5. It is
    passed over where what is drawn would take less than a fifth of the axis, as after a measure was changed.
    """
    log = null == 1
    usable = [[_even(x, log) for x in some if _drawable(x, log)] for some in (estimates, limits, whole)]
    points = [*usable[0], *usable[2], *([] if math.isnan(null) else [_even(null, log)])]
    sides, own = _sides(reach, log=log, null=null), _reach(points, usable[1], log)
    low, high = _wide_enough(points, sides) if sides and _serves(sides, own) else own
    ends = (10**low, 10**high) if log else (low, high)
    return Scale(low=ends[0], high=ends[1], log=log, null=null, ticks=ticks(*ends, log=log))


def plain_scale(values: Iterable[float], *, from_nought: bool = False, room: float = WIDE) -> Scale:
    """The even axis of numbers that are no effects (a precision, a p-value); the finite ones, with a margin."""
    finite = [value for value in map(float, values) if abs(value) <= _FARTHEST]
    least, most = min(finite, default=0.0), max(finite, default=1.0)
    low, high = (min(least, 0.0), most) if from_nought else (least, most)
    if not high > low:
        low, high = (low - 0.5, high + 0.5) if low else (0.0, 1.0)
    margin = 0.05 * (high - low)
    ends = (low if from_nought and low == 0 else low - margin, high + margin)
    return Scale(low=ends[0], high=ends[1], log=False, null=math.nan, ticks=ticks(*ends, log=False, room=room))


def _drawable(value: float, log: bool) -> bool:
    return math.isfinite(value) and (value > 0 or not log)


def _even(value: float, log: bool) -> float:
    """A value on an even axis, no farther from no effect than can be drawn and labelled."""
    farthest = _FARTHEST_POWER if log else _FARTHEST
    return min(max(math.log10(value) if log else value, -farthest), farthest)


def _sides(reach: float | None, *, log: bool, null: float) -> tuple[float, float] | None:
    """The ends asked for on an even axis; None where none are, or none that a person can have meant."""
    if reach is None or math.isnan(null) or not _drawable(reach, log=True) or (log and reach == 1):
        return None
    far = abs(math.log10(reach)) if log else reach
    return _even(10**-far if log else null - far, log), _even(10**far if log else null + far, log)


def _serves(sides: tuple[float, float], own: tuple[float, float]) -> bool:
    """Whether what is drawn, on an axis of its own, would take enough of the axis asked for to be told apart."""
    return own[1] - own[0] >= LEAST_TAKEN * (sides[1] - sides[0])


def _wide_enough(points: Sequence[float], sides: tuple[float, float]) -> tuple[float, float]:
    """The ends asked for, with what must be seen on any axis."""
    low, high = min(*points, sides[0]), max(*points, sides[1])
    room = 0.02 * (high - low)
    return low - room, high + room


def _reach(points: Sequence[float], limits: Sequence[float], log: bool) -> tuple[float, float]:
    """The ends of an even axis: limits far beyond the points are cut, unless all points are nought."""
    least, most = min(points), max(points)
    apart = max(most - least, max(abs(least), abs(most)) / 2) or max(map(abs, limits), default=0.0)
    beyond = _BEYOND if log else max(apart, 1e-9)
    low = max(min([least, *limits]), least - beyond)
    high = min(max([most, *limits]), most + beyond)
    room = 0.05 * ((high - low) or 1)
    return low - room, high + room


def ticks(low: float, high: float, *, log: bool, room: float = ROOM) -> tuple[float, ...]:
    """At most seven round numbers within the axis; no effect is always one of them.

    Their labels stand clear of each other on an axis that has `room` for so many characters.
    """
    even, span = (math.log10, math.log10(high / low)) if log else (float, high - low)
    clear = partial(_clear, place=lambda tick: room * even(tick) / span)
    if not log or high / low < 2.2:
        return _steps(low, high, clear)
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for ladder in _LADDERS:
        found = _within((round(m * 10.0**d, 12) for d in decades for m in ladder), low, high)
        if clear(found):
            return found
    strides = (tuple(t for t in found if round(math.log10(t)) % stride == 0) for stride in range(2, len(found) + 2))
    return next(filter(clear, strides))


def _steps(low: float, high: float, clear: Callable[[Sequence[float]], bool]) -> tuple[float, ...]:
    unit = 10.0 ** math.floor(math.log10((high - low) / MOST_TICKS))
    for multiple in (1, 2, 2.5, 5, 10, 20, 25, 50):
        step = multiple * unit
        found = [round(i * step, 12) for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
        if clear(found):
            return tuple(found)
    return tuple(found[:1])


def _clear(some: Sequence[float], place: Callable[[float], float]) -> bool:
    """Whether no label of these ticks, centred at its place in characters, touches the next; seven at most."""
    spans = [(place(tick), len(tick_label(tick)) / 2) for tick in some]
    return len(some) <= MOST_TICKS and all(b - a >= m + n + _GAP for (a, m), (b, n) in pairwise(spans))


def _within(values: Iterable[float], low: float, high: float) -> tuple[float, ...]:
    return tuple(value for value in values if low <= value <= high)


def tick_label(value: float) -> str:
    """A tick as written by hand: 0.05, 1, 20; no trailing noughts, no exponent."""
    text = f"{value:.12f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def closest(scale: Scale) -> float:
    """The smallest gap between two neighbouring ticks, in percent of the axis."""
    return min((b - a for a, b in pairwise(map(scale.at, scale.ticks))), default=100.0)
