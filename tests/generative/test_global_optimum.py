"""Every estimator of tau2 converges, and those that search end at the global optimum, on sets made to be hard."""

from __future__ import annotations

import os
from decimal import Decimal

import numpy as np
import pytest
from hard_sets import KINDS, hard_set, highest, line_likelihood, root_of_q, scan
from scipy.special import chdtri

from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.projection import design
from effectbank.kernel.regression_likelihood import maximum_likelihood
from effectbank.kernel.studies import studies

CLOSE = Decimal("1e-11")  # relative to tau2 plus the smallest variance: tau2 is known no better than that
SETS = int(os.environ.get("EFFECTBANK_HARD_SETS", "100"))  # 2,000 were run before this was written down


def estimates(name: str, y: np.ndarray, v: np.ndarray) -> Decimal:
    return Decimal(float(ESTIMATORS[name](studies(y, v))))


def check(kind: str, seed: int) -> None:
    y, v = hard_set(kind, seed)
    truths = {
        "ML": highest(y, v, restricted=False),
        "REML": highest(y, v, restricted=True),
        "PM": root_of_q(y, v, float(y.size - 1)),
        "PMM": root_of_q(y, v, float(chdtri(y.size - 1, 0.5))),
    }
    for name, truth in truths.items():
        ours = estimates(name, y, v)
        assert abs(ours - truth) <= CLOSE * (truth + Decimal(float(v.min()))), (kind, seed, name, ours, truth)
    for name in ESTIMATORS:
        assert estimates(name, y, v) >= 0, (kind, seed, name)  # a number, and none below 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_optimum_is_global(kind):
    for seed in range(max(1, SETS // len(KINDS))):
        check(kind, seed)


@pytest.mark.parametrize("restricted", [False, True])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("two studies", "three studies")])
def test_no_tau2_of_a_regression_is_likelier(kind, restricted):
    """The scan is climbed from its highest point by thirds; what that gains over ours is rounding."""
    for seed in range(max(1, SETS // len(KINDS))):
        y, v = hard_set(kind, seed)
        x = np.random.default_rng(seed).normal(size=y.size)
        if y.size < 4:
            continue

        def height(t, y=y, v=v, x=x):
            return line_likelihood(y, v, x, np.atleast_1d(t), restricted=restricted)

        d = design(studies(y, v), np.column_stack([np.ones(y.size), x]))
        ours = np.longdouble(float(maximum_likelihood(d, restricted=restricted)))
        grid = scan(y, v, 1000)
        top = int(height(grid).argmax())
        low, high = grid[max(top - 1, 0)], grid[min(top + 1, grid.size - 1)]
        for _ in range(80):
            a, b = low + (high - low) / 3, high - (high - low) / 3
            low, high = (low, b) if height(a)[0] >= height(b)[0] else (a, high)
        assert max(height(low)[0], height(grid).max()) - height(ours)[0] < 1e-12, (kind, seed)


def test_ten_thousand_studies():
    """Too many for 50 digits: the scores of ML and REML change sign, and Q meets its target, right there."""
    rng = np.random.default_rng(10_000)
    v = 10 ** rng.uniform(-3, 1, 10_000)
    y = rng.normal(0.4, np.sqrt(v + 0.2)).astype(np.longdouble)
    for name, target in (("ML", None), ("REML", None), ("PM", 9999.0)):
        tau2 = np.longdouble(float(ESTIMATORS[name](studies(y.astype(float), v))))

        def excess(t, name=name, target=target):
            w = 1 / (v + t)
            residual = y - (w * y).sum() / w.sum()
            if target is not None:
                return (w * residual**2).sum() - target
            spent = w.sum() - (w**2).sum() / w.sum() if name == "REML" else w.sum()
            return (w**2 * residual**2).sum() - spent

        assert excess(tau2 * (1 - 1e-11)) > 0 > excess(tau2 * (1 + 1e-11))
