"""Data sets that are not among the reference cases, analysed as on metadat's pages, to the digits R prints there.

Receipts: the pages of metadat's data sets (github.com/wviechtb/metadat, docs/reference/dat.<name>.html of versions
1.1-0 to 1.7-2), which hold each call to metafor and its printed output. dat.curtis1998 is of 1.7-2, made with the
bias-corrected ratio of means that metafor has had since 5.0.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from published import published

import effectbank as eb

COUNTS = {"events": ("ai", "ci"), "totals": ("n1i", "n2i")}
CENTS, FOUR = 5.1e-3, 5.1e-5  # half of the last digit that is printed
STOPPED_SHORT = 3e-2  # in percent: R's REML stops when tau2 moves by less than 1e-5, and tau2 itself is 4e-4 here


def told(fit: eb.Pooled) -> list[float]:
    """What rma.mh() prints on the log scale, then on the scale it is told on."""
    return [fit.estimate, fit.se, fit.statistic, *fit.ci, fit.display.estimate, *fit.display.ci]


def mantel_haenszel(measure: str, data: dict[str, list[object]], **more: object) -> eb.Pooled:
    return eb.pool(eb.effects(measure, data, **COUNTS, **more), model="common", method="MH")


def heterogeneity(fit: eb.Pooled) -> list[float]:
    h = fit.heterogeneity
    return [h.i2, h.h2, h.q, h.df]


# treatment: I2, H2, Q, df, then the log risk ratio with se, z and interval, and the risk ratio with its own
NICOTINE = {
    "gum": (39.59, 1.66, 91.05, 55, 0.40, 0.03, 11.56, 0.33, 0.47, 1.49, 1.40, 1.60),
    "patch": (23.59, 1.31, 65.44, 50, 0.49, 0.03, 14.23, 0.43, 0.56, 1.64, 1.53, 1.75),
    "inhalator": (0.00, 0.64, 1.93, 3, 0.64, 0.17, 3.73, 0.30, 0.98, 1.90, 1.36, 2.67),
    "intranasal spray": (0.00, 0.54, 1.63, 3, 0.70, 0.15, 4.53, 0.40, 1.00, 2.02, 1.49, 2.73),
    "tablets/lozenges": (71.31, 3.48, 24.39, 7, 0.42, 0.07, 5.97, 0.28, 0.55, 1.52, 1.32, 1.74),
    "oral spray": (0.00, 1.00, 0.00, 0, 0.91, 0.35, 2.57, 0.21, 1.60, 2.48, 1.24, 4.94),
    "choice of product": (42.34, 1.73, 10.41, 6, 0.32, 0.05, 6.34, 0.22, 0.42, 1.37, 1.25, 1.52),
    "patch and inhalator": (0.00, 1.00, 0.00, 0, 0.07, 0.32, 0.21, -0.55, 0.69, 1.07, 0.57, 1.99),
    "patch and lozenge": (0.00, 1.00, 0.00, 0, 0.60, 0.30, 1.98, 0.01, 1.20, 1.83, 1.01, 3.31),
    "patch and gum": (50.04, 2.00, 2.00, 1, 0.14, 0.30, 0.46, -0.45, 0.72, 1.15, 0.64, 2.06),
    "patch, gum, and lozenge": (0.00, 1.00, 0.00, 0, 2.71, 1.03, 2.63, 0.69, 4.72, 15.00, 2.00, 112.54),
}
ALL_NICOTINE = (38.69, 1.63, 220.20, 135, 0.44, 0.02, 21.25, 0.40, 0.48, 1.55, 1.49, 1.61)


def test_nicotine_by_treatment():
    """Hartmann-Boyce et al. 2018: 136 comparisons, a Mantel-Haenszel risk ratio for each treatment and for all."""
    data = published("hartmannboyce2018")
    whole = mantel_haenszel("RR", data)
    assert_allclose([*heterogeneity(whole), *told(whole)], ALL_NICOTINE, atol=CENTS)
    groups = eb.subgroups(whole.effects, "treatment", model="common", method="MH").groups
    assert list(groups) == list(NICOTINE)
    for name, expected in NICOTINE.items():
        assert_allclose([*heterogeneity(groups[name]), *told(groups[name])], expected, atol=CENTS, err_msg=name)


def test_streptokinase():
    """Lau et al. 1992: Mantel-Haenszel odds ratio of 33 trials, its tests, and the trials one by one."""
    fit = mantel_haenszel("OR", published("lau1992"), study="trial")
    expected = (18.98, 1.23, 39.50, 32, -0.27, 0.03, -8.16, -0.33, -0.20, 0.76, 0.72, 0.82)
    assert_allclose([*heterogeneity(fit), *told(fit)], expected, atol=CENTS)
    tests = eb.association_tests(fit)
    assert_allclose([tests.mantel_haenszel.statistic, tests.tarone.statistic], [66.60, 43.84], atol=CENTS)
    assert tests.tarone.p == pytest.approx(0.08, abs=CENTS)
    assert eb.cumulative(fit, by="year").estimate[-1] == pytest.approx(fit.estimate, rel=1e-12)


def test_rehydration_with_trials_without_any_event():
    """Hahn, Kim & Garner 2001: three trials of twelve without any event, in the tables but not in Q."""
    data = {
        "ai": [4, 0, 34, 7, 6, 1, 0, 11, 2, 0, 0, 33], "n1i": [19, 18, 341, 71, 45, 94, 22, 88, 82, 33, 15, 221],
        "ci": [5, 0, 50, 16, 5, 8, 0, 12, 7, 0, 1, 43], "n2i": [19, 18, 334, 69, 44, 96, 22, 82, 84, 30, 20, 218],
    }  # fmt: skip
    fit = mantel_haenszel("OR", data)
    expected = (0.00, 0.82, 6.53, 8, -0.49, 0.14, -3.51, -0.77, -0.22, 0.61, 0.46, 0.80)
    assert_allclose([*heterogeneity(fit), *told(fit)], expected, atol=CENTS)
    tests = eb.association_tests(fit)
    assert_allclose([tests.mantel_haenszel.statistic, tests.tarone.statistic], [12.00, 7.58], atol=CENTS)
    assert_allclose([tests.tarone.df, tests.tarone.p], [8, 0.48], atol=CENTS)


def test_injected_cholera_vaccines():
    """Graves et al. 2010."""
    data = {
        "ai": [8, 44, 32, 2, 73, 72, 38, 33, 36, 26, 110, 92, 71, 13, 54, 18, 10],
        "n1i": [6956, 29939, 11491, 11435, 40326, 82220, 44500, 45750, 44450, 44700, 145500, 148100, 143600, 101096,
                268700, 156300, 155600],
        "ci": [33, 35, 13, 12, 27, 93, 23, 22, 23, 22, 52, 52, 52, 33, 41, 19, 18],
        "n2i": [7103, 9923, 3810, 3810, 10789, 40620, 11050, 11050, 11050, 11050, 48934, 48933, 48933, 101030,
                90900, 79250, 79250],
    }  # fmt: skip
    fit = mantel_haenszel("RR", data)
    expected = (51.53, 2.06, 33.01, 16, -0.77, 0.06, -13.51, -0.89, -0.66, 0.46, 0.41, 0.52)
    assert_allclose([*heterogeneity(fit), *told(fit)], expected, atol=CENTS)


def test_intensive_statins():
    """Cannon et al. 2006: coronary death or infarction."""
    data = {"ai": [147, 205, 334, 411], "n1i": [2099, 2265, 4995, 4439],
            "ci": [172, 235, 418, 463], "n2i": [2063, 2232, 5006, 4449]}  # fmt: skip
    fit = mantel_haenszel("OR", data)
    expected = (0.00, 0.38, 1.14, 3, -0.18, 0.04, -4.18, -0.26, -0.10, 0.84, 0.77, 0.91)
    assert_allclose([*heterogeneity(fit), *told(fit)], expected, atol=CENTS)
    tests = eb.association_tests(fit)
    assert_allclose([tests.mantel_haenszel.statistic, tests.tarone.statistic], [17.33, 1.14], atol=CENTS)


BETA_BLOCKERS = (
    [2, 12, 4, 20, 1, 7, 18, 2, 8], [43, 68, 20, 116, 30, 53, 85, 51, 23],
    [13, 13, 4, 30, 11, 10, 31, 11, 2], [41, 72, 16, 111, 49, 53, 89, 51, 25],
    (57.85, 2.37, 18.98, 8, -0.62, 0.16, -3.78, -0.94, -0.30, 0.54, 0.39, 0.74), (14.14, 22.76),
)  # fmt: skip
SCLEROTHERAPY = (
    [9, 13, 4, 3, 5, 5, 3, 11, 19, 17, 10, 12, 0, 13, 31, 20, 3, 3, 6],
    [42, 73, 18, 35, 56, 16, 23, 49, 53, 53, 71, 41, 21, 33, 143, 55, 13, 21, 22],
    [13, 13, 0, 22, 30, 6, 9, 31, 9, 26, 29, 14, 3, 14, 23, 19, 12, 5, 2],
    [41, 72, 19, 36, 53, 18, 22, 46, 60, 60, 69, 41, 20, 35, 138, 51, 16, 28, 24],
    (77.94, 4.53, 81.60, 18, -0.53, 0.11, -4.84, -0.74, -0.31, 0.59, 0.48, 0.73), (24.20, 94.46),
)  # fmt: skip


@pytest.mark.parametrize("treatment", [BETA_BLOCKERS, SCLEROTHERAPY], ids=["beta-blockers", "sclerotherapy"])
def test_first_bleeding_in_cirrhosis(treatment):
    """Pagliaro et al. 1992."""
    ai, n1i, ci, n2i, expected, statistics = treatment
    fit = mantel_haenszel("OR", {"ai": ai, "n1i": n1i, "ci": ci, "n2i": n2i})
    assert_allclose([*heterogeneity(fit), *told(fit)], expected, atol=CENTS)
    tests = eb.association_tests(fit)
    assert_allclose([tests.mantel_haenszel.statistic, tests.tarone.statistic], statistics, atol=CENTS)


def test_catheters():
    """Niel-Weise et al. 2008: rate ratios of 9 trials."""
    effects = eb.effects(
        "IRR",
        events=([7, 8, 3, 6, 1, 1, 17, 3, 2], [11, 8, 14, 10, 1, 8, 15, 7, 3]),
        times=([1344, 1600, 12012, 1536, 370, 729, 6760, 1107, 320],
               [1988, 1461, 10962, 1503, 483, 913, 6840, 1015, 440]),
    )  # fmt: skip
    fit = eb.pool(effects)
    h = fit.heterogeneity
    assert_allclose([h.tau2, h.tau2_se, h.tau], [0.094, 0.212, 0.306], atol=5.1e-4)
    assert_allclose([h.i2, h.h2], [20.88, 1.26], atol=CENTS)
    assert_allclose([h.q, h.p], [9.698, 0.287], atol=5.1e-4)
    assert_allclose([fit.estimate, fit.se, fit.statistic, fit.p, *fit.ci],
                    [-0.396, 0.227, -1.747, 0.081, -0.841, 0.048], atol=5.1e-4)  # fmt: skip
    shown = fit.display
    assert_allclose([shown.estimate, *shown.ci, *shown.prediction], [0.67, 0.43, 1.05, 0.32, 1.42], atol=CENTS)


def test_conscientiousness():
    """Molloy, O'Carroll & Ferguson 2014: correlations, told as such."""
    effects = eb.effects(
        "ZCOR",
        correlations=[0.187, 0.162, 0.34, 0.32, 0.27, 0, 0.175, 0.05, 0.26, 0.01, -0.09, 0.37, 0, 0.15, 0.24, 0.04],
        totals=[109, 749, 55, 107, 72, 65, 174, 326, 58, 771, 56, 91, 116, 537, 158, 65],
    )
    yi = [0.1892, 0.1634, 0.3541, 0.3316, 0.2769, 0, 0.1768, 0.0500, 0.2661, 0.0100, -0.0902, 0.3884, 0, 0.1511,
          0.2448, 0.0400]  # fmt: skip
    assert_allclose(effects.yi, yi, atol=FOUR)
    fit = eb.pool(effects)
    h = fit.heterogeneity
    assert_allclose([h.tau2, h.tau2_se, h.tau, h.q, h.p], [0.0081, 0.0055, 0.0901, 38.1595, 0.0009], atol=FOUR)
    assert_allclose([h.i2, h.h2], [61.73, 2.61], atol=CENTS)
    assert_allclose([fit.estimate, fit.se, *fit.ci], [0.1499, 0.0316, 0.0881, 0.2118], atol=FOUR)
    assert fit.statistic == pytest.approx(4.7501, abs=2e-4)  # REML at R's default rule
    shown = fit.display
    assert_allclose(
        [shown.estimate, *shown.ci, *shown.prediction], [0.149, 0.088, 0.209, -0.037, 0.325], atol=5.1e-4
    )


