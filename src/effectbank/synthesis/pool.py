"""`pool`: the statistician's front door; and the same question asked again without some studies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Unpack

import numpy as np

from effectbank.kernel.fit import Fits
from effectbank.measures.effects import Effects, readonly
from effectbank.problems import NotEstimable
from effectbank.synthesis.fitting import as_pooled, fit_batch
from effectbank.synthesis.options import Choices, PoolOptions, options
from effectbank.synthesis.pooled import Heterogeneity, Pooled
from effectbank.words import Interval


def pool(effects: Effects, **choices: Unpack[Choices]) -> Pooled:
    """Pool study effects on the analysis scale; `Choices` tells what may be chosen, the defaults and why.

    model="random" | "common"; method="IV" | "MH" | "Peto"; tau2="REML" | "DL" | …; test="z" | "t" |
    "knapp-hartung" | "ad-hoc"; preset="revman5". With model="random", method="MH" weighs by inverse variance
    and takes tau2 from the Q about the Mantel-Haenszel estimate, as RevMan 5 does. `zero_cells` names a rule to
    correct both the study estimates and the tables that are pooled.

    Raises NotEstimable where nothing can be pooled, UnknownName and BadInput for choices that cannot be.
    """
    return pool_with(effects, options(**choices))


def pool_with(effects: Effects, chosen: PoolOptions) -> Pooled:
    """Pool under options already complete: a batch of one."""
    if not len(effects):
        raise NotEstimable("no study was given")
    fits = fit_batch(effects, chosen, np.ones((1, len(effects)), dtype=bool))
    fit = pooled_of(as_pooled(effects, chosen), chosen, fits, 0)
    if fit is None:
        raise NotEstimable(*_why_not(effects, chosen))
    return fit


def leave_out(fit: Pooled, labels: str | Iterable[str]) -> Pooled:
    """The same analysis without the studies named; raises UnknownName for a study it does not hold."""
    named = (labels,) if isinstance(labels, str) else tuple(labels)
    return pool_with(fit.effects.without(named), fit.options)


def pooled_of(effects: Effects, chosen: PoolOptions, fits: Fits, row: int) -> Pooled | None:
    """One row of a batch as a Pooled; None where it has no estimate."""
    found = fits.inference
    if not math.isfinite(fits.estimate[row]):
        return None
    df = float(found.df[row])
    low, high = float(fits.prediction_low[row]), float(fits.prediction_high[row])
    return Pooled(
        effects=effects,
        options=chosen,
        k=int(fits.k[row]),
        estimate=float(fits.estimate[row]),
        se=float(found.se[row]),
        statistic=float(found.statistic[row]),
        df=None if math.isnan(df) else int(df),
        p=float(found.p[row]),
        ci=Interval(float(found.low[row]), float(found.high[row])),
        prediction=None if math.isnan(low) else Interval(low, high),
        weights=readonly(fits.weights[row]),
        heterogeneity=Heterogeneity(
            q=float(fits.q[row]),
            df=int(fits.q_df[row]),
            tau2=float(fits.tau2[row]),
            tau2_se=float(fits.tau2_se[row]),
            i2=float(fits.i2[row]),
            h2=float(fits.h2[row]),
        ),
    )


def _why_not(effects: Effects, chosen: PoolOptions) -> tuple[str, str]:
    reasons = "; ".join(f"{gap.study}: {gap.reason}" for gap in effects.missing)
    if effects.k == 0:
        return "no study has an estimate", reasons
    return f"{chosen.method} finds no finite estimate: one group has no events at all", "name a zero_cells rule"
