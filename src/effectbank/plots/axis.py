"""The axis of a drawn figure: a scale with its name and what lies on either side of no effect."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.plots.scale import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A scale in printed units, its label, and whom each side of no effect favours ("" where nobody is).

    `names`: what is printed at the ticks, where it isn't their numbers.
    """

    label: str
    scale: Scale
    favours: tuple[str, str] = ("", "")
    names: tuple[str, ...] = ()