PRITZ = {"events": [16, 10, 4, 43, 10, 25, 13, 12, 22, 4, 5, 18, 58, 6],
         "totals": [17, 12, 8, 58, 10, 42, 14, 12, 41, 5, 6, 23, 68, 10]}  # fmt: skip


def test_hyperdynamic_therapy():
    """Pritz 1997; Zhou, Brizendine & Pritz 1999: rates combined as they are, and as log odds."""
    raw, odds = eb.pool(eb.effects("PR", **PRITZ)), eb.pool(eb.effects("PLO", **PRITZ)).display
    assert_allclose([raw.estimate, raw.se, *raw.ci, *raw.prediction],
                    [0.7968, 0.0423, 0.7138, 0.8797, 0.5306, 1.0629], atol=FOUR)  # fmt: skip
    assert_allclose(
        [odds.estimate, *odds.ci, *odds.prediction], [0.7575, 0.6605, 0.8337, 0.4661, 0.9179], atol=FOUR
    )


def test_a_rate_without_spread_is_missing_and_named():
    """Two studies of Pritz succeeded with all: uncorrected, their variance is 0, and nothing weighs them."""
    effects = eb.effects("PR", **PRITZ, zero_cells="none")
    assert [gap.study for gap in effects.missing] == ["5", "8"]
    assert {gap.reason for gap in effects.missing} == {
        "no events, or nothing but events, and no correction asked for"
    }


