"""GOSH: all subsets and samples of them, by sums and by refits."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, UnknownName


@pytest.fixture(scope="module")
def small() -> eb.Effects:
    return bcg().subset(range(6))


@pytest.mark.parametrize(
    "choices",
    [
        {"model": "common"},
        {"tau2": "DL"},
        {"tau2": "REML"},
        {"tau2": "ML"},
        {"tau2": "PM"},
        {"tau2": 0.2},
        {"model": "common", "method": "MH"},
        {"method": "MH"},
        {"tau2": "DL", "zero_cells": "if0all"},
        {"tau2": "DL", "weights": [1, 2, 3, 4, 5, 6]},
    ],
    ids=str,
)
def test_each_subset_is_the_single_fit(small, choices):
    fit = eb.pool(small, **choices)
    found = eb.gosh(fit)
    inside = np.array([found.includes(label) for label in found.labels])
    for row in (0, 2, 5, 20, 37, 62):
        subset = [label for label, yes in zip(found.labels, inside[:, row], strict=True) if not yes]
        one = eb.leave_out(fit, subset)
        h = one.heterogeneity
        assert found.k[row] == one.k
        ours = [found.estimate[row], found.q[row], found.tau2[row], found.i2[row], found.h2[row]]
        assert ours == pytest.approx([one.estimate, h.q, h.tau2, h.i2, h.h2], rel=1e-10, abs=1e-13)


def test_a_study_without_weight_is_in_no_subset(small):
    effects = eb.effects("GEN", estimates=[0.1, np.nan, -0.2, 0.9], variances=[0.1, 0.2, 0.05, 0.3])
    found = eb.gosh(eb.pool(effects, tau2="DL"))
    assert found.labels == ("1", "3", "4")
    assert len(found) == 7
    assert found.estimate[-1] == pytest.approx(eb.pool(effects, tau2="DL").estimate, rel=1e-12)


def test_a_sample_holds_different_subsets_and_comes_again(small):
    fit = eb.pool(small, tau2="DL")
    found, again, other = eb.gosh(fit, 20), eb.gosh(fit, 20), eb.gosh(fit, 20, seed=2)
    assert (len(found), found.exact, found.seed) == (20, False, 1)
    assert len({bytes(row) for row in found.holds}) == 20
    assert (found.estimate == again.estimate).all()
    assert not (found.holds == other.holds).all()
    every = set(np.round(eb.gosh(fit).estimate, 12))
    assert set(np.round(found.estimate, 12)) <= every


def test_many_studies_are_sampled():
    rng = np.random.default_rng(7)
    v = rng.uniform(0.05, 0.5, 70)
    fit = eb.pool(eb.effects("GEN", estimates=rng.normal(0, np.sqrt(v)), variances=v), tau2="DL")
    calls: list[tuple[int, int]] = []
    found = eb.gosh(fit, 5000, progress=lambda done, of: calls.append((done, of)))
    assert len(found) == 5000
    assert found.k.mean() == pytest.approx(35, abs=0.3)  # a coin a study: sd of the mean 0.06
    assert calls[-1] == (5000, 5000)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)


def test_summary_and_data(small):
    found = eb.gosh(eb.pool(small, tau2="DL"))
    spread = {row["quantity"]: row for row in found.rows()}
    assert spread["estimate"]["median"] == np.median(found.estimate)
    assert [row["study"] for row in found.by_study()] == list(found.labels)
    hart = found.by_study()[3]
    assert hart["estimate_with"] == np.median(found.estimate[found.includes("Hart")])
    assert str(found).splitlines()[0] == "GOSH: all 63 subsets of 6 studies, 63 with an estimate"
    assert repr(found).startswith("<Gosh of all 63 subsets, <Pooled log risk ratio")
    json.dumps(found.to_dict(), allow_nan=False)
    one = eb.gosh(eb.pool(eb.effects("GEN", {"y": [0.2], "v": [0.1]}, estimates="y", variances="v")))
    assert str(one).splitlines()[0] == "GOSH: all 1 subset of 1 study, 1 with an estimate"


def test_refused(small):
    fit = eb.pool(small)
    with pytest.raises(BadInput, match="at least 1"):
        eb.gosh(fit, 0)
    with pytest.raises(UnknownName, match="Hart"):
        eb.gosh(fit).includes("Hartt")
