"""The kernel against its slow twin, on drawn data: ragged batches, hard scales, sparse tables."""

from __future__ import annotations

import numpy as np
import pytest
import slow_twin
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtri

from effectbank.kernel import mantel_haenszel, peto
from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.fit import random_effects
from effectbank.kernel.generalised_q import q_profile
from effectbank.kernel.studies import studies

estimates = st.floats(-5, 5, allow_nan=False)
variances = st.floats(-6, 6).map(lambda exponent: 10.0**exponent)  # twelve orders of magnitude
analysis = st.lists(st.tuples(estimates, variances), min_size=1, max_size=9)
batches = st.lists(analysis, min_size=1, max_size=6)
quick = settings(max_examples=40, deadline=None)


def padded(batch):
    """NaN-padded arrays of a ragged batch."""
    width = max(map(len, batch))
    y, v = np.full((2, len(batch), width), np.nan)
    for row, pairs in enumerate(batch):
        y[row, : len(pairs)], v[row, : len(pairs)] = zip(*pairs, strict=True)
    return y, v


def columns(pairs):
    y, v = zip(*pairs, strict=True)
    return list(y), list(v)


@quick
@given(batches)
def test_closed_formulas_equal_the_twin_in_a_ragged_batch(batch):
    y, v = padded(batch)
    for name, twin in (("DL", slow_twin.dersimonian_laird), ("HE", slow_twin.hedges_olkin)):
        fit = random_effects(studies(y, v), tau2=name)
        for row, pairs in enumerate(batch):
            tau2 = twin(*columns(pairs))
            # A difference of large sums: exact to rounding of the sums, not of their difference.
            slack = 1e-9 * (max(b for _, b in pairs) + 100)
            assert fit.tau2[row] == pytest.approx(tau2, rel=1e-9, abs=slack if name == "HE" else 1e-9 * (1 + tau2))
            mean, se = slow_twin.random_effects(*columns(pairs), float(fit.tau2[row]))
            assert fit.estimate[row] == pytest.approx(mean, rel=1e-10, abs=1e-12)
            assert fit.inference.se[row] == pytest.approx(se, rel=1e-12)


@quick
@given(batches)
def test_a_single_fit_is_a_batch_of_one(batch):
    y, v = padded(batch)
    for name in ESTIMATORS:
        together = random_effects(studies(y, v), tau2=name, test="knapp-hartung")
        for row, pairs in enumerate(batch):
            alone = random_effects(studies(*(np.array(c) for c in columns(pairs))), tau2=name, test="knapp-hartung")
            smallest = min(b for _, b in pairs)
            for ours, one in ((together.tau2, alone.tau2), (together.estimate, alone.estimate)):
                assert ours[row] == pytest.approx(float(one), rel=1e-11, abs=1e-11 * smallest + 1e-14)


@quick
@given(analysis)
def test_paule_mandel_equals_bisection(pairs):
    y, v = columns(pairs)
    ours = float(ESTIMATORS["PM"](studies(y, v)))
    assert ours == pytest.approx(slow_twin.paule_mandel(y, v), rel=1e-9, abs=1e-9 * min(v))


@pytest.mark.parametrize("restricted", [False, True])
@quick
@given(pairs=st.lists(st.tuples(estimates, variances), min_size=2, max_size=7))
def test_no_grid_point_is_higher_than_the_likelihood_estimate(restricted, pairs):
    y, v = columns(pairs)
    tau2 = float(ESTIMATORS["REML" if restricted else "ML"](studies(y, v)))
    ours = slow_twin.log_likelihood(y, v, tau2, restricted=restricted)
    best = slow_twin.highest_likelihood(y, v, restricted=restricted)
    assert ours >= best - 1e-9 * max(1.0, abs(best))


@quick
@given(st.lists(st.tuples(estimates, variances), min_size=2, max_size=8), st.floats(-8, 8), st.floats(-3, 3))
def test_scale_and_shift_carry_through(pairs, exponent, shift):
    """tau2 is measured in squared units of y, whatever the units."""
    y, v = (np.array(c) for c in columns(pairs))
    unit = 10.0**exponent
    for name in ("DL", "REML", "ML", "PM", "SJ"):
        plain = ESTIMATORS[name](studies(y, v))
        scaled = ESTIMATORS[name](studies(unit * (y + shift), unit**2 * v))
        assert float(scaled) / unit**2 == pytest.approx(float(plain), rel=1e-6, abs=1e-7 * v.min())