ALPHAS = {
    "alphas": [0.93, 0.91, 0.94, 0.89, 0.90, 0.89, 0.86, 0.91, 0.90], "items": [20] * 9,
    "totals": [103, 64, 118, 401, 215, 51, 175, 311, 492],
}  # fmt: skip
# measure: tau2, its error, tau, Q, estimate, se, interval; I2, H2; alpha, its interval and prediction interval
RELIABILITY = {
    "ARAW": ((0.0004, 0.0003, 0.0199, 37.9808, 0.9052, 0.0077, 0.8902, 0.9202), (81.02, 5.27), None),
    "AHW": ((0.0011, 0.0007, 0.0328, 35.1131, 0.5440, 0.0125, 0.5195, 0.5686), (81.43, 5.39),
            (0.9052, 0.8891, 0.9197, 0.8555, 0.9420)),
    "ABT": ((0.0461, 0.0302, 0.2147, 33.3957, 2.3561, 0.0824, 2.1947, 2.5175), (81.40, 5.38),
            (0.9052, 0.8886, 0.9193, 0.8512, 0.9396)),
}  # fmt: skip


@pytest.mark.parametrize("measure", RELIABILITY)
def test_reliability_of_a_scale(measure):
    """Bonett 2010: Cronbach's alpha of the CES-D, as it is and transformed."""
    expected, (i2, h2), alpha = RELIABILITY[measure]
    fit = eb.pool(eb.effects(measure, **ALPHAS))
    h, shown = fit.heterogeneity, fit.display
    assert_allclose([h.tau2, h.tau2_se, h.tau, h.q, fit.estimate, fit.se, *fit.ci], expected, atol=FOUR)
    assert_allclose([h.i2, h.h2], [i2, h2], atol=STOPPED_SHORT if measure == "ARAW" else CENTS)
    if alpha:
        assert_allclose([shown.estimate, *shown.ci, *shown.prediction], alpha, atol=FOUR)


