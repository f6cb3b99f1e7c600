"""What Mantel-Haenszel and Peto pool: the studies' cells, and the sums over them, by the kind of cells they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel import mantel_haenszel, person_time, peto
from effectbank.kernel.studies import Floats
from effectbank.measures.build import table_cells
from effectbank.measures.effects import Effects
from effectbank.measures.zero_cells import REVMAN, Cells, corrected, has_nobody, ruled_out
from effectbank.problems import NotEstimable
from effectbank.synthesis.options import PoolOptions

Masks = NDArray[np.bool_]

RATES = ("IRR", "IRD")
POOLABLE = {"MH": ("RR", "OR", "RD", *RATES), "Peto": ("OR", "PETO", "HR")}


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """The pooled estimate and its variance (...,), what each study weighs (..., k), and which are there."""

    estimate: Floats
    variance: Floats
    w: Floats
    present: Floats


def check_poolable(effects: Effects, o: PoolOptions) -> None:
    """Raise NotEstimable where the method, or the centre of Q, doesn't pool the measure."""
    if o.method == o.q_centre == "IV":
        return
    for method in sorted({o.method, o.q_centre} - {"IV"}):
        if effects.measure not in POOLABLE[method]:
            known = ", ".join(POOLABLE[method])
            raise NotEstimable(f"{method} pools {known}; these are {effects.measure} effects", "use method='IV'")
        if effects.measure in RATES and (o.zero_cells or o.double_zero):
            raise NotEstimable(
                "a zero-cell rule for rates at pooling",
                f"name it in effects(...), for the studies' estimates; {method} needs none for its sums",
            )


def sums(effects: Effects, o: PoolOptions, masks: Masks, method: str, *, double_zero: str) -> Sums:
    """The sums over the studies of each mask by `method`, "MH" or "Peto", corrected if a rule was named."""
    if effects.measure == "HR":
        return _of_observed(*_cells(effects, masks, ("oei", "vi"), "O - E and its variance"))
    if effects.measure in RATES:
        return _of_rates(effects, masks)
    kept = masks & ~dropped(effects, double_zero)
    a, n1, c, n2 = (np.where(kept, cell, np.nan) for cell in table_cells(effects))
    bare = o.zero_cells is None or method == "Peto" or (o.zero_cells in REVMAN and effects.measure == "RD")
    cells: Cells = (a, n1, c, n2)
    x = mantel_haenszel.tables(*(cells if bare else corrected(cells, o.zero_cells or "none", o.add)))
    if method == "Peto":
        o_e, v = peto.observed_less_expected(x)
        return Sums(*peto.one_step(o_e, v), v, x.present)
    estimate, variance = mantel_haenszel.pooled(x, effects.measure, o.rd_variance)
    return Sums(estimate, variance, mantel_haenszel.study_weights(x, effects.measure), x.present)


def _of_observed(o_e: Floats, v: Floats) -> Sums:
    present = np.isfinite(o_e) & np.isfinite(v)
    o_e, v = np.where(present, o_e, 0.0), np.where(present, v, 0.0)
    return Sums(*peto.one_step(o_e, v), v, present.astype(float))


def _of_rates(effects: Effects, masks: Masks) -> Sums:
    cells = _cells(effects, masks, ("x1i", "t1i", "x2i", "t2i"), "events and person-time")
    x = person_time.person_time(*cells)
    estimate, variance = person_time.POOLS[effects.measure](x)
    return Sums(estimate, variance, person_time.study_weights(x, effects.measure), x.present)


def _cells(effects: Effects, masks: Masks, names: tuple[str, ...], words: str) -> tuple[Floats, ...]:
    missing = [name for name in names if name not in effects.cells]
    if missing:
        raise NotEstimable(f"these {effects.measure} effects hold no {words}", "give them, or use method='IV'")
    return tuple(np.where(masks, effects.cells[name], np.nan) for name in names)


def dropped(effects: Effects, rule: str) -> Masks:
    """Studies with nobody in a group, and those that a rule for double zeros drops."""
    cells = table_cells(effects)
    return has_nobody(cells) | ruled_out(cells, rule)
