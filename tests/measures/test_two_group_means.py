"""Two groups' means beyond MD and SMD: SMDH, SMD1, ROM, CVR, VR and their variances by name."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures.means import small_sample_factor
from effectbank.measures.means_ratio import ROM_VARIANCES
from effectbank.measures.smd import SMD1_VARIANCES, SMDH_VARIANCES
from effectbank.problems import UnknownName

NORMAND = {  # Normand 1999, studies 1 to 4
    "means": ([55, 27, 64, 66], [75, 29, 119, 137]),
    "sds": ([47, 7, 17, 20], [64, 4, 29, 48]),
    "totals": ([155, 31, 75, 18], [156, 32, 71, 18]),
}


def test_published_values():
    # metafor's test file (the ratio of means there without bias correction)
    rom = eb.effects("ROM", **NORMAND, bias_corrected=False)
    assert_allclose(rom.yi, [-0.3102, -0.0715, -0.6202, -0.7303], atol=5e-5)
    assert_allclose(rom.vi, [0.0094, 0.0028, 0.0018, 0.0119], atol=5e-5)
    assert_allclose(eb.effects("SMDH", **NORMAND).yi, [-0.3553, -0.3465, -2.3018, -1.8880], atol=5e-5)


def test_spreads_of_normand():
    # metafor: CVR 0.0014, 0.0159 (bias-corrected by VR's terms alone); VR -0.3087, 0.0065
    ours = eb.effects("VR", **NORMAND)
    assert_allclose([ours.yi[0], ours.vi[0]], [-0.3087, 0.0065], atol=5e-5)
    assert_allclose(eb.effects("CVR", **NORMAND).vi[0], 0.0159, atol=5e-5)


def test_cv_ratio_is_the_spreads_less_the_means():
    vr, rom, cvr = (eb.effects(m, **NORMAND) for m in ("VR", "ROM", "CVR"))
    assert_allclose(cvr.yi, vr.yi - rom.yi)
    assert_allclose(cvr.vi, vr.vi + rom.vi)


def test_odds_ratios_from_smds():
    d = eb.effects("SMD", **NORMAND, small_sample="none")
    logistic, normal = (eb.effects(m, **NORMAND) for m in ("D2ORL", "D2ORN"))
    assert_allclose(logistic.yi, d.yi * np.pi / np.sqrt(3))
    assert_allclose(normal.vi, d.vi * 1.65**2)


@pytest.mark.parametrize("kind", SMD1_VARIANCES)
def test_variances_by_the_control_sd_agree_in_large_samples(kind):
    big = {"means": ([1.0], [0.0]), "sds": ([1.0], [2.0]), "totals": ([200_000], [100_000])}
    assert_allclose(eb.effects("SMD1", **big, variance=kind).vi, 1 / 2e5 + 1 / 1e5 + 0.25 / 2e5, rtol=2e-4)


def test_small_sample_factor_to_the_last_digit():
    # gamma(x + 1) = x gamma(x), so J(m) J(m + 1) = (m - 1) / sqrt(m (m + 1)); J(2) = 1/sqrt(pi)
    m = np.array([2.0, 3, 9, 50, 100, 101, 102, 5000, 1e6, 1e9])
    j = small_sample_factor(m, "exact") * small_sample_factor(m + 1, "exact")
    assert_allclose(j, (m - 1) / np.sqrt(m * (m + 1)), rtol=5e-14)
    assert_allclose(small_sample_factor(m[:1], "exact"), 1 / np.sqrt(np.pi))


def test_variances_by_the_control_sd_by_hand():
    # d = 0.5 on m = 9; J(9) = gamma(4.5) / (sqrt(4.5) gamma(4)) = 11.631728 / (2.121320 * 6) = 0.913875
    ten = {"means": ([1.0], [0.0]), "sds": ([9.0], [2.0]), "totals": ([10], [10])}
    j = 0.913875
    expected = {
        "LS": 0.2 + (j * 0.5) ** 2 / 20,
        "LS2": j**2 * (0.2 + 0.25 / 20),
        "UB": 0.2 + (1 - 7 / (9 * j**2)) * (j * 0.5) ** 2,
        "AV": 0.2 + (j * 0.5) ** 2 / 20,
        "revman": 0.2 + (j * 0.5) ** 2 / (2 * 6.06),
    }
    for kind, vi in expected.items():
        ours = eb.effects("SMD1", **ten, variance=kind)
        assert_allclose([ours.yi[0], ours.vi[0]], [j * 0.5, vi], rtol=2e-6)


def test_unequal_variances_by_the_control_sd():
    # Bonett 2008, eq. 12, with g for d
    ours = eb.effects("SMD1H", means=([1.0], [0.0]), sds=([4.0], [2.0]), totals=([10], [10]))
    g = 0.913875 * 0.5
    assert_allclose([ours.yi[0], ours.vi[0]], [g, 4 / 9 + 1 / 9 + g**2 / 18], rtol=2e-6)


def test_variances_of_smdh_differ_only_in_their_sizes():
    assert set(SMDH_VARIANCES) == {"LS", "LS2", "LS3"}
    even = {"means": ([1.0], [0.0]), "sds": ([2.0], [2.0]), "totals": ([20], [20])}
    g = eb.effects("SMDH", **even).yi[0]
    vi = {kind: eb.effects("SMDH", **even, variance=kind).vi[0] for kind in SMDH_VARIANCES}
    assert_allclose(vi["LS"], 2 / 19 + g**2 / (4 * 19))
    assert_allclose(vi["LS2"], 2 / 20 + g**2 / (4 * 20))
    assert_allclose(vi["LS3"], 2 / 20 + g**2 / (4 * 19))


def test_variances_of_the_ratio_of_means_by_hand():
    two = {"means": ([10.0, 20.0], [5.0, 8.0]), "sds": ([2.0, 2.0], [1.0, 4.0]), "totals": ([10, 30], [20, 20])}
    cv1, cv2, n1, n2 = np.array([0.2, 0.1]), np.array([0.2, 0.5]), np.array([10, 30]), np.array([20, 20])
    first = cv1**2 / n1 + cv2**2 / n2
    pooled = np.array([(9 * 4 + 19 * 1) / 28, (29 * 4 + 19 * 16) / 48])
    both = (10 * 0.2 + 30 * 0.1 + 20 * 0.2 + 20 * 0.5) / 80
    expected = {
        "LS": first,
        "LS2": first + cv1**4 / (2 * n1**2) + cv2**4 / (2 * n2**2),
        "HO": pooled * (1 / (n1 * np.array([100, 400])) + 1 / (n2 * np.array([25, 64]))),
        "AV": ((10 * 0.2 + 30 * 0.1) / 40) ** 2 / n1 + ((0.2 + 0.5) / 2) ** 2 / n2,
        "AVHO": both**2 * (1 / n1 + 1 / n2),
    }
    assert expected.keys() == set(ROM_VARIANCES)
    for kind, vi in expected.items():
        assert_allclose(eb.effects("ROM", **two, variance=kind).vi, vi, err_msg=kind)


def test_ratios_of_negative_means():
    # of one sign a ratio is defined; a coefficient of variation is not (metafor says the same)
    negative = {
        "means": ([-4.0, 4.0], [-2.0, -2.0]),
        "sds": ([1.0, 1.0], [1.0, 1.0]),
        "totals": ([10, 10], [10, 10]),
    }
    rom, cvr = eb.effects("ROM", **negative), eb.effects("CVR", **negative)
    assert_allclose(rom.yi[0], np.log(2) + (1 / 160 - 1 / 40) / 2)
    assert [gap.study for gap in rom.missing] == ["2"]
    assert rom.missing[0].reason.startswith("means of opposite sign or 0")
    assert cvr.k == 0


def test_no_spread_is_missing_with_a_reason():
    flat = {"means": ([1.0], [0.0]), "sds": ([1.0], [0.0]), "totals": ([10], [10])}
    for measure in ("SMD1", "SMD1H", "VR", "CVR"):
        ours = eb.effects(measure, **flat)
        assert np.isnan([ours.yi[0], ours.vi[0]]).all(), measure
        assert "SD of 0" in ours.missing[0].reason or "no spread" in ours.missing[0].reason


def test_smd1_needs_no_sd_of_group_1():
    ours = eb.effects("SMD1", means=([1.0], [0.0]), sds=([None], [2.0]), totals=([10], [10]))
    assert ours.k == 1


def test_unknown_variances_are_refused_by_name():
    with pytest.raises(UnknownName, match="revman"):
        eb.effects("SMD1", **NORMAND, variance="RevMan5")
    with pytest.raises(UnknownName, match="LS3"):
        eb.effects("SMDH", **NORMAND, variance="UB")
    with pytest.raises(UnknownName, match="AVHO"):
        eb.effects("ROM", **NORMAND, variance="UB")
