"""The small-study methods against their slow twin, on drawn studies."""

from __future__ import annotations

import math

import numpy as np
import pytest
import small_study_twin as twin
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import effectbank as eb
from effectbank.kernel.kendall import exact_p, kendall
from effectbank.problems import NotEstimable

quick = settings(max_examples=40)
values = st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 3))
variances = st.floats(-4, 3).map(lambda exponent: 10.0**exponent)
studies = st.lists(st.tuples(values, variances), min_size=3, max_size=9, unique_by=lambda pair: pair[1])


def effects_of(drawn):
    y, v = zip(*drawn, strict=True)
    return list(y), list(v), eb.effects("GEN", estimates=y, variances=v)


@quick
@given(studies)
def test_regressions(drawn):
    y, v, effects = effects_of(drawn)
    x = [math.sqrt(a) for a in v]
    assume(max(x) > 1.01 * min(x) and len(set(y)) > 1)
    intercept, slope, rss, spread = twin.line(x, y, [1 / a for a in v])
    found = eb.egger(effects)
    near = 1e-7 * (1 + abs(intercept) + max(map(abs, y)))  # the textbook's means cancel; ours are orthonormal
    assert found.slope.estimate == pytest.approx(slope, rel=1e-7, abs=near / max(x))
    assert found.intercept.estimate == pytest.approx(intercept, rel=1e-7, abs=near)
    if rss > 1e-6:
        assert found.slope.se == pytest.approx(math.sqrt(rss / (len(y) - 2) / spread), rel=1e-6)
    assert eb.pet_peese(effects).pet.intercept == found.intercept


@quick
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=12))
def test_concordance_with_ties(pairs):
    x, y = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    assert kendall(x, y).s == twin.concordance(x.tolist(), y.tolist())


def test_all_tied_is_no_concordance_and_no_error():
    nothing = kendall(np.zeros(5), np.zeros(5))  # its variance was 1e-15 below 0
    assert (nothing.s, nothing.se) == (0, pytest.approx(0, abs=1e-7))


@settings(max_examples=10)
@given(st.integers(2, 6), st.data())
def test_exact_p(k, data):
    pairs = k * (k - 1) // 2
    s = pairs - 2 * data.draw(st.integers(0, pairs))
    assert exact_p(s, k) == pytest.approx(twin.share_as_extreme(s, k), rel=1e-12)


@quick
@given(studies, st.sampled_from(["L0", "R0"]))
def test_trim_and_fill(drawn, estimator):
    y, v, effects = effects_of(drawn)
    assume(len(set(y)) == len(y))
    expected = twin.trim_left(y, v, twin.COUNTS[estimator])
    fit = eb.pool(effects, model="common")
    if expected is None:
        with pytest.raises(NotEstimable):
            eb.trim_and_fill(fit, side="left", estimator=estimator)
        return
    found = eb.trim_and_fill(fit, side="left", estimator=estimator)
    assert found.lacking == expected[0]
    assert sorted(found.filled.effects.yi[len(y) :]) == pytest.approx(sorted(expected[1]), rel=1e-9, abs=1e-9)
    turned = eb.pool(eb.effects("GEN", estimates=[-a for a in y], variances=v), model="common")
    assert eb.trim_and_fill(turned, side="right", estimator=estimator).lacking == found.lacking


@quick
@given(studies, st.floats(0, 2))
def test_excess(drawn, tau2):
    _, v, effects = effects_of(drawn)
    found = eb.excess_significance(effects, theta=0.7, tau2=tau2)
    chances = [twin.power(0.7, a, tau2, 1.959963984540054) for a in v]
    assert found.power.tolist() == pytest.approx(chances, rel=1e-9)
    assert found.p == pytest.approx(
        min(1, sum(twin.significant_counts(chances)[found.observed :])), rel=1e-9, abs=1e-12
    )


@quick
@given(studies)
def test_whatever_comes_is_told_or_refused_with_a_reason(drawn):
    _, _, effects = effects_of(drawn)
    fit = eb.pool(effects, tau2="DL")
    asks = (eb.egger, eb.begg, eb.pet_peese, eb.excess_significance, eb.henmi_copas, eb.limit_meta, eb.fail_safe_n)
    for ask in (*asks, lambda e: eb.fail_safe_n(e, method="general"), lambda _: eb.trim_and_fill(fit)):
        try:
            found = ask(effects)
        except NotEstimable:  # its reason is told by tests/synthesis
            continue
        assert "\n" not in repr(found)
        assert "nan" not in str(found)
        assert found.to_dict()["hypothesis"] == found.hypothesis
        assert any("fewer than 10" in note for note in found.notes)
