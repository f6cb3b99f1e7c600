"""From effects, options and masks to the kernel: each row of the mask is one analysis of the batch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel import mantel_haenszel, peto
from effectbank.kernel.fit import Fits, common_effect, mantel_haenszel_fit, peto_fit, random_effects
from effectbank.kernel.mantel_haenszel import Tables, tables
from effectbank.kernel.studies import Floats, studies
from effectbank.measures import counts
from effectbank.measures.build import missing_of, table_cells
from effectbank.measures.effects import Effects, readonly
from effectbank.measures.zero_cells import Cells, corrected, is_double_zero
from effectbank.problems import NotEstimable
from effectbank.synthesis.options import PoolOptions

Masks = NDArray[np.bool_]

POOLABLE = {"MH": ("RR", "OR", "RD"), "Peto": ("OR", "PETO")}


def fit_batch(effects: Effects, o: PoolOptions, masks: Masks) -> Fits:
    """Pool the studies of each mask, shape (..., k), as one batch."""
    _check_poolable(effects, o)
    s = studies(*study_estimates(effects, o, masks))
    x = _tables(effects, o, masks)
    centre = None if o.q_centre == "IV" or x is None else _centre(effects, o, x)
    if o.model == "random":
        return random_effects(
            s, tau2=o.tau2 or "REML", test=o.test, level=o.level, prediction=o.prediction, centre=centre
        )
    if o.method == "MH" and x is not None:
        return mantel_haenszel_fit(s, x, effects.measure, level=o.level, centre=centre, rd_variance=o.rd_variance)
    if o.method == "Peto" and x is not None:
        return peto_fit(s, x, level=o.level, centre=centre)
    return common_effect(s, test=o.test, level=o.level, centre=centre)


def _check_poolable(effects: Effects, o: PoolOptions) -> None:
    for method in {o.method, o.q_centre} - {"IV"}:
        if effects.measure not in POOLABLE[method]:
            known = ", ".join(POOLABLE[method])
            raise NotEstimable(f"{method} pools {known}; these are {effects.of.label} estimates", "use method='IV'")


def study_estimates(effects: Effects, o: PoolOptions, masks: Masks) -> tuple[Floats, Floats]:
    """yi and vi as the options have them, NaN outside the mask; shape of the masks."""
    if not _uses_cells(effects, o):
        return np.where(masks, effects.yi, np.nan), np.where(masks, effects.vi, np.nan)
    kept = masks & ~_dropped(effects, _rule_for_estimates(effects, o))
    if o.method == "Peto":
        return counts.estimates("PETO", _only(effects, kept), rule="none", add=0.0, double_zero="keep")
    if o.zero_cells is None:
        return np.where(kept, effects.yi, np.nan), np.where(kept, effects.vi, np.nan)
    return counts.estimates(effects.measure, _only(effects, kept), rule=o.zero_cells, add=o.add, double_zero="keep")


def as_pooled(effects: Effects, o: PoolOptions) -> Effects:
    """The effects as the options have them: what the fit rests on, and what a forest plot should show."""
    if not _uses_cells(effects, o):
        return effects
    yi, vi = study_estimates(effects, o, np.ones(len(effects), dtype=bool))
    rule = _rule_for_estimates(effects, o)
    reasons = counts.why_missing(table_cells(effects), double_zero=rule)
    return replace(
        effects,
        measure="PETO" if o.method == "Peto" else effects.measure,
        yi=readonly(yi),
        vi=readonly(vi),
        missing=missing_of(effects.labels, yi, lambda i: reasons[i]),
        zero_cells=o.zero_cells or effects.zero_cells,
        double_zero=rule,
    )


def _uses_cells(effects: Effects, o: PoolOptions) -> bool:
    """A preset's zero-cell rule says nothing of means or given estimates; a rule asked for by name must apply."""
    by_rule = o.zero_cells is not None or o.double_zero is not None
    return o.method != "IV" or o.q_centre != "IV" or (by_rule and ("ai" in effects.cells or o.preset is None))


def _rule_for_estimates(effects: Effects, o: PoolOptions) -> str:
    """Which double zeros have an estimate of their own: as asked, else by the preset, else metafor's split.

    That is: dropped from the study estimates, and so from Q, where tables are pooled; kept for IV.
    """
    return o.double_zero or _revman_rule(effects, o) or ("keep" if o.method == "IV" else "drop")


def _rule_for_tables(effects: Effects, o: PoolOptions) -> str:
    """Which double zeros are pooled as tables: all, unless asked otherwise (to a ratio they add nothing)."""
    return o.double_zero or _revman_rule(effects, o) or "keep"


def _revman_rule(effects: Effects, o: PoolOptions) -> str | None:
    """RevMan keeps double zeros for risk differences only."""
    if o.zero_cells != "revman":
        return None
    return "keep" if effects.measure == "RD" else "drop"


def _dropped(effects: Effects, rule: str) -> Masks:
    return np.asarray(is_double_zero(table_cells(effects)) & (rule == "drop"))


def _only(effects: Effects, kept: Masks) -> Cells:
    a, n1, c, n2 = (np.where(kept, cell, np.nan) for cell in table_cells(effects))
    return a, n1, c, n2


def _tables(effects: Effects, o: PoolOptions, masks: Masks) -> Tables | None:
    """The tables that are pooled, corrected if a rule was named; None where only estimates are."""
    if o.method == o.q_centre == "IV":
        return None
    cells = _only(effects, masks & ~_dropped(effects, _rule_for_tables(effects, o)))
    bare = o.zero_cells is None or o.method == "Peto" or (o.zero_cells == "revman" and effects.measure == "RD")
    return tables(*(cells if bare else corrected(cells, o.zero_cells or "none", o.add)))


def _centre(effects: Effects, o: PoolOptions, x: Tables) -> Floats:
    if o.method == "Peto" or o.q_centre == "Peto":
        return peto.one_step(*peto.observed_less_expected(x))[0]
    return mantel_haenszel.pooled(x, effects.measure)[0]
