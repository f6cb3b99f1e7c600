"""What doubts a fit against its slow twins, on drawn data."""

from __future__ import annotations

import math

import numpy as np
import pytest
import slow_doubting
import slow_twin
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import effectbank as eb
from effectbank.kernel.fisher import fisher_exact
from effectbank.kernel.likelihood import log_likelihood, maximum_likelihood
from effectbank.kernel.studies import studies as studies_of
from effectbank.kernel.subset_likelihood import tau2_of_all
from effectbank.kernel.subsets import members

estimates = st.floats(-3, 3).map(lambda x: round(x, 4))
variances = st.floats(-3, 1).map(lambda exponent: 10.0**exponent)
studies = st.lists(st.tuples(estimates, variances), min_size=2, max_size=7)
quick = settings(max_examples=30, deadline=None)


def given_effects(pairs):
    y, v = (list(column) for column in zip(*pairs, strict=True))
    return y, v, eb.effects("GEN", estimates=y, variances=v)


@quick
@given(studies)
def test_influence(pairs):
    y, v, effects = given_effects(pairs)
    found = eb.influence(eb.pool(effects, tau2="DL"))
    for ours, theirs in zip(found.rows(), slow_doubting.influence(y, v), strict=True):
        for name, value in theirs.items():
            assert ours[name] == pytest.approx(value, rel=1e-7, abs=1e-9)


@quick
@given(studies)
def test_standardised_residuals_and_predictions(pairs):
    y, v, effects = given_effects(pairs)
    fit = eb.pool(effects, tau2="DL")
    tau2 = fit.heterogeneity.tau2
    assert eb.rstandard(fit).z == pytest.approx(np.array(slow_doubting.rstandard(y, v, tau2)), rel=1e-8, abs=1e-8)
    predicted = eb.blup(fit)
    for i in range(len(y)):
        assert min(y[i], fit.estimate) - 1e-12 <= predicted.predicted[i] <= max(y[i], fit.estimate) + 1e-12


@quick
@given(st.lists(st.tuples(estimates, variances), min_size=1, max_size=6), st.sampled_from(["common", "DL", "REML"]))
def test_gosh_is_every_subset(pairs, how):
    y, v, effects = given_effects(pairs)
    estimator = {"common": lambda *_: 0.0, "DL": slow_twin.dersimonian_laird}.get(how)
    fit = eb.pool(effects, model="common") if how == "common" else eb.pool(effects, tau2=how)
    found = eb.gosh(fit)
    assert len(found) == 2 ** len(y) - 1
    inside = [found.includes(label) for label in found.labels]
    if estimator is None:  # each equals the single fit
        for row in range(len(found)):
            one = eb.pool(effects.subset([bool(member[row]) for member in inside]), tau2=how)
            assert found.tau2[row] == pytest.approx(one.heterogeneity.tau2, rel=1e-9, abs=1e-12)
            assert found.estimate[row] == pytest.approx(one.estimate, rel=1e-9, abs=1e-9)
        return
    for row, (chosen, expected) in enumerate(_in_order_of_bits(slow_doubting.gosh(y, v, estimator))):
        assert tuple(i for i in range(len(y)) if inside[i][row]) == chosen
        ours = (found.estimate[row], found.q[row], found.tau2[row])
        assert ours == pytest.approx(expected, rel=1e-8, abs=1e-8)


def _in_order_of_bits(sets):
    return sorted(sets.items(), key=lambda item: sum(2**i for i in item[0]))


@quick
@given(
    st.lists(st.tuples(estimates, st.floats(-3, 2).map(lambda x: 10.0**x)), min_size=1, max_size=6), st.booleans()
)
@example([(0.959, 1.0), (-1.0234, 10**-0.609375)], False)  # two maxima side by side
def test_likelihood_of_all_subsets_equals_the_kernels(pairs, restricted):
    y, v = (np.array(column) for column in zip(*pairs, strict=True))
    s = studies_of(y, v, members(np.arange(1, 2 ** len(pairs)), len(pairs)))
    ours, expected = tau2_of_all(y, v, restricted=restricted), maximum_likelihood(s, restricted=restricted)
    heights = (log_likelihood(s, tau2, restricted=restricted) for tau2 in (ours, expected))
    apart = np.abs(np.subtract(*heights)) > 1e-12  # of two maxima as high as each other, either will do
    close = np.isclose(ours, expected, rtol=1e-9, atol=1e-10 * v.min())
    assert (close | ~apart).all()


