"""The distribution of a generalised Q against another way to the same number: eigenvalues, and Ruben's series."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtr, chdtri

from effectbank.kernel.generalised_q_interval import generalised_q_interval
from effectbank.kernel.mixture import probability_below

quick = settings(max_examples=40, deadline=None)
study = st.tuples(
    st.floats(-3, 3), st.floats(-1, 1).map(lambda e: 10.0**e), st.floats(-0.5, 0.5).map(lambda e: 10.0**e)
)


def eigenvalues(a, v, tau2):
    """Of D^(1/2) (A - a a' / sum a) D^(1/2), D = v + tau2, the one that is 0 left out."""
    d = np.sqrt(np.asarray(v) + tau2)
    return np.linalg.eigvalsh(d[:, None] * (np.diag(a) - np.outer(a, a) / np.sum(a)) * d)[1:]


def ruben(q, weights):
    """P(sum of weights x chi-squared on 1 <= q), a mixture of chi-squared distributions (Ruben 1962)."""
    beta, n = min(weights), len(weights)
    ratios = 1 - beta / np.asarray(weights)
    c, g, below, left = [math.sqrt(np.prod(beta / np.asarray(weights)))], [], 0.0, 1.0
    while left > 1e-15 and len(c) < 3000:
        below += c[-1] * float(chdtr(n + 2 * (len(c) - 1), q / beta))
        left -= c[-1]
        g.append(float((ratios ** (len(g) + 1)).sum()))
        c.append(sum(a * b for a, b in zip(g[::-1], c, strict=True)) / (2 * len(c)))
    return below


@quick
@given(st.lists(study, min_size=2, max_size=9), st.floats(0, 3), st.floats(0.05, 4))
def test_probability_equals_rubens_series(rows, tau2, ratio):
    _, v, a = (np.array(column) for column in zip(*rows, strict=True))
    weights = eigenvalues(a, v, tau2)
    q = ratio * weights.sum()
    assert probability_below(q, a, v, tau2)[0] == pytest.approx(ruben(q, weights), abs=1e-11)


@quick
@given(st.lists(study, min_size=2, max_size=9))
def test_the_slope_is_the_difference(rows):
    _, v, a = (np.array(column) for column in zip(*rows, strict=True))
    q = float(eigenvalues(a, v, 0.5).sum())
    above, below = (probability_below(q, a, v, 0.5 + step)[0] for step in (1e-4, -1e-4))
    assert probability_below(q, a, v, 0.5)[1] == pytest.approx((above - below) / 2e-4, rel=1e-5, abs=1e-8)


@quick
@given(st.lists(study, min_size=3, max_size=8))
def test_both_ends_have_the_tail_beyond_them(rows):
    y, v, a = (np.array(column) for column in zip(*rows, strict=True))
    mean = (a * y).sum() / a.sum()
    q = float((a * (y - mean) ** 2).sum())
    low, high = generalised_q_interval(y, v, a, 0.95)
    assert 0 <= low <= high
    for end, tail in ((low, 0.975), (high, 0.025)):
        if end > 0:
            assert ruben(q, eigenvalues(a, v, end)) == pytest.approx(tail, abs=1e-10)
        elif q > 1e-15:
            assert ruben(q, eigenvalues(a, v, 0.0)) <= tail + 1e-10


@pytest.mark.parametrize("k", [2, 3, 10, 100, 1000, 5000])
@pytest.mark.parametrize("probability", [1e-6, 0.025, 0.5, 0.975, 1 - 1e-6])
def test_equal_weights_are_chi_squared(k, probability):
    q = float(chdtri(k - 1, 1 - probability))
    v = np.full(k, 0.3)
    assert probability_below(q, 1 / v, v, 0.0)[0] == pytest.approx(probability, rel=1e-9, abs=1e-13)