def test_reliability_among_women():
    carers = ["women", "mixed", "women", "mixed", "mixed", "mixed", "mixed", "mixed", "women"]
    fit = eb.regress(eb.effects("ARAW", {"carers": carers}, **ALPHAS), "carers")
    h, (mixed, women) = fit.heterogeneity, fit.coefficients.values()
    assert_allclose([h.tau2, h.tau2_se, h.tau, h.q, h.p], [0.0003, 0.0002, 0.0159, 26.6797, 0.0004], atol=FOUR)
    assert_allclose([h.i2, h.h2, h.r2], [71.80, 3.55, 36.19], atol=STOPPED_SHORT)
    assert_allclose([fit.test.statistic, fit.test.p], [4.3519, 0.0370], atol=STOPPED_SHORT / 10)
    assert_allclose([mixed.estimate, mixed.se, *mixed.ci], [0.8949, 0.0083, 0.8786, 0.9111], atol=FOUR)
    assert_allclose([women.estimate, women.se, women.p, *women.ci], [0.0277, 0.0133, 0.0370, 0.0017, 0.0536],
                    atol=FOUR)  # fmt: skip
    found = eb.predict(fit, {"carers": ["mixed", "women"]})
    assert_allclose(np.column_stack([found.estimate, found.se, found.ci.low, found.ci.high]),
                    [[0.89, 0.01, 0.88, 0.91], [0.92, 0.01, 0.90, 0.94]], atol=CENTS)  # fmt: skip


