"""The noncentral hypergeometric distribution: events of one group when margins and odds ratio are given."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.distributions import special


def moments(n1: float, n2: float, events: float, log_odds_ratio: float) -> tuple[float, float]:
    """Mean and variance of the events among n1, of `events` in all among n1 + n2 (Breslow & Day 1980, 4.2)."""
    x = np.arange(max(0.0, events - n2), min(events, n1) + 1)
    rest = events - x
    weight = (
        log_odds_ratio * x - special().betaln(x + 1, n1 - x + 1) - special().betaln(rest + 1, n2 - rest + 1)
    )  # log binomials
    chance = np.exp(weight - weight.max())
    chance /= chance.sum()
    mean = float(chance @ x)
    return mean, float(chance @ (x - mean) ** 2)
