"""From effects, options and masks to the kernel: each row of the mask is one analysis of the batch."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from effectbank.kernel.fit import GIVEN, Fits, common_effect, from_sums, random_effects
from effectbank.kernel.inference import Inference
from effectbank.kernel.studies import Floats, Studies, studies
from effectbank.measures import counts
from effectbank.measures.build import missing_of, table_cells
from effectbank.measures.effects import Effects, readonly
from effectbank.measures.zero_cells import REVMAN, Cells
from effectbank.problems import BadInput
from effectbank.synthesis.options import PoolOptions
from effectbank.synthesis.sums import RATES, Masks, check_poolable, dropped, sums

BLOCK = 2**16  # studies: as many analyses at once as stay in the processor's cache


def fit_batch(effects: Effects, o: PoolOptions, masks: Masks) -> Fits:
    """Pool the studies of each mask, shape (..., k), as one batch; in blocks, where there are many."""
    check_poolable(effects, o)
    if masks.ndim != 2 or effects.yi.ndim != 1 or masks.size <= BLOCK:
        return fit_block(effects, o, along_analyses(masks))
    step = max(1, BLOCK // masks.shape[1])
    blocks = (along_analyses(masks[i : i + step]) for i in range(0, len(masks), step))
    return _joined([fit_block(effects, o, block) for block in blocks])


def along_analyses(masks: Masks) -> Masks:
    """Laid out so that sums over studies run along analyses, where there are more of these."""
    return np.asfortranarray(masks) if masks.ndim == 2 and len(masks) > masks.shape[1] else masks


def fit_block(effects: Effects, o: PoolOptions, masks: Masks) -> Fits:
    """Pool the studies of each mask at once."""
    s = studies_of(effects, o, masks)
    own = None if o.weights is None else _own_weights(effects, o.weights, s)
    if o.method == o.q_centre == "IV":
        return _inverse_variance(s, o, own, None)
    if o.q_centre == "IV":
        centre = None
    else:
        by = "Peto" if o.method == "Peto" else o.q_centre
        centre = sums(effects, o, masks, by, double_zero=_rule_for_tables(effects, o)).estimate
    if o.model == "random" or o.method == "IV":
        return _inverse_variance(s, o, own, centre)
    x = sums(effects, o, masks, o.method, double_zero=_rule_for_tables(effects, o))
    return from_sums(s, x.estimate, x.variance, w=x.w, present=x.present, level=o.level, centre=centre)


def _inverse_variance(s: Studies, o: PoolOptions, own: Floats | None, centre: Floats | None) -> Fits:
    if o.model == "common":
        return common_effect(s, test=o.test, level=o.level, centre=centre, own=own)
    return random_effects(
        s,
        tau2="REML" if o.tau2 is None or o.tau2 == GIVEN else o.tau2,
        test=o.test,
        level=o.level,
        prediction=o.prediction,
        centre=centre,
        own=own,
        given=o.tau2_given,
    )


def check_weights(effects: Effects, o: PoolOptions) -> None:
    """Raise UnknownName for a moderator that isn't there, BadInput for a value that is no weight."""
    if o.weights is None:
        return
    try:
        weights = np.asarray(effects.moderator(o.weights), dtype=float)
    except (TypeError, ValueError):
        raise BadInput(f"weights {o.weights!r} hold words; numbers of 0 or more expected") from None
    for i in np.flatnonzero(np.isfinite(effects.yi) & ~((weights >= 0) & (weights < np.inf))).tolist():
        raise BadInput(
            f"study {effects.labels[i]!r} has the weight {weights[i]} in {o.weights!r}; 0 or more expected"
        )


def _own_weights(effects: Effects, name: str, s: Studies) -> Floats:
    """The moderator's values as weights, 0 for absent studies."""
    weights = np.asarray(effects.moderator(name), dtype=float)
    return np.asarray(np.where(s.present > 0, weights, 0.0), dtype=float)


