"""The 2x2 table behind an odds ratio, phi or chi-squared: every table is found again."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import tables

RNG = np.random.default_rng(11)
N1, N2 = RNG.integers(4, 300, 500), RNG.integers(4, 300, 500)
A, C = RNG.integers(1, N1), RNG.integers(1, N2)
EVENTS, CROSS = A + C, A * (N2 - C) - C * (N1 - A)
CHANCE = N1 * N2 * EVENTS * (N1 + N2 - EVENTS)


def test_from_an_odds_ratio():
    found = tables.events_from_odds_ratio(A * (N2 - C) / (C * (N1 - A)), EVENTS, N1, N2)
    assert_allclose(found, (A, C), rtol=1e-10)
    assert_allclose(tables.events_from_odds_ratio(1.0, 10, 20, 30), (4, 6))


def test_from_phi():
    ours = eb.effects("PHI", events=(A, C), totals=(N1, N2))
    assert_allclose(tables.events_from_phi(ours.yi, EVENTS, N1, N2), (A, C), rtol=1e-10)


@pytest.mark.parametrize("corrected", [False, True])
def test_from_chi_squared(corrected):
    n = N1 + N2
    past = np.abs(CROSS) - (n / 2 if corrected else 0)
    told = past > 0  # where the correction eats all there is, a chi-squared of 0 tells nothing
    x2 = np.sign(CROSS) * n * past**2 / CHANCE
    found = tables.events_from_chi_squared(x2[told], EVENTS[told], N1[told], N2[told], corrected=corrected)
    assert_allclose(found, (A[told], C[told]), rtol=1e-10)


def test_rounding_of_a_report_is_rounded_away():
    ratio = A * (N2 - C) / (C * (N1 - A))
    small = (N1 + N2 < 100) & (ratio > 0.1) & (ratio < 10)
    found, _ = tables.events_from_odds_ratio(np.round(ratio, 2)[small], EVENTS[small], N1[small], N2[small])
    assert_allclose(np.round(found), A[small])
    assert small.sum() > 10


def test_what_no_table_has():
    assert np.isnan(tables.events_from_phi(0.9, 2, 50, 5)).all()  # 2 events leave no room for it
    assert np.isnan(tables.events_from_odds_ratio(-1, 10, 20, 30)).all()
