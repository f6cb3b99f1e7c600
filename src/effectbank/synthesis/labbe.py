"""L'Abbé: what happened in the control group of each study against what happened in the intervention group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures import effects
from effectbank.measures.catalogue import measure_named
from effectbank.measures.effects import Effects, readonly
from effectbank.measures.family import COUNT_RULES
from effectbank.problems import NotEstimable
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import PerStudy
from effectbank.synthesis.pooled import Pooled


class OneGroup(NamedTuple):
    """The measure of one group whose difference between two is the measure pooled, and the way to its scale."""

    measure: str
    to_scale: Callable[[ArrayLike], Floats]


def _same(x: ArrayLike) -> Floats:
    return np.asarray(x, dtype=float)


def _log_odds(p: ArrayLike) -> Floats:
    p = np.asarray(p, dtype=float)
    return np.asarray(np.log(p) - np.log1p(-p), dtype=float)


GROUPS: Mapping[str, OneGroup] = MappingProxyType(
    {
        "RR": OneGroup("PLN", np.log),
        "OR": OneGroup("PLO", _log_odds),
        "PETO": OneGroup("PLO", _log_odds),
        "RD": OneGroup("PR", _same),
        "AS": OneGroup("PAS", lambda p: np.asarray(np.arcsin(np.sqrt(p)), dtype=float)),
        "IRR": OneGroup("IRLN", np.log),
        "IRD": OneGroup("IR", _same),
        "IRSD": OneGroup("IRS", np.sqrt),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Labbe(PerStudy):
    """Control (`x`) and intervention (`y`) on the scale where the pooled effect is their difference (log risk, …).

    `control` and `intervention`: the same as risks or rates. `variance`: of y - x, for the size of a point.
    The dashed line is y = x + estimate, the diagonal no effect.
    """

    title: ClassVar[str] = "L'Abbé"

    fit: Pooled
    x: Floats
    y: Floats
    control: Floats
    intervention: Floats
    variance: Floats

    @property
    def scale(self) -> str:
        """What x and y are: log proportion, log odds, rate …"""
        return measure_named(GROUPS[self.fit.effects.measure].measure).label

    def expected(self, control: ArrayLike) -> Floats:
        """The risk or rate with the intervention that the pooled effect gives at that of a control group."""
        group = GROUPS[self.fit.effects.measure]
        with np.errstate(divide="ignore"):
            moved = group.to_scale(control) + self.fit.estimate
        return np.asarray(measure_named(group.measure).back(moved), dtype=float)


@takes(Pooled)
def labbe(fit: Pooled) -> Labbe:
    """Each group on its own: L'Abbé, Detsky & O'Rourke (1987), as metafor's labbe() has it.

    A group with no event, or nothing else, is corrected by the effects' own zero-cell rule (by 1/2 where that is
    made for pairs). Studies without an estimate are left out. Raises NotEstimable for effects without counts.
    """
    pooled = fit.effects
    if pooled.measure not in GROUPS or not _cells(pooled):
        raise NotEstimable(
            f"no events of both groups stand behind these {pooled.measure} effects",
            f"make effects from events: {', '.join(GROUPS)}",
        )
    intervention, control = (_one_group(pooled, group) for group in _cells(pooled))
    known = np.isfinite(pooled.yi) & np.isfinite(control.yi) & np.isfinite(intervention.yi)
    back = measure_named(control.measure).back
    return Labbe(
        fit=fit,
        labels=tuple(label for label, yes in zip(pooled.labels, known, strict=True) if yes),
        x=readonly(control.yi[known]),
        y=readonly(intervention.yi[known]),
        control=readonly(back(control.yi[known])),
        intervention=readonly(back(intervention.yi[known])),
        variance=readonly((control.vi + intervention.vi)[known]),
    )


def _cells(pooled: Effects) -> tuple[tuple[str, str], ...]:
    """Names of (events, total or time) of the intervention and of the control group; () where there are none."""
    known = ((("ai", "n1i"), ("ci", "n2i")), (("x1i", "t1i"), ("x2i", "t2i")))
    return next((pair for pair in known if pair[0][0] in pooled.cells), ())


def _one_group(pooled: Effects, names: tuple[str, str]) -> Effects:
    events, size = (pooled.cells[name] for name in names)
    rule = pooled.zero_cells if pooled.zero_cells in COUNT_RULES else "only0"
    times, totals = (size, None) if names[1].startswith("t") else (None, size)
    measure, add = GROUPS[pooled.measure].measure, pooled.add or 0.5
    return effects(measure, events=events, totals=totals, times=times, zero_cells=rule, add=add)
