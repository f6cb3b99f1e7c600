"""Regions: stretches of what a next trial could show, after each of which the pooled result reads the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

Verdict = tuple[float, bool]  # side of the estimate (-1, 0, 1), whether significant


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Results of the next trial, from `low` to `high`, after which the pooled result reads the same.

    The trial's estimate on the analysis scale, or its intervention events if it was told by its size. `direction`:
    of the pooled estimate then, "below" no effect, "above" or "on" it.
    """

    low: float
    high: float
    direction: str
    significant: bool

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def region_of(low: float, high: float, verdict: Verdict) -> Region:
    """The region of one verdict, told in words."""
    return Region(low=low, high=high, direction=direction(verdict[0]), significant=verdict[1])


def direction(side: float) -> str:
    """Where a side, -1, 0 or 1, lies of no effect."""
    return {-1.0: "below", 0.0: "on", 1.0: "above"}.get(float(side), "not estimable")


def joined(regions: list[Region]) -> tuple[Region, ...]:
    """Neighbours with the same verdict as one."""
    joined: list[Region] = []
    for region in regions:
        last = joined[-1] if joined else None
        if last and (last.direction, last.significant) == (region.direction, region.significant):
            joined[-1] = replace(last, high=region.high)
        else:
            joined.append(region)
    return tuple(joined)


def runs(regions: tuple[Region, ...], turns: Callable[[Region], bool]) -> list[Region]:
    """Neighbouring regions that all make the turn, as one; told by the first."""
    runs: list[Region] = []
    for before, region in zip((None, *regions), regions, strict=False):
        if turns(region):
            goes_on = before is not None and turns(before)
            runs = [*runs[:-1], replace(runs[-1], high=region.high)] if goes_on else [*runs, region]
    return runs