def test_of_several_tops_of_a_subset_the_highest_is_kept():
    # Two tops each, as in test_kernel_generated.py
    y, v = np.array([-0.64, -0.83, -0.74, -2.89, 1.12]), np.array([0.1041, 0.00017, 0.00177, 0.31966, 0.38289])
    inside = members(np.arange(1, 32), 5)
    for restricted in (True, False):
        expected = maximum_likelihood(studies_of(np.where(inside, y, np.nan), v), restricted=restricted)
        assert tau2_of_all(y, v, restricted=restricted) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_gosh_keeps_its_digits_where_one_study_outweighs_the_rest():
    """Q of subsets whose weights differ by 12 orders of magnitude, against exact fractions."""
    y, v = [0.3, -1.2, 0.7, 2.5], [1e-9, 1e3, 2.0, 1e-3]
    found = eb.gosh(eb.pool(eb.effects("GEN", estimates=y, variances=v), model="common"))
    expected = [q for _, (_, q, _) in _in_order_of_bits(slow_doubting.gosh_exact(y, v))]
    assert found.q == pytest.approx(np.array(expected), rel=1e-12, abs=1e-300)


@quick
@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_fisher(n1, n2, data):
    a, c = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    assert fisher_exact(a, n1, c, n2) == pytest.approx(slow_doubting.fisher(a, n1, c, n2), rel=1e-9)


@quick
@given(st.integers(2, 25), st.integers(2, 25), st.data())
def test_no_smaller_change_turns_a_trial(n1, n2, data):
    a, c = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    found = eb.fragility_index((a, c), (n1, n2), rule="fewest")
    turning = [
        abs(a - x) + abs(c - z)
        for x in range(n1 + 1)
        for z in range(n2 + 1)
        if (slow_doubting.fisher(x, n1, z, n2) < 0.05) != found.significant
    ]
    assert found.index == min(turning, default=None)
    walsh = eb.fragility_index((a, c), (n1, n2)).index
    assert walsh is None or found.index <= walsh


counts = st.tuples(st.integers(0, 12), st.integers(12, 30))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=3))
def test_the_last_change_turns_a_meta_analysis_and_none_before(tables):
    (a, n1), (c, n2) = ([list(x) for x in zip(*side, strict=True)] for side in zip(*tables, strict=True))
    fit = eb.pool(eb.effects("OR", events=(a, c), totals=(n1, n2)), tau2="DL")
    found = eb.fragility(fit, limit=40)
    events = {"intervention": a, "control": c}
    for i, change in enumerate(found.changes):
        events[change.group][int(change.study) - 1] += change.events
        after = eb.pool(eb.effects("OR", events=(a, c), totals=(n1, n2)), tau2="DL")
        assert after.p == pytest.approx(change.p, rel=1e-9)
        last = i == len(found.changes) - 1
        assert (after.significant != fit.significant) == (last and found.turned)


@quick
@given(studies, st.sampled_from(["DL", "REML", "common"]), st.floats(0.01, 2))
def test_a_next_trial_has_the_effect_its_region_tells(pairs, how, variance):
    y, v, effects = given_effects(pairs)
    chosen = {"model": "common"} if how == "common" else {"tau2": how}
    found = eb.next_trial(eb.pool(effects, **chosen), variance=variance)
    assert [a.high for a in found.regions[:-1]] == [b.low for b in found.regions[1:]]
    for region in found.regions:
        low, high = max(region.low, -50.0), min(region.high, 50.0)
        assume(low < high)
        for share in (0.001, 0.5, 0.999):
            next_y = low + share * (high - low)
            after = eb.pool(eb.effects("GEN", estimates=[*y, next_y], variances=[*v, variance]), **chosen)
            if abs(after.p - 0.05) > 1e-9 and abs(after.estimate) > 1e-9:
                assert after.significant == region.significant
                assert ("below" if after.estimate < 0 else "above") == region.direction


@quick
@given(st.lists(st.floats(0.001, 0.999), min_size=2, max_size=6))
def test_edgington_equals_a_convolution(p):
    ours = eb.combine_p(p, "edgington").p
    assert ours == pytest.approx(slow_doubting.sum_of_uniforms(sum(p), len(p)), abs=0.02)


@quick
@given(st.lists(st.floats(1e-6, 1 - 1e-6), min_size=4, max_size=9), st.integers(0, 8), st.floats(0.1, 0.9))
def test_a_smaller_p_never_makes_the_combined_one_larger(p, which, factor):
    smaller = [x * factor if i == which % len(p) else x for i, x in enumerate(p)]
    for method in ("fisher", "pearson", "stouffer", "tippett", "maximum", "edgington", "mean", "logit", "simes",
                   "inverse-chi2", "binomial", "bonferroni", "cauchy"):  # fmt: skip
        before, after = eb.combine_p(p, method).p, eb.combine_p(smaller, method).p
        assert 0 <= after <= before + 1e-12 <= 1 + 1e-11


def test_hundreds_of_p_values_keep_edgington_a_probability():
    """The alternating sum in floating point fails from about 20 p-values on."""
    rng = np.random.default_rng(5)
    p = rng.uniform(size=300)
    z = (p.sum() - 150) / math.sqrt(300 / 12)
    normal = 0.5 * math.erfc(-z / math.sqrt(2))
    assert eb.combine_p(p, "edgington").p == pytest.approx(normal, abs=1e-3)