def _joined(parts: list[Fits]) -> Fits:
    found = [part.inference for part in parts]
    inference = Inference(*(np.concatenate([getattr(one, f.name) for one in found]) for f in fields(Inference)))
    own = (f.name for f in fields(Fits) if f.name != "inference")
    return Fits(inference=inference, **{name: np.concatenate([getattr(p, name) for p in parts]) for name in own})


def studies_of(effects: Effects, o: PoolOptions, masks: Masks) -> Studies:
    """The studies of each mask, their estimates as the options have them."""
    return studies(*_estimates(effects, o, masks))


def _estimates(effects: Effects, o: PoolOptions, masks: Masks) -> tuple[Floats, Floats, Masks]:
    """yi and vi as the options have them, and who is in, of those the mask holds."""
    kept = masks
    if uses_cells(effects, o):
        kept = masks & ~dropped(effects, _rule_for_estimates(effects, o))
        if o.method == "Peto":
            cells = _only(effects, kept)
            return *counts.estimates("PETO", cells, rule="none", add=0.0, double_zero="keep"), kept
        if o.zero_cells is not None:
            cells = _only(effects, kept)
            rules = {"rule": o.zero_cells, "double_zero": "keep", "variance": effects.variance}
            return *counts.estimates(effects.measure, cells, add=o.add, **rules), kept
    return effects.yi, effects.vi, kept


def as_pooled(effects: Effects, o: PoolOptions) -> Effects:
    """The effects as the options have them: what the fit rests on, and what a forest plot should show."""
    if not uses_cells(effects, o):
        return effects
    y, v, kept = _estimates(effects, o, np.ones(len(effects), dtype=bool))
    yi, vi = np.where(kept, y, np.nan), np.where(kept, v, np.nan)
    rule = _rule_for_estimates(effects, o)
    reason = counts.why_missing(table_cells(effects), double_zero=rule)
    return replace(
        effects,
        measure="PETO" if o.method == "Peto" else effects.measure,
        yi=readonly(yi),
        vi=readonly(vi),
        missing=missing_of(effects.labels, yi, reason),
        zero_cells=o.zero_cells or effects.zero_cells,
        double_zero=rule,
    )


def uses_cells(effects: Effects, o: PoolOptions) -> bool:
    """Whether the counts decide on the estimates that are pooled.

    A preset's zero-cell rule says nothing of means or given estimates; a rule asked for by name must apply.
    """
    if o.method != "IV" or o.q_centre != "IV":
        return effects.measure not in (*RATES, "HR")
    by_rule = o.zero_cells is not None or o.double_zero is not None
    return by_rule and ("ai" in effects.cells or o.preset is None)


def _rule_for_estimates(effects: Effects, o: PoolOptions) -> str:
    """Which double zeros have an estimate of their own: as asked, else by the preset, else metafor's split.

    That is: dropped from the study estimates, and so from Q, where tables are pooled; kept for IV. Under random
    effects the study estimates are what is pooled, and a risk difference of 0 is one of them.
    """
    weighted = o.method == "IV" or (o.model == "random" and effects.measure == "RD")
    return o.double_zero or _revman_rule(effects, o) or ("keep" if weighted else "drop")


def _rule_for_tables(effects: Effects, o: PoolOptions) -> str:
    """Which double zeros are pooled as tables: all, unless asked otherwise (to a ratio they add nothing)."""
    return o.double_zero or _revman_rule(effects, o) or "keep"


def _revman_rule(effects: Effects, o: PoolOptions) -> str | None:
    """RevMan keeps double zeros for risk differences; on the web also risk ratios of nothing but events."""
    if o.zero_cells not in REVMAN:
        return None
    if effects.measure == "RR" and o.zero_cells == "revman-web":
        return "drop-eventless"
    return "keep" if effects.measure == "RD" else "drop"


def _only(effects: Effects, kept: Masks) -> Cells:
    a, n1, c, n2 = (np.where(kept, cell, np.nan) for cell in table_cells(effects))
    return a, n1, c, n2
