"""Published comparisons of estimators of tau2, of tests and of intervals, their numbers as printed.

Receipts: the papers named, and the same numbers in metafor's own tests of its analysis examples (raudenbush2009,
dersimonian2007, viechtbauer2005, viechtbauer2007a, vanhouwelingen2002, berkey1995, normand1999).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from published import columns

import effectbank as eb

REFERENCE = Path(__file__).parents[1] / "reference" / "data"
COUNTS = {"events": ("ai", "ci"), "totals": ("n1i", "n2i")}


def reference(name: str) -> dict[str, list[float | str | None]]:
    return columns(REFERENCE / f"{name}.csv")


def fitted(effects: eb.Effects, estimator: str, **choices: object) -> eb.Pooled:
    return eb.pool(effects, **choices, **({"model": "common"} if estimator == "FE" else {"tau2": estimator}))


# Raudenbush 2009, in The Handbook of Research Synthesis and Meta-Analysis, table 16.3: teachers' expectancies.
ESTIMATORS = ("FE", "ML", "REML", "DL", "HE")
TAU2, MEANS = (0, 0.013, 0.019, 0.026, 0.080), (0.060, 0.078, 0.084, 0.089, 0.114)
BY_Z = {
    "se": (0.036, 0.047, 0.052, 0.056, 0.079),
    "statistic": (1.655, 1.637, 1.621, 1.601, 1.443),
    "low": (-0.011, -0.015, -0.018, -0.020, -0.041),
    "high": (0.132, 0.171, 0.185, 0.199, 0.270),
}
BY_KNAPP_HARTUNG = {
    "se": (0.051, 0.059, 0.062, 0.064, 0.071),
    "statistic": (1.173, 1.311, 1.359, 1.405, 1.608),
    "low": (-0.048, -0.047, -0.046, -0.044, -0.035),
    "high": (0.168, 0.202, 0.213, 0.223, 0.264),
}


@pytest.mark.parametrize(("test", "told"), [("z", BY_Z), ("knapp-hartung", BY_KNAPP_HARTUNG)])
def test_expectancies_by_five_estimators(test, told):
    effects = eb.effects("GEN", reference("raudenbush1985"), estimates="yi", variances="vi")
    fits = [fitted(effects, estimator, test=test) for estimator in ESTIMATORS]
    assert_allclose([fit.heterogeneity.tau2 for fit in fits], TAU2, atol=5e-4)
    assert_allclose([fit.estimate for fit in fits], MEANS, atol=5e-4)
    found = {
        "se": [fit.se for fit in fits],
        "statistic": [fit.statistic for fit in fits],
        "low": [fit.ci.low for fit in fits],
        "high": [fit.ci.high for fit in fits],
    }
    for name, expected in told.items():
        assert_allclose(found[name], expected, atol=5e-4)


def test_expectancies_study_by_study():
    """Raudenbush & Bryk 1985, figure 2: what is believed of each study, pulled to the mean."""
    effects = eb.effects("GEN", reference("raudenbush1985"), estimates="yi", variances="vi")
    found = eb.blup(eb.pool(effects))
    believed = [0.0543, 0.1006, -0.0064, 0.2144, 0.1051, -0.0082, 0.0174, -0.0293, 0.1604, 0.2485, 0.1618, 0.1102,
                0.0646, 0.1105, -0.0288, 0.0258, 0.1905, 0.0744, 0.0248]  # fmt: skip
    low = [-0.1324, -0.1033, -0.2228, -0.0533, -0.1622, -0.1737, -0.1481, -0.2689, -0.0543, 0, -0.0970, -0.1303,
           -0.1920, -0.1463, -0.2405, -0.1906, -0.0076, -0.0808, -0.1954]  # fmt: skip
    deviation_low = [-0.2187, -0.1852, -0.3019, -0.1220, -0.2310, -0.2659, -0.2403, -0.3430, -0.1337, -0.0723,
                     -0.1674, -0.2043, -0.2627, -0.2170, -0.3207, -0.2697, -0.0910, -0.1761, -0.2736]  # fmt: skip
    stopped_short = 1.2e-4  # R's REML, at its default rule
    assert_allclose(found.predicted, believed, atol=stopped_short)
    assert_allclose(found.low, low, atol=stopped_short)
    assert_allclose(found.deviation - 1.959964 * found.deviation_se, deviation_low, atol=stopped_short)


def test_low_dose_aspirin_by_ten_estimators():
    """DerSimonian & Kacker 2007, Contemp Clin Trials 28:105, tables 3 and 4; CA is HE, two-step ones by GENQ."""
    effects = eb.effects(
        "OR",
        events=([5, 5, 12, 69, 9, 313], [8, 17, 9, 94, 11, 352]),
        totals=([156, 303, 565, 1570, 103, 4659], [74, 303, 477, 1565, 105, 4650]),
    )
    told = {
        "PM": (0.3681, -0.3811, 0.2060), "HE": (0.4410, -0.4035, 0.2327), "DL": (0.2323, -0.3240, 0.1540),
        "HE twice": (0.3831, -0.3861, 0.2115), "DL twice": (0.3254, -0.3655, 0.1901),
        "HE2": (0.3831, -0.3861, 0.2115), "DL2": (0.3254, -0.3655, 0.1901), "EB": (0.3681, -0.3811, 0.2060),
        "REML": (0.1843, -0.2980, 0.1343), "HS": (0.1330, -0.2666, 0.1125), "SJ": (0.4572, -0.4079, 0.2386),
    }  # fmt: skip
    for name, (tau, mean, se) in told.items():
        estimator, _, twice = name.partition(" ")
        fit = eb.pool(effects, tau2=estimator)
        if twice:
            weights = 1 / (effects.vi + fit.heterogeneity.tau2)
            tau2 = eb.pool(effects, tau2="GENQ", weights=weights).heterogeneity.tau2
            fit = eb.pool(effects, tau2=tau2)
        assert_allclose([fit.heterogeneity.tau, fit.estimate, fit.se], [tau, mean, se], atol=5e-5, err_msg=name)


def test_low_dose_aspirin_by_ml_is_at_the_boundary():
    """The paper and R stop at a tau of .0023; the likelihood is higher at 0."""
    effects = eb.effects(
        "OR",
        events=([5, 5, 12, 69, 9, 313], [8, 17, 9, 94, 11, 352]),
        totals=([156, 303, 565, 1570, 103, 4659], [74, 303, 477, 1565, 105, 4650]),
    )
    ours, theirs = eb.pool(effects, tau2="ML"), eb.pool(effects, tau2=0.0023**2)
    assert ours.heterogeneity.tau2 == 0
    assert ours.ml.log_likelihood > theirs.ml.log_likelihood
    assert_allclose([ours.estimate, ours.se], [-0.1974, 0.0694], atol=6e-5)


# Viechtbauer 2005, J Educ Behav Stat 30:261, pages 271 and 272: each estimator's tau2, I2 and H2.
FIRST = (
    [-0.581, 0.530, 0.771, 1.031, 0.553, 0.295, 0.078, 0.573, -0.176, -0.232],
    [0.023, 0.052, 0.060, 0.115, 0.095, 0.203, 0.200, 0.211, 0.051, 0.040],
    {"HS": (0.228, 77.23, 4.39), "HE": (0.148, 68.80, 3.21), "DL": (0.277, 80.44, 5.11), "ML": (0.197, 74.51, 3.92),
     "REML": (0.223, 76.84, 4.32), "EB": (0.192, 74.05, 3.85), "SJ": (0.199, 74.75, 3.96)},
)  # fmt: skip
SECOND = (
    [0.100, -0.162, -0.090, -0.049, -0.046, -0.010, -0.431, -0.261, 0.134, 0.019, 0.175, 0.056, 0.045, 0.103, 0.121,
     -0.482, 0.290, 0.342],
    [0.016, 0.015, 0.050, 0.050, 0.032, 0.052, 0.036, 0.024, 0.034, 0.033, 0.031, 0.034, 0.039, 0.167, 0.134, 0.096,
     0.016, 0.035],
    {"HS": (0.010, 22.93, 1.30), "HE": (0.000, 0.00, 1.00), "DL": (0.013, 27.53, 1.38), "ML": (0.013, 28.45, 1.40),
     "REML": (0.016, 32.02, 1.47), "EB": (0.010, 23.72, 1.31), "SJ": (0.025, 42.67, 1.74)},
)  # fmt: skip


@pytest.mark.parametrize(("yi", "vi", "told"), [FIRST, SECOND], ids=["page 271", "page 272"])
def test_each_estimators_heterogeneity(yi, vi, told):
    effects = eb.effects("GEN", estimates=yi, variances=vi)
    for estimator, (tau2, i2, h2) in told.items():
        found = eb.pool(effects, tau2=estimator).heterogeneity
        assert found.tau2 == pytest.approx(tau2, abs=5e-4), estimator
        assert_allclose([found.i2, found.h2], [i2, h2], atol=5.1e-3, err_msg=estimator)


def test_diuretics_in_pregnancy():
    """Viechtbauer 2007, Stat Med 26:37, table II."""
    effects = eb.effects("OR", reference("collins1985b_pre"), **COUNTS)
    fits = {estimator: eb.pool(effects, tau2=estimator) for estimator in ("DL", "ML", "REML", "SJ")}
    assert_allclose([fit.heterogeneity.tau2 for fit in fits.values()], [0.230, 0.239, 0.301, 0.456], atol=5e-4)
    told = {("DL", "Q-profile"): (0.072, 2.203), ("ML", "profile-likelihood"): (0.027, 1.131),
            ("REML", "profile-likelihood"): (0.043, 1.475)}  # fmt: skip
    for (estimator, method), ends in told.items():
        assert_allclose(list(eb.tau2_interval(fits[estimator], method).tau2), ends, atol=5e-4)
    for estimator, ends in {"ML": (-0.101, 0.578), "REML": (-0.131, 0.732)}.items():
        h = fits[estimator].heterogeneity
        assert_allclose([h.tau2 - 1.96 * h.tau2_se, h.tau2 + 1.96 * h.tau2_se], ends, atol=5e-4)


def test_bcg_by_likelihood():
    """Van Houwelingen, Arends & Stijnen 2002, Stat Med 21:589, the univariate parts; intervals as R gives them."""
    effects = eb.effects("OR", reference("bcg"), **COUNTS)
    common, random = eb.pool(effects, model="common"), eb.pool(effects, tau2="ML")
    assert_allclose([common.display.estimate, *common.display.ci], [0.647, 0.595, 0.702], atol=5e-4)
    assert_allclose([random.display.estimate, *random.display.ci], [0.476, 0.336, 0.675], atol=5e-4)
    assert random.heterogeneity.tau2 == pytest.approx(0.302, abs=5e-4)
    assert_allclose(list(eb.tau2_interval(random, "profile-likelihood").tau2), [0.12, 0.89], atol=5e-3)
    assert_allclose(list(eb.tau2_interval(random).tau2), [0.130, 1.181], atol=5e-4)
    assert_allclose(list(random.prediction), [-1.875, 0.391], atol=5e-4)
    assert_allclose(list(eb.pool(effects, tau2="ML", prediction="simple").prediction), [-1.820, 0.336], atol=5e-4)
    careful = eb.pool(effects, tau2="ML", test="knapp-hartung")
    assert_allclose(list(careful.display.ci), [0.318, 0.714], atol=5e-4)
    line = eb.regress(effects, "ablat", tau2="ML")
    assert_allclose([c.estimate for c in line.coefficients.values()], [0.371, -0.033], atol=5e-4)
    assert_allclose([c.se for c in line.coefficients.values()], [0.106, 0.003], atol=5e-4)
    assert_allclose([line.heterogeneity.tau2, line.heterogeneity.r2], [0.004, 98.7], atol=5e-2)


def test_bcg_with_smoothed_variances():
    """Berkey et al. 1995, Stat Med 14:395, page 408: variances from the risks of all trials."""
    data = reference("bcg")
    raw = eb.effects("RR", data, **COUNTS)
    a, n1, c, n2 = (raw.cells[name] for name in ("ai", "n1i", "ci", "n2i"))
    smoothed = ((n1 - a) / a).mean() / n1 + ((n2 - c) / c).mean() / n2
    effects = eb.effects("RR", data | {"yi": raw.yi, "vi": smoothed}, estimates="yi", variances="vi")
    mean = eb.pool(effects, tau2="EB")
    assert_allclose([mean.estimate, mean.se], [-0.5429, 0.1842], atol=5e-5)
    assert mean.heterogeneity.tau2 == pytest.approx(0.268, abs=5e-4)
    told = {
        "EB": ([-0.6303, -0.0268], [0.1591, 0.0110], [0.53, 0.42]),
        "FE": ([-0.5949, -0.0282], [0.0696, 0.0040], [0.55, 0.43]),
    }
    for estimator, (estimates, errors, risks) in told.items():
        choices = {"model": "common"} if estimator == "FE" else {"tau2": estimator}
        line = eb.regress(effects, "I(ablat - 33.46)", **choices)
        assert_allclose([c.estimate for c in line.coefficients.values()], estimates, atol=5e-5)
        assert_allclose([c.se for c in line.coefficients.values()], errors, atol=5e-5)
        assert_allclose(eb.predict(line, {"ablat": [33.46, 42]}).display.estimate, risks, atol=5e-3)
        if estimator == "EB":
            assert_allclose([line.heterogeneity.tau2, line.heterogeneity.r2 / 1000], [0.157, 0.041], atol=5e-4)


def test_lidocaine_after_infarction():
    """Normand 1999, Stat Med 18:321, tables III and VII (Hine et al. 1989), in percentage points."""
    effects = eb.effects(
        "RD",
        events=([2, 4, 6, 7, 7, 11], [1, 4, 4, 5, 3, 4]),
        totals=([39, 44, 107, 103, 110, 154], [43, 44, 110, 100, 106, 146]),
    )
    assert_allclose(100 * effects.yi, [2.8026, 0.0000, 1.9711, 1.7961, 3.5334, 4.4031], atol=5e-5)
    assert_allclose(1e4 * effects.vi, [17.7575, 37.5657, 8.1323, 10.8998, 8.0114, 6.1320], atol=5e-5)
    low, high = effects.intervals()
    assert_allclose(100 * low, [-5.5, -12.0, -3.6, -4.7, -2.0, -0.5], atol=0.05)
    assert_allclose(100 * high, [11.1, 12.0, 7.6, 8.3, 9.1, 9.3], atol=0.05)
    for fit in (eb.pool(effects, model="common"), eb.pool(effects), eb.pool(effects, tau2="DL")):
        assert_allclose(100 * np.array([fit.estimate, *fit.ci]), [2.94, 0.4, 5.5], atol=0.05)
        assert fit.heterogeneity.tau2 == 0


def test_days_in_hospital_after_a_stroke():
    """Normand 1999, tables VIII and IX: the variances from the SD common to both groups."""
    effects = eb.effects(
        "MD", reference("normand1999"), means=("m1i", "m2i"), sds=("sd1i", "sd2i"), totals=("n1i", "n2i"),
        variance="HO",
    )  # fmt: skip
    assert_allclose(effects.yi, [-20, -2, -55, -71, -4, 1, 11, -10, 7], rtol=1e-12)
    assert_allclose(effects.vi, [40.59, 2.05, 15.28, 150.22, 20.19, 1.22, 95.38, 8.03, 20.69], atol=5e-3)
    told = {"FE": (-3.49, -5.03, -1.96, 0), "DL": (-14.10, -24.45, -3.75, 218.72),
            "REML": (-15.12, -32.67, 2.43, 685.20)}  # fmt: skip
    for estimator, expected in told.items():
        fit = fitted(effects, estimator)
        assert_allclose([fit.estimate, *fit.ci, fit.heterogeneity.tau2], expected, atol=5.1e-3, err_msg=estimator)
