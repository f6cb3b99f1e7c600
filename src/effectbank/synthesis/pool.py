"""`pool`: the statistician's front door; and the same question asked again without some studies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Unpack

import numpy as np

from effectbank.kernel.fit import Fits
from effectbank.measures.effects import Effects, frozen, readonly
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis.fitting import as_pooled, check_weights, fit_batch
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.options import Choices, PoolOptions, options
from effectbank.synthesis.pooled import Heterogeneity, Pooled
from effectbank.words import Interval


@takes(Effects)
def pool(effects: Effects, **choices: Unpack[Choices]) -> Pooled:
    """Pool study effects on the analysis scale; `Choices` tells what may be chosen, the defaults and why.

    model="random" | "common"; method="IV" | "MH" | "Peto"; tau2="REML" | "DL" | … | a number; test="z" | "t" |
    "knapp-hartung" | "ad-hoc" | "kenward-roger"; preset="revman5". With model="random", method="MH" weighs by
    inverse variance and takes tau2 from the Q about the Mantel-Haenszel estimate, as RevMan 5 does. `zero_cells`
    names a rule to correct both the study estimates and the tables that are pooled. `weights`: a moderator, or
    one number a study, in place of inverse variances; tau2="GENQ" is estimated by them too.

    Raises NotEstimable where nothing can be pooled, UnknownName and BadInput for choices that cannot be.
    """
    return pool_with(*with_weights(effects, choices))


def pooled_as(effects: Effects, **choices: Unpack[Choices]) -> Effects:
    """The study estimates as `pool` would take them under these choices: zero cells corrected, double zeros ruled.

    Raises UnknownName and BadInput for choices that cannot be.
    """
    return as_pooled(*with_weights(effects, choices))


def with_weights(effects: Effects, choices: Choices) -> tuple[Effects, PoolOptions]:
    """The options completed; weights given as values become a moderator called "weights"."""
    weights = choices.get("weights")
    if weights is None or isinstance(weights, str):
        return effects, options(**choices)
    column = np.asarray(weights)
    if column.shape != (len(effects),):
        raise BadInput(f"{column.size} weights given for {len(effects)} studies; one a study expected")
    carried = replace(effects, moderators=frozen({**effects.moderators, "weights": column}))
    named = choices.copy()
    named["weights"] = "weights"
    return carried, options(**named)


def pool_with(effects: Effects, chosen: PoolOptions) -> Pooled:
    """Pool under options already complete: a batch of one."""
    if not len(effects):
        raise NotEstimable("no study was given")
    check_weights(effects, chosen)
    fits = fit_batch(effects, chosen, np.ones(len(effects), dtype=bool))
    fit = pooled_of(as_pooled(effects, chosen), chosen, fits)
    if fit is None:
        raise NotEstimable(*_why_not(as_pooled(effects, chosen), chosen))
    return fit


@takes(Pooled)
def leave_out(fit: Pooled, labels: str | Iterable[str]) -> Pooled:
    """The same analysis without the studies named; raises UnknownName for a study it does not hold."""
    named = (labels,) if isinstance(labels, str) else tuple(labels)
    return pool_with(fit.effects.without(named), fit.options)


def pooled_of(effects: Effects, chosen: PoolOptions, fits: Fits) -> Pooled | None:
    """The fit of one analysis as a Pooled; None where it has no estimate."""
    found = fits.inference
    if not math.isfinite(fits.estimate):
        return None
    df = float(found.df)
    low, high = float(fits.prediction_low), float(fits.prediction_high)
    return Pooled(
        effects=effects,
        options=chosen,
        k=int(fits.k),
        estimate=float(fits.estimate),
        se=float(found.se),
        statistic=float(found.statistic),
        df=None if math.isnan(df) else int(df) if df.is_integer() else df,
        p=float(found.p),
        ci=Interval(float(found.low), float(found.high)),
        prediction=None if math.isnan(low) else Interval(low, high),
        weights=readonly(fits.weights),
        heterogeneity=Heterogeneity(
            q=float(fits.q),
            df=int(fits.q_df),
            tau2=float(fits.tau2),
            tau2_se=float(fits.tau2_se),
            i2=float(fits.i2),
            h2=float(fits.h2),
        ),
    )


def _why_not(effects: Effects, chosen: PoolOptions) -> tuple[str, str]:
    if effects.k == 0:
        return "no study has an estimate", "; ".join(f"{gap.study}: {gap.reason}" for gap in effects.missing)
    if chosen.method == "Peto":
        return "Peto finds no finite estimate: in no study did some people have the event and some not", ""
    if chosen.pools_tables:
        return f"{chosen.method} finds no finite estimate: one group has no events at all", "name a zero_cells rule"
    return f"all studies have the weight 0 in {chosen.weights!r}", "give one of them weight"
