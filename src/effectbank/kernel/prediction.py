"""Where the true effect of a next study is expected: prediction intervals, each published rule by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.distributions import normal_quantile, t_quantile
from effectbank.kernel.inference import Inference, infer, quantile
from effectbank.kernel.studies import Floats, Studies, every, total

RULES: Mapping[str, str] = MappingProxyType(
    {
        "as-test": "estimate ± the test's own quantile × sqrt(tau2 + se^2)",
        "t-2": "estimate ± t on k-2 × sqrt(tau2 + se^2), the test's se (Riley 2011, as metafor has it)",
        "simple": "estimate ± normal quantile × tau, as if the mean were known",
        "HTS": "estimate ± t on k-2 × sqrt(tau2 + 1 / sum w), whatever the test (Higgins, Thompson & "
        "Spiegelhalter 2009; meta's HTS)",
        "V": "the same on k-1 (Veroniki et al. 2019; meta's V)",
        "HK": "the same on k-1, with the Knapp-Hartung error (meta's HK)",
        "KR": "the same with the Kenward-Roger error and degrees of freedom (Nagashima, Noma & Furukawa 2019; "
        "meta's KR)",
    }
)
WHATEVER_THE_TEST = {"HTS": "z", "V": "t", "HK": "knapp-hartung", "KR": "kenward-roger"}


def prediction_interval(
    estimate: Floats, se: Floats, tau2: Floats, k: Floats, df: Floats, *, rule: str, level: float
) -> tuple[Floats, Floats]:
    """Low and high by the rule named in RULES; df is the test's (NaN: normal). NaN for fewer than two studies."""
    if rule == "simple":
        half = normal_quantile((1 + level) / 2) * np.sqrt(tau2)
    else:
        factor = t_quantile((1 + level) / 2, k - 2) if rule in ("t-2", "HTS") else quantile(level, df)
        half = factor * np.sqrt(tau2 + se * se)
    several = k > 1
    if not every(several):
        half = np.where(several, half, np.nan)
    return estimate - half, estimate + half


def predicted(
    s: Studies, w: Floats, estimate: Floats, found: Inference, tau2: Floats, *, rule: str, level: float
) -> tuple[Floats, Floats]:
    """The prediction interval of the weighted mean of weights w = 1 / (v + tau2), tested as `found`."""
    if rule in WHATEVER_THE_TEST:
        found = infer(s, w, total(w), estimate, test=WHATEVER_THE_TEST[rule], level=level)
    return prediction_interval(estimate, found.se, tau2, s.k, found.df, rule=rule, level=level)
