"""Rank tests: BCG as metafor prints it, ties, exactness, and what is refused."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from bcg import bcg

import effectbank as eb
from effectbank.kernel.kendall import exact_p, kendall
from effectbank.kernel.noncentral import moments
from effectbank.problems import BadInput, NotEstimable, UnknownName


def test_bcg_as_metafor_prints_it():
    # ranktest(yi, vi, data=dat.bcg): Kendall's tau = 0.0256, p = 0.9524
    found = eb.begg(bcg())
    assert found.exact
    assert (round(found.tau, 4), round(found.p, 4)) == (0.0256, 0.9524)
    assert "Kendall's tau: 0.0256\ntest: exact, p = .9524" in str(found)
    assert repr(found) == "<RankTest Begg tau = 0.0256, p = .9524, k=13>"


def test_the_exact_p_counts_all_orderings():
    counted = [kendall(np.arange(6.0), np.array(order, dtype=float)).s for order in permutations(range(6))]
    for s in set(counted):
        extreme = sum(abs(other) >= abs(s) for other in counted) / len(counted)
        assert exact_p(s, 6) == pytest.approx(extreme, rel=1e-12)


def test_ties_take_the_normal_unless_exactness_is_insisted_on():
    tied = eb.effects("GEN", estimates=[0.1, 0.4, 0.2, 0.5], variances=[0.01, 0.05, 0.05, 0.09])
    assert not eb.begg(tied).exact
    with pytest.raises(BadInput, match="tie"):
        eb.begg(tied, exact=True)


def test_kendalls_variance_with_ties():
    # Kendall & Gibbons 1990, section 4.4, worked by hand: k = 4, one pair tied in y: (4*3*13 - 2*1*9) / 18 = 23/3
    found = kendall(np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 2, 4]))
    assert (found.s, found.se**2) == pytest.approx((5, 23 / 3), rel=1e-14)
    assert found.tau == pytest.approx(5 / np.sqrt(6 * 5), rel=1e-14)


def test_the_noncentral_hypergeometric_is_the_central_one_without_effect():
    # mean n1 m / N = 30 * 12 / 100, variance times n2 (N - m) / (N (N - 1))
    mean, variance = moments(30, 70, 12, 0.0)
    assert (mean, variance) == pytest.approx((3.6, 3.6 * 70 * 88 / (100 * 99)), rel=1e-12)


def test_many_studies_are_no_trouble():
    rng = np.random.default_rng(1)
    many = eb.effects("GEN", estimates=rng.normal(size=2000), variances=rng.uniform(0.1, 1, 2000))
    assert not eb.begg(many).exact
    assert 0 < eb.begg(many).p <= 1


def test_what_cannot_be_ranked():
    with pytest.raises(UnknownName, match="Begg, Schwarzer"):
        eb.begg(bcg(), method="Bgg")
    with pytest.raises(NotEstimable, match="3 studies or more"):
        eb.begg(bcg().subset([0, 1]))
    with pytest.raises(NotEstimable, match="nothing to rank"):
        eb.begg(eb.effects("GEN", estimates=[1, 2, 3.0], variances=[1, 1, 1.0]))
    none = eb.effects("OR", events=([0, 0, 0], [1, 2, 3]), totals=([9, 9, 9], [9, 8, 9]))
    with pytest.raises(NotEstimable, match="no events at all"):
        eb.begg(none, method="Schwarzer")
