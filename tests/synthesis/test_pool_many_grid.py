"""Under every choice that `pool` knows, each number of a batch is the single fit's to 1e-12."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import effectbank as eb
from effectbank.kernel.inference import TESTS
from effectbank.kernel.prediction import RULES as PREDICTIONS
from effectbank.measures.zero_cells import DOUBLE_ZERO
from effectbank.measures.zero_cells import RULES as ZERO_CELLS
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis.options import CENTRES, METHODS, TAU2

SAME = 1e-12
FLOOR = 1e-3  # where a number is smaller, it is compared in absolute terms: tau2 of 1e-20 is 0
SIZES = (1, 2, 3, 12, 4)


def sparse_tables() -> tuple[dict[str, tuple[np.ndarray, np.ndarray]], np.ndarray, np.ndarray]:
    """Ragged analyses, shuffled: zeros in one group and in both, nothing but events, cells unknown; and weights."""
    rng = np.random.default_rng(5)
    by = rng.permutation(np.repeat(np.arange(len(SIZES)), SIZES))
    totals = rng.integers(3, 60, (2, by.size)).astype(float)
    events = rng.binomial(totals.astype(int), rng.choice([0, 0.02, 0.1, 0.4, 0.95, 1], (2, by.size))).astype(float)
    events[:, :2] = [[0, totals[0, 1]], [0, totals[1, 1]]]
    events[0, [3, 11]] = np.nan
    return {"events": tuple(events), "totals": tuple(totals)}, by, rng.uniform(0.1, 5, by.size)


TABLES, BY, WEIGHTS = sparse_tables()
EFFECTS = {measure: eb.effects(measure, **TABLES) for measure in ("RR", "OR", "RD", "AS")}


def by_inverse_variance():
    yield from ({"tau2": tau2, "test": test} for tau2, test in product((*TAU2, 0.3), TESTS))
    for tau2, test, prediction in product(("REML", "DL"), TESTS, PREDICTIONS):
        yield {"tau2": tau2, "test": test, "prediction": prediction}
    yield from ({"model": "common", "test": test} for test in ("z", "t", "knapp-hartung"))


def by_counts():
    pooled = [("random", "IV"), ("random", "MH"), *product(["common"], METHODS)]
    for (model, method), zero_cells, double_zero in product(pooled, (None, *ZERO_CELLS), (None, *DOUBLE_ZERO)):
        yield {"model": model, "method": method, "zero_cells": zero_cells, "double_zero": double_zero}
    for (model, method), centre in product(pooled, CENTRES):
        yield {"model": model, "method": method, "q_centre": centre}
    yield from ({"preset": "revman5", "method": method} for method in ("IV", "MH"))


def numbers(of, i: int | None = None) -> np.ndarray:
    """All numbers of a fit, or of one row of a batch; NaN for what isn't there."""

    def one(value):
        return np.nan if value is None else value if i is None else value[i]

    h, ends = of.heterogeneity, (of.ci, of.prediction)
    found = [of.k, of.estimate, of.se, of.statistic, of.df, of.p, h.q, h.df, h.p, h.tau2, h.tau2_se, h.i2, h.h2]
    found += [end for ci in ends for end in ((None, None) if ci is None else (ci.low, ci.high))]
    return np.array([one(value) for value in found], dtype=float)


def suited(choices: dict[str, object], turn: int) -> str:
    """A measure that the methods named can pool, each in its turn."""
    if "Peto" in choices.values():
        return "OR"
    return ("RR", "OR", "RD", "AS")[turn % (3 if "MH" in choices.values() else 4)]


def compare(measure: str, choices: dict[str, object]) -> int:
    """How many analyses were compared."""
    weights = {"weights": WEIGHTS} if choices.get("tau2") == "GENQ" else {}
    many = eb.pool_many(EFFECTS[measure], BY, **choices, **weights)
    for i, label in enumerate(many.labels):
        mine = int(label) == BY
        own = {name: w[mine] for name, w in weights.items()}
        try:
            one = numbers(eb.pool(EFFECTS[measure].subset(mine), **choices, **own))
        except NotEstimable:
            assert many.reason[i] > 0, (choices, label)
            continue
        ours = numbers(many, i)
        assert many.reason[i] == 0, (choices, label)
        assert (np.isnan(ours) == np.isnan(one)).all(), (choices, label)
        apart = np.abs(ours - one) / np.maximum(np.abs(one), FLOOR)
        assert np.nanmax(apart) < SAME, (choices, label)
    return len(many)


@pytest.mark.parametrize(("grid", "refused"), [(by_inverse_variance, 20), (by_counts, 0)])
def test_a_batch_is_its_single_fits(grid, refused):
    """What `pool` refuses, Kenward-Roger without REML and the like, the batch refuses too."""
    grid, fits = list(grid()), 0
    for at, chosen in enumerate(grid):
        measure = suited(chosen, at)
        try:
            eb.pool(EFFECTS[measure], **chosen, **({"weights": WEIGHTS} if chosen.get("tau2") == "GENQ" else {}))
        except (BadInput, NotEstimable) as told:
            with pytest.raises(type(told)):
                compare(measure, chosen)
            refused -= 1
            continue
        fits += compare(measure, chosen)
    assert refused == 0
    assert fits > len(SIZES) * 0.7 * len(grid)
