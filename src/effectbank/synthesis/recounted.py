"""The effects of a fit with other counts in its tables: many versions of the same trials as one batch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from effectbank.kernel.fit import Fits
from effectbank.measures import counts
from effectbank.measures.build import table_cells
from effectbank.measures.effects import Effects, frozen, readonly
from effectbank.measures.zero_cells import Cells
from effectbank.problems import NotEstimable
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.options import PoolOptions

CELLS = ("ai", "n1i", "ci", "n2i")


def counts_of(effects: Effects) -> Cells:
    """a, n1, c, n2 of effects made by a formula of counts; raises NotEstimable for others."""
    if effects.measure not in counts.FORMULAS:
        raise NotEstimable(
            f"{effects.measure} effects say nothing of single people",
            f"pool one of {', '.join(counts.FORMULAS)}",
        )
    return table_cells(effects)


def fit_tables(effects: Effects, chosen: PoolOptions, cells: Cells) -> Fits:
    """Pool versions of the tables, each of `cells` (versions, k), by the effects' own zero-cell rules."""
    yi, vi = estimates_of(effects, cells)
    recounted = replace(
        effects, yi=readonly(yi), vi=readonly(vi), cells=frozen(dict(zip(CELLS, cells, strict=True)))
    )
    return fit_batch(recounted, chosen, np.ones(cells[0].shape, dtype=bool))


def estimates_of(effects: Effects, cells: Cells) -> counts.Estimates:
    """yi and vi of other tables, made as the effects' own were."""
    rules = {"rule": effects.zero_cells, "double_zero": effects.double_zero, "variance": effects.variance}
    return counts.estimates(effects.measure, cells, add=effects.add or 0.5, **rules)
