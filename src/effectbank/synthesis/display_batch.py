"""Many estimates and intervals on the scale they are told on."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.kernel.studies import Floats
from effectbank.measures.catalogue import Measure
from effectbank.measures.effects import readonly


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bounds:
    """Low and high of many intervals."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DisplayBatch:
    """`Display`'s names, as arrays: risk ratios for log risk ratios, …"""

    label: str
    estimate: Floats
    ci: Bounds
    prediction: Bounds | None
    null: float


def display_batch(of: Measure, estimate: Floats, ci: Bounds, prediction: Bounds | None = None) -> DisplayBatch:
    """Turned back to the display scale."""

    def back(bounds: Bounds) -> Bounds:
        return Bounds(low=readonly(of.back(bounds.low)), high=readonly(of.back(bounds.high)))

    return DisplayBatch(
        label=of.display_label,
        estimate=readonly(of.back(estimate)),
        ci=back(ci),
        prediction=prediction and back(prediction),
        null=of.null,
    )
