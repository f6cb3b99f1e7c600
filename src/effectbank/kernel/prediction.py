"""Where the true effect of a next study is expected: prediction intervals, each published rule by its name."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.distributions import t_quantile
from effectbank.kernel.inference import quantile
from effectbank.kernel.studies import Floats

RULES = {
    "as-test": "estimate ± the test's own quantile × sqrt(tau2 + se^2)",
    "t-2": "estimate ± t on k-2 × sqrt(tau2 + se^2) (Higgins, Thompson & Spiegelhalter 2009; Riley 2011)",
    "simple": "estimate ± normal quantile × tau, as if the mean were known",
}


def prediction_interval(
    estimate: Floats, se: Floats, tau2: Floats, k: Floats, df: Floats, *, rule: str, level: float
) -> tuple[Floats, Floats]:
    """Low and high by the rule named in RULES; df is the test's (NaN: normal). NaN for fewer than two studies."""
    if rule == "simple":
        half = quantile(level, np.full_like(df, np.nan)) * np.sqrt(tau2)
    else:
        factor = t_quantile((1 + level) / 2, k - 2) if rule == "t-2" else quantile(level, df)
        half = factor * np.sqrt(tau2 + se**2)
    half = np.where(k > 1, half, np.nan)
    return estimate - half, estimate + half
