"""One group: proportions, rates, means, and the way back."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import back
from effectbank.measures.errors import BadCell

MILLER = {"events": [3, 6, 10, 1], "totals": [11, 17, 21, 6]}  # Miller 1978, p. 138


def test_double_arcsine_of_millers_example():
    # Miller (1978, p. 138), whose transform is twice ours
    pft = eb.effects("PFT", **MILLER)
    assert_allclose(2 * pft.yi, [1.1391, 1.2888, 1.5253, 0.9515], atol=5e-5)
    assert_allclose(4 * pft.vi, [0.0870, 0.0571, 0.0465, 0.1538], atol=6e-5)


def test_pooled_double_arcsine_turned_back_by_the_harmonic_mean():
    # Miller (1978): weighted mean 1.3093, turned back 0.3595; unweighted 1.2262, 0.3164
    pft = eb.effects("PFT", **MILLER)
    fit = eb.pool(pft, model="common", method="IV")
    assert_allclose([2 * fit.estimate, fit.display.estimate], [1.3093, 0.3595], atol=5e-5)
    assert_allclose(pft.of.back(pft.yi.mean()), 0.3164, atol=5e-5)


def test_interval_of_a_pooled_double_arcsine():
    # metafor: predict(rma(PFT, method="EE"), transf=transf.ipft.hm)
    fit = eb.pool(
        eb.effects("PFT", events=[0, 4, 9, 16, 20], totals=[10, 10, 15, 20, 20]), model="common", method="IV"
    )
    told = fit.display
    assert_allclose([told.estimate, told.ci.low, told.ci.high], [0.6886, 0.5734, 0.7943], atol=5e-5)


def test_each_study_is_told_by_its_own_size():
    pft = eb.effects("PFT", events=[0, 4, 20], totals=[10, 10, 20])
    assert_allclose(pft.told(pft.yi), [0, 0.4, 1], atol=1e-12)
    irr = eb.effects("IRR", events=([2], [1]), times=([1], [1]))
    assert_allclose(irr.told(irr.yi), 2)


@pytest.mark.parametrize("n", [1.0, 7.0, 20.0, 5000.0])
def test_double_arcsine_comes_back_to_the_proportion(n):
    x = np.unique(np.round(np.linspace(0, n, 9)))
    y = eb.effects("PFT", events=x, totals=np.full_like(x, n)).yi
    assert_allclose(back.from_double_arcsine(y, n), x / n, atol=1e-12)


@pytest.mark.parametrize("t", [0.5, 20.0, 1e6])
def test_freeman_tukey_rate_comes_back_to_the_rate(t):
    x = np.array([0.0, 1, 2, 40, 1e5])
    y = eb.effects("IRFT", events=x, times=np.full_like(x, t)).yi
    assert_allclose(back.from_freeman_tukey_rate(y, t), x / t, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("measure", "columns", "yi", "vi"),  # metafor's test file, and CVLN of its conv.fivenum example
    [
        ("PAS", {"events": [10], "totals": [20]}, 0.7854, 0.0125),
        ("IRS", {"events": [10], "times": [20]}, 0.7071, 0.0125),
        ("IRFT", {"events": [10], "times": [20]}, 0.7244, 0.0125),
        ("MNLN", {"means": [10], "sds": [2], "totals": [20]}, 2.3026, 0.0020),
        ("CVLN", {"means": [10], "sds": [2], "totals": [20]}, -1.5831, 0.0283),
        ("CVLN", {"means": [7.0], "sds": [4.2], "totals": [20]}, -0.4845, 0.0443),
        ("SDLN", {"sds": [2], "totals": [20]}, 0.7195, 0.0263),
    ],
)
def test_published_values(measure, columns, yi, vi):
    one = eb.effects(measure, **columns)
    assert_allclose([one.yi[0], one.vi[0]], [yi, vi], atol=5.1e-5)


def test_uncorrected_spreads():
    assert_allclose(eb.effects("SDLN", sds=[2], totals=[20], bias_corrected=False).yi, np.log(2))


def test_plain_ones_by_hand():
    mean, rate = eb.effects("MN", means=[3], sds=[2], totals=[16]), eb.effects("IR", events=[4], times=[50])
    assert_allclose([mean.yi[0], mean.vi[0]], [3, 0.25])
    assert_allclose([rate.yi[0], rate.vi[0]], [0.08, 4 / 2500])
    log_rate = eb.effects("IRLN", events=[4], times=[50])
    assert_allclose([log_rate.yi[0], log_rate.vi[0]], [np.log(0.08), 0.25])


def test_zeros_and_full_houses_take_the_constant_or_are_missing():
    x, n = [0, 12, 3], [12, 12, 12]
    corrected, plain = (
        eb.effects("PLO", events=x, totals=n),
        eb.effects("PLO", events=x, totals=n, zero_cells="none"),
    )
    assert_allclose(corrected.yi[:2], [np.log(0.5 / 12.5), np.log(12.5 / 0.5)])
    assert [gap.study for gap in plain.missing] == ["1", "2"]
    assert plain.missing[0].reason == "no events, or nothing but events, and no correction asked for"
    assert_allclose(plain.yi[2], corrected.yi[2])


def test_nonevents_do_for_totals():
    assert_allclose(eb.effects("PR", events=[3], nonevents=[9]).yi, 0.25)


def test_impossible_cells_are_refused_by_name():
    with pytest.raises(BadCell, match=r"study 'B', events: 7\.0 given, at most the total expected; are events"):
        eb.effects("PR", {"s": ["A", "B"], "x": [1, 7], "n": [5, 6]}, study="s", events="x", totals="n")
    with pytest.raises(BadCell, match=r"SD: -2\.0"):
        eb.effects("MN", means=[1], sds=[-2], totals=[10])


def test_means_without_spread_or_not_above_zero_are_missing():
    assert (
        eb.effects("MN", means=[1], sds=[0], totals=[10]).missing[0].reason
        == "no spread (an SD of 0), or too few people"
    )
    assert "not above 0" in eb.effects("MNLN", means=[-1], sds=[1], totals=[10]).missing[0].reason


def test_one_group_has_no_null_value():
    fit = eb.pool(eb.effects("PLO", events=[3, 10, 5], totals=[20, 40, 25]))
    assert np.isnan(fit.display.null)
    assert fit.display.label == "proportion"
    assert 0 < fit.display.ci.low < fit.display.estimate < fit.display.ci.high < 1
