"""Mean and SD from medians, quartiles and ranges."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from effectbank.measures.medians import mean_and_sd
from effectbank.problems import BadInput, UnknownName

NAN = np.nan
# metafor's conv.fivenum example: range alone, quartiles alone, both
QUARTILES, EXTREMES = ([NAN, 4, 4], [NAN, 10, 10]), ([2, NAN, 2], [14, NAN, 14])


def test_published_values():
    ours = mean_and_sd([6, 6, 6], 20, quartiles=QUARTILES, extremes=EXTREMES)
    assert_allclose(ours.mean, [6.594468, 6.719500, 6.938841], atol=5e-7)
    assert_allclose(ours.sd, [3.211576, 4.787076, 3.679435], atol=5e-7)
    assert_allclose(ours.skewness, [0.333, 0.333, 0.491], atol=5e-4)
    assert_allclose(ours.critical, [0.416, 0.578, 0.666], atol=5e-4)
    assert ours.warnings(("A", "B", "C")) == ()


def test_a_skewed_study_is_told_of():
    ours = mean_and_sd([6], [20], quartiles=([4], [14]), extremes=([2], [20]))
    assert_allclose([ours.skewness[0], ours.critical[0]], [0.818, 0.666], atol=5e-4)
    assert ours.skewed.tolist() == [True]
    (warning,) = ours.warnings(["Smith 1999"])
    assert warning.startswith("Smith 1999: the median lies off the middle")
    assert "0.818" in warning


def test_log_normal():
    # metafor: conv.fivenum(..., dist="lnorm") of the skewed study
    ours = mean_and_sd([6], [20], quartiles=([4], [14]), extremes=([2], [20]), log_normal=True)
    assert_allclose([ours.mean[0], ours.sd[0], ours.skewness[0]], [8.758702, 6.740320, 0.353], atol=5e-4)
    assert not ours.skewed[0]


@pytest.mark.parametrize(
    "given",
    [
        {"quartiles": (np.exp(1 - 0.6745), np.exp(1 + 0.6745))},
        {"extremes": (np.exp(1 - 3.2414), np.exp(1 + 3.2414))},
        {
            "quartiles": (np.exp(1 - 0.6745), np.exp(1 + 0.6745)),
            "extremes": (np.exp(1 - 3.2414), np.exp(1 + 3.2414)),
        },
    ],
)
def test_log_normal_in_large_samples(given):
    # median e, log SD 1 (3.2414 SDs: the expected maximum of 1000): mean exp(1.5), SD sqrt(e^4 - e^3)
    ours = mean_and_sd(np.e, 1000, **given, log_normal=True)
    assert_allclose([ours.mean, ours.sd], [np.exp(1.5), np.sqrt(np.e**4 - np.e**3)], rtol=0.03)


def test_wan():
    # Wan et al. 2014: means (a + 2m + b)/4, (q1 + m + q3)/3, (a + 2 q1 + 2m + 2 q3 + b)/8; SD with both their mean
    ours = mean_and_sd([6, 6, 6], 20, quartiles=QUARTILES, extremes=EXTREMES, mean="wan2014", sd="wan2014")
    assert_allclose(ours.mean, [7, 20 / 3, 7])
    assert_allclose(ours.sd, [3.211576, 4.787076, (3.211576 + 4.787076) / 2], atol=5e-7)


def test_a_symmetric_summary_gives_its_median_and_moves_with_its_scale():
    plain = mean_and_sd(0.0, 50, quartiles=(-1, 1), extremes=(-3, 3))
    moved = mean_and_sd(7.0, 50, quartiles=(5, 9), extremes=(1, 13))
    assert plain.mean == 0
    assert plain.skewness == 0
    assert_allclose([moved.mean, moved.sd], [7, 2 * plain.sd])


def test_expected_order_statistics_of_a_normal_give_back_its_sd():
    # Blom's expected quantiles, which Wan et al. invert
    from scipy.special import ndtri

    n = 37
    high, q3 = ndtri((n - 0.375) / (n + 0.25)), ndtri((0.75 * n - 0.125) / (n + 0.25))
    ours = mean_and_sd(10.0, n, quartiles=(10 - 4 * q3, 10 + 4 * q3), extremes=(10 - 4 * high, 10 + 4 * high))
    assert_allclose([ours.mean, ours.sd], [10, 4])


def test_without_the_median_the_sd_is_still_to_be_had():
    ours = mean_and_sd(NAN, 20, quartiles=(4, 10))
    assert_allclose(ours.sd, 4.787076, atol=5e-7)
    assert np.isnan(ours.mean)
    assert not ours.skewed


def test_small_samples_and_nothing_given_are_nan():
    assert np.isnan(mean_and_sd(6, 4, quartiles=(4, 10)).sd)
    assert np.isnan(mean_and_sd(6, 20).mean)


def test_leading_axes():
    median, n = np.array([[5.0, 6.0], [7.0, 6.0]]), np.array([20, 40])
    ours = mean_and_sd(median, n, quartiles=(median - 2, median + 3))
    assert_allclose(ours.mean[1, 0], mean_and_sd(7.0, 20, quartiles=(5.0, 10.0)).mean)


def test_what_is_wrong_is_named():
    with pytest.raises(BadInput, match="q1 7 of study 2 is above its median 6; are they swapped"):
        mean_and_sd([6, 6], 20, quartiles=([4, 7], [10, 10]))
    with pytest.raises(BadInput, match="values above 0"):
        mean_and_sd([0.0], [20], quartiles=([-1], [1]), log_normal=True)
    with pytest.raises(UnknownName, match="luo2018"):
        mean_and_sd(6, 20, quartiles=(4, 10), mean="luo2016")