# what is left out of the 102: the ratio of means with its intervals
PLANTS = {
    "all": (1.29, 1.24, 1.33, 0.96, 1.72),
    "FERT": (1.14, 1.04, 1.26, 0.82, 1.59),
    "LIGHT": (1.56, 1.33, 1.84, 0.94, 2.60),
}


def test_woody_plants_in_more_carbon_dioxide():
    """Curtis & Wang 1998; Hedges, Gurevitch & Curtis 1999: ratios of means, all and under two kinds of stress."""
    effects = eb.effects(
        "ROM", published("curtis1998"), means=("m1i", "m2i"), sds=("sd1i", "sd2i"), totals=("n1i", "n2i")
    )
    assert_allclose(effects.yi[:6], [0.5502, 0.1470, 0.4378, -0.1108, 0.1171, 0.5028], atol=FOUR)
    assert_allclose(effects.vi[:6], [0.0385, 0.0175, 0.0328, 0.0295, 0.0468, 0.0355], atol=FOUR)
    fit = eb.pool(effects, tau2="DL")
    h = fit.heterogeneity
    assert_allclose([h.tau2, h.tau2_se, h.tau, h.q], [0.0215, 0.0088, 0.1468, 765.9358], atol=FOUR)
    assert_allclose([h.i2, h.h2], [86.81, 7.58], atol=CENTS)
    assert_allclose([fit.estimate, fit.se, fit.statistic, *fit.ci], [0.2519, 0.0184, 13.6583, 0.2158, 0.2881],
                    atol=FOUR)  # fmt: skip
    stress, low = effects.moderator("xtrt"), effects.moderator("level") == "LOW"
    for name, expected in PLANTS.items():
        few = effects if name == "all" else effects.subset((stress == name) & low)
        shown = eb.pool(few, tau2="DL").display
        assert_allclose([shown.estimate, *shown.ci, *shown.prediction], expected, atol=CENTS, err_msg=name)
