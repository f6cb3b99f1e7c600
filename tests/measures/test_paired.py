"""The same people twice: changes, standardised changes, ratios."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures.paired import CHANGE_VARIANCES
from effectbank.problems import BadInput, UnknownName

ONE = {  # metafor's test file: Bonett 2008's example
    "means": ([26], [22]),
    "sds": ([np.sqrt(30)], [np.sqrt(20)]),
    "totals": [60],
    "correlations": [0.7],
}
R, N_TREATED, N_CONTROL = [0.47, 0.64, 0.77, 0.89, 0.44], [20, 50, 9, 10, 14], [20, 42, 9, 11, 14]
TREATED = {  # Morris 2008, Table 1: (post, pre)
    "means": ([38.5, 26.8, 0.7, 75.9, 36.0], [30.6, 23.5, 0.5, 53.4, 35.6]),
    "totals": N_TREATED,
    "correlations": R,
}
CONTROL = {
    "means": ([19.7, 25.3, 0.6, 60.7, 33.4], [23.1, 24.9, 0.6, 55.7, 34.8]),
    "totals": N_CONTROL,
    "correlations": R,
}
PRE_TREATED, POST_TREATED = [15.0, 3.1, 0.1, 14.5, 4.7], [11.6, 4.1, 0.1, 4.4, 4.6]
PRE_CONTROL, POST_CONTROL = [13.8, 4.1, 0.2, 17.3, 3.1], [14.8, 3.3, 0.2, 17.9, 6.9]


@pytest.mark.parametrize(
    ("measure", "options", "yi", "vi"),
    [
        ("MC", {}, 4.0000, 0.2618),
        ("SMCRH", {}, 0.7210, 0.01328),  # 15.7070/(30 59) + 0.7210^2/118; metafor 3 times J^2 of 59, so 0.0129
        ("ROMC", {"bias_corrected": False}, 0.1671, 0.0004),
    ],
)
def test_published_values(measure, options, yi, vi):
    ours = eb.effects(measure, **ONE, **options)
    assert_allclose([ours.yi[0], ours.vi[0]], [yi, vi], atol=5e-5)


def test_standardised_by_the_first_sd_in_morris():
    # metafor's analysis of Morris 2008; the differences are his Table 1, p. 368 (sd of the pre-test: given first)
    treated = eb.effects("SMCR", **TREATED, sds=(PRE_TREATED, POST_TREATED))
    control = eb.effects("SMCR", **CONTROL, sds=(PRE_CONTROL, POST_CONTROL))
    assert_allclose(treated.yi, [0.5056, 1.0481, 1.8054, 1.4181, 0.0801], atol=5e-5)
    assert_allclose(treated.vi, [0.0594, 0.0254, 0.2322, 0.1225, 0.0802], atol=5e-5)
    assert_allclose(control.yi, [-0.2365, 0.0958, 0.0000, 0.2667, -0.4250], atol=5e-5)
    assert_allclose(control.vi, [0.0544, 0.0173, 0.0511, 0.0232, 0.0864], atol=5e-5)
    assert_allclose(treated.yi - control.yi, [0.74, 0.95, 1.81, 1.15, 0.51], atol=5e-3)


def test_an_sd_that_the_formula_spares_need_not_be_given():
    one = eb.effects("SMCR", **TREATED, sds=PRE_TREATED)
    both = eb.effects("SMCR", **TREATED, sds=(PRE_TREATED, POST_TREATED))
    assert_allclose([one.yi, one.vi], [both.yi, both.vi], rtol=1e-15)
    assert np.isnan(one.cells["sd2i"]).all()
    groups = {"means": ([3.0, 4.0], [1.0, 2.0]), "totals": ([9, 9], [8, 8])}
    glass = eb.effects("SMD1", **groups, sds=[1.0, 2.0])
    assert_allclose(glass.yi, eb.effects("SMD1", **groups, sds=([7.0, 7.0], [1.0, 2.0])).yi, rtol=1e-15)
    with pytest.raises(BadInput, match=r"sds of SMCC takes a pair of columns, .* \(first, second\); 1 given"):
        eb.effects("SMCC", **TREATED, sds=PRE_TREATED)


def test_standardised_by_the_sd_of_the_change_in_morris():
    # metafor's analysis of Morris 2008
    treated = eb.effects("SMCC", **TREATED, sds=(POST_TREATED, PRE_TREATED))
    control = eb.effects("SMCC", **CONTROL, sds=(POST_CONTROL, PRE_CONTROL))
    assert_allclose(treated.yi, [0.5417, 1.0198, 2.6619, 1.9088, 0.0765], atol=5e-5)
    assert_allclose(treated.vi, [0.0573, 0.0304, 0.5048, 0.2822, 0.0716], atol=5e-5)
    assert_allclose(control.yi, [-0.2213, 0.1219, 0.0000, 0.5575, -0.2126], atol=5e-5)
    assert_allclose(control.vi, [0.0512, 0.0240, 0.1111, 0.1050, 0.0730], atol=5e-5)


@pytest.mark.parametrize("kind", CHANGE_VARIANCES)
@pytest.mark.parametrize(("measure", "c"), [("SMCC", 1.0), ("SMCR", 0.6)])
def test_variances_agree_in_large_samples(measure, c, kind):
    big = {"means": ([1.0], [0.0]), "sds": ([2.0], [2.0]), "totals": [100_000], "correlations": [0.7]}
    ours = eb.effects(measure, **big, variance=kind)
    assert_allclose(ours.vi, (c + ours.yi**2 / 2) / 1e5, rtol=2e-4)


def test_variances_by_hand():
    # m = 9, J = 0.913875 (see test_two_group_means); change SD = 2 when both are 2 and r = 0.5; d = 0.5
    ten = {"means": ([1.0], [0.0]), "sds": ([2.0], [2.0]), "totals": [10], "correlations": [0.5]}
    j = 0.913875
    expected = {"LS": 0.1 + (j / 2) ** 2 / 20, "LS2": j**2 * (0.1 + 0.25 / 20)}
    expected["UB"] = 0.1 + (1 - 7 / (9 * j**2)) * (j / 2) ** 2
    for kind, vi in expected.items():
        ours = eb.effects("SMCC", **ten, variance=kind)
        assert_allclose([ours.yi[0], ours.vi[0]], [j / 2, vi], rtol=2e-6)


def test_with_equal_sds_all_raw_standardisations_share_their_numerator():
    even = {"means": ([3.0], [1.0]), "sds": ([4.0], [4.0]), "totals": [5000], "correlations": [0.3]}
    ours = [eb.effects(m, **even) for m in ("SMCR", "SMCRH", "SMCRP", "SMCRPH")]
    assert_allclose([one.yi[0] for one in ours], 0.5, rtol=3e-4)
    assert_allclose(ours[1].vi, ours[0].vi, rtol=1e-3)
    assert_allclose(ours[3].vi, ours[2].vi, rtol=1e-3)
    g = ours[2].yi[0]
    assert_allclose(ours[2].vi, 2 * 0.7 / 5000 + g**2 * 1.09 / 20000)


def test_ratios_of_spread_and_their_sum():
    vrc, romc, cvrc = (eb.effects(m, **ONE) for m in ("VRC", "ROMC", "CVRC"))
    assert_allclose([vrc.yi[0], vrc.vi[0]], [np.log(1.5) / 2, 0.51 / 59])
    assert_allclose([cvrc.yi, cvrc.vi], [vrc.yi - romc.yi, vrc.vi + romc.vi])
    second = eb.effects("VRC", **ONE, variance="LS2").vi[0]
    assert_allclose(second, 0.51 / 59 + (1 - 0.7**4) / 59**2)


def test_an_uncorrelated_pair_is_two_groups():
    apart = {"means": ([26], [22]), "sds": ([5.0], [4.0])}
    paired = eb.effects("ROMC", **apart, totals=[60], correlations=[0.0], variance="LS2")
    groups = eb.effects("ROM", **apart, totals=([60], [60]), variance="LS2")
    assert_allclose([paired.yi, paired.vi], [groups.yi, groups.vi])


def test_what_cannot_be_estimated_is_missing_with_a_reason():
    same = {"means": ([3.0, 3.0], [1.0, 1.0]), "sds": ([4.0, 4.0], [4.0, 4.0]), "totals": [20, 20]}
    ours = eb.effects("SMCC", **same, correlations=[1.0, None])
    assert [gap.reason for gap in ours.missing] == [
        "no spread (an SD of 0, or of the change), or too few pairs",
        "correlation of first and second unknown",
    ]


def test_unknown_choices_are_refused_by_name():
    with pytest.raises(UnknownName, match="LS2"):
        eb.effects("SMCC", **ONE, variance="AV")
    with pytest.raises(UnknownName, match="LS2"):
        eb.effects("ROMC", **ONE, variance="HO")
    with pytest.raises(BadInput, match="MC takes no choice of formula"):
        eb.effects("MC", **ONE, small_sample="none")