@quick
@given(st.lists(st.tuples(estimates, variances), min_size=2, max_size=8))
def test_q_profile_ends_meet_their_quantiles(pairs):
    y, v = columns(pairs)
    k = len(y)
    low, high = (float(end) for end in q_profile(studies(y, v), 0.95))
    assert 0 <= low <= high
    for end, quantile in ((low, 0.975), (high, 0.025)):
        if end > 0:
            assert slow_twin.weighted(y, v, end)[2] == pytest.approx(chdtri(k - 1, 1 - quantile), rel=1e-8)


counts = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
table = st.tuples(counts, counts).map(lambda pair: (*pair[0], *pair[1]))


@quick
@given(st.lists(table, min_size=1, max_size=8))
def test_tables_equal_the_twin_and_absent_ones_add_nothing(rows):
    absent = (np.nan, 10.0, 3.0, 12.0)
    a, n1, c, n2 = np.array([*rows, absent], dtype=float).T
    x = mantel_haenszel.tables(a, n1, c, n2)
    with np.errstate(all="raise"):
        found = {"RR": mantel_haenszel.risk_ratio(x), "OR": mantel_haenszel.odds_ratio(x)}
        o_e, v = peto.observed_less_expected(x)
        found["Peto"] = peto.one_step(o_e, v)
    twins = {"RR": slow_twin.mantel_haenszel_rr, "OR": slow_twin.mantel_haenszel_or, "Peto": slow_twin.peto}
    for name, twin in twins.items():
        try:
            estimate, se = twin(rows)
        except (ZeroDivisionError, ValueError):
            assert not np.isfinite(found[name][0] * found[name][1]) or found[name][1] == 0
            continue
        assert float(found[name][0]) == pytest.approx(estimate, rel=1e-10, abs=1e-12)
        assert float(np.sqrt(found[name][1])) == pytest.approx(se, rel=1e-9, abs=1e-7)


def test_ten_thousand_studies_take_no_square_memory():
    rng = np.random.default_rng(20260101)
    v = rng.uniform(0.01, 1.0, 10_000)
    y = 0.3 + rng.normal(0, np.sqrt(v + 0.25))
    fit = random_effects(studies(y, v), tau2="REML")
    assert float(fit.tau2) == pytest.approx(0.25, abs=0.02)
    assert float(fit.estimate) == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_two_thousand_random_sets_all_converge(name):
    rng = np.random.default_rng(3)
    k = rng.integers(2, 12, 2000)
    v = 10.0 ** rng.uniform(-3, 1, (2000, 12))
    y = rng.normal(0, np.sqrt(v + rng.choice([0, 0.01, 1.0], (2000, 1))))
    y[np.arange(12) >= k[:, None]] = np.nan
    tau2 = ESTIMATORS[name](studies(y, v))
    assert np.isfinite(tau2).all()
    assert (tau2 >= 0).all()


def test_two_equal_variances_have_one_answer():
    """With equal variances DL, REML, PM and HE are all the sample variance less v."""
    y, v = [0.1, 0.9, 0.4, 1.8], [0.05] * 4
    expected = np.var(y, ddof=1) - 0.05
    for name in ("DL", "REML", "PM", "HE", "EB", "DLIT"):
        assert float(ESTIMATORS[name](studies(y, v))) == pytest.approx(expected, rel=1e-12)


SEVERAL_TOPS = [
    ([-0.64, -0.83, -0.74, -2.89, 1.12], [0.1041, 0.00017, 0.00177, 0.31966, 0.38289]),
    ([-1.91, 1.02, -2.49, 0.93, -1.77], [1.94899, 0.0002, 1.76064, 0.00188, 3.55926]),
    ([1.67, -4.26, 1.98, -0.13, 0.59, -0.1], [0.39164, 1.39026, 0.51975, 0.00642, 0.46629, 0.00062]),
]


@pytest.mark.parametrize("restricted", [False, True])
@pytest.mark.parametrize(("y", "v"), SEVERAL_TOPS)
def test_the_highest_of_several_tops_is_found(y, v, restricted):
    grid = [0.0, *np.geomspace(1e-9, 1e3, 4000)]
    heights = np.array([slow_twin.log_likelihood(y, v, t, restricted=restricted) for t in grid])
    inner = (heights[1:-1] > heights[:-2]) & (heights[1:-1] > heights[2:])
    assert inner.sum() + int(heights[0] > heights[1]) >= 2  # the data are as the name says
    tau2 = float(ESTIMATORS["REML" if restricted else "ML"](studies(y, v)))
    assert slow_twin.log_likelihood(y, v, tau2, restricted=restricted) >= heights.max()
