"""Published analyses of counts and rates that are not among the reference cases, their numbers as printed.

Receipts: the papers and chapters named, and metafor's own tests of the same examples; data as metadat has them.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from published import published

import effectbank as eb

# Viechtbauer 2007, Z Psychol 215:104: St John's wort for depression (Linde et al. 2005), 17 trials.


@pytest.fixture
def linde() -> eb.Effects:
    data = published("linde2005")
    dose = [a * 7 / 1000 * weeks for a, weeks in zip(data["dosage"], data["duration"], strict=True)]
    return eb.effects("RR", data | {"dose": dose}, events=("ai", "ci"), totals=("n1i", "n2i"), study="id")


def told(fit: eb.Pooled) -> list[float]:
    return [fit.display.estimate, *fit.display.ci]


def test_st_johns_wort_pooled(linde):
    common, random = eb.pool(linde, model="common"), eb.pool(linde, tau2="DL")
    assert_allclose(told(common), [1.3840, 1.2599, 1.5204], atol=5e-5)
    assert common.heterogeneity.q == pytest.approx(51.5454, abs=5e-5)
    assert_allclose(told(random), [1.5722, 1.3103, 1.8864], atol=5e-5)
    assert_allclose(list(random.display.prediction), [0.8488, 2.9120], atol=5e-5)
    assert random.heterogeneity.tau2 == pytest.approx(0.0903, abs=5e-5)


FORMULA = "I(dose - 34) * I(baseline - 20)"
TAU2 = {
    "HS": (0.0253, 0.0197), "HE": (0.0388, 0.0764), "DL": (0.0475, 0.0376), "SJ": (0.0912, 0.0436),
    "DLIT": (0.0633, 0.0460), "PM": (0.0633, 0.0460), "ML": (0.0240, 0.0222), "REML": (0.0558, 0.0409),
    "EB": (0.0633, 0.0460),
}  # fmt: skip


@pytest.mark.parametrize("estimator", TAU2)
def test_what_dose_and_severity_leave_by_each_estimator(linde, estimator):
    h = eb.regress(linde, FORMULA, tau2=estimator).heterogeneity
    assert_allclose([h.tau2, h.tau2_se], TAU2[estimator], atol=5e-5)


def test_dose_and_severity_with_their_interaction(linde):
    fit = eb.regress(linde, FORMULA, tau2="DL")
    found = list(fit.coefficients.values())
    assert_allclose([c.estimate for c in found], [0.47625885, -0.0058448, -0.06722782, -0.00156996], atol=1e-8)
    assert_allclose([c.se for c in found], [0.08764097, 0.00999872, 0.03522283, 0.00344659], atol=1e-8)
    assert_allclose([c.p for c in found], [6e-08, 0.55884735, 0.05630808, 0.64874054], atol=1e-8)
    assert fit.heterogeneity.r2 == pytest.approx(47.3778, abs=5e-5)
    mild_and_severe = eb.predict(fit, {"dose": 34, "baseline": [12.5, 23.6]}).display
    assert_allclose(mild_and_severe.estimate, [2.6657, 1.2639], atol=5e-5)
    assert_allclose(mild_and_severe.ci.low, [1.4560, 0.9923], atol=5e-5)
    assert_allclose(mild_and_severe.ci.high, [4.8806, 1.6099], atol=5e-5)


def test_beta_blockers_by_petos_method():
    """Yusuf, Peto, Lewis, Collins & Sleight 1985, Prog Cardiovasc Dis 27:335, table 6: 0.93 (0.74 to 1.18)."""
    data = published("yusuf1985_6")
    tables = {"events": ("ai", "ci"), "totals": ("n1i", "n2i"), "study": "trial"}
    by_sums = eb.pool(eb.effects("OR", data, **tables), method="Peto")
    by_variances = eb.pool(eb.effects("PETO", data, **tables, zero_cells="none"), model="common")
    assert [round(x, 2) for x in told(by_sums)] == [0.93, 0.74, 1.18]
    assert_allclose(told(by_variances), told(by_sums), rtol=1e-12)
    assert {gap.study for gap in by_sums.left_out} == {"Snow 1"}  # a double zero weighs 0, an unknown trial nothing


# Rothman, Greenland & Lash 2008, Modern Epidemiology, chapter 15: Mantel-Haenszel with 90 % intervals.
TOLBUTAMIDE = {"events": ([8, 22], [5, 16]), "nonevents": ([98, 76], [115, 69])}
DOCTORS = {
    "events": ([32, 104, 206, 186, 102], [2, 12, 28, 28, 31]),
    "times": ([5.2407, 4.3248, 2.8612, 1.2663, 0.5317], [1.8790, 1.0673, 0.5710, 0.2585, 0.1462]),
}


@pytest.mark.parametrize(
    ("measure", "data", "ends", "q"),
    [
        ("RD", TOLBUTAMIDE, [0.0349, -0.0176, 0.0874], 0.0017),
        ("RR", TOLBUTAMIDE, [0.2818, -0.1442, 0.7078], 0.4472),
        ("OR", TOLBUTAMIDE, [0.3387, -0.1731, 0.8505], 0.3474),
        ("IRD", DOCTORS, [11.4392, 6.3498, 16.5286], 26.8758),
        ("IRR", DOCTORS, [0.3539, 0.1776, 0.5303], 10.4117),
    ],
)
def test_modern_epidemiology(measure, data, ends, q):
    fit = eb.pool(eb.effects(measure, **data), model="common", method="MH", level=0.9)
    assert_allclose([fit.estimate, *fit.ci], ends, atol=5e-5)
    assert fit.heterogeneity.q == pytest.approx(q, abs=5e-5)


def test_modern_epidemiologys_tests():
    tables, rates = (
        eb.association_tests(eb.effects(measure, **data))
        for measure, data in (("OR", TOLBUTAMIDE), ("IRR", DOCTORS))
    )
    assert_allclose([tables.uncorrected.statistic, tables.uncorrected.p], [1.1914, 0.2750], atol=5e-5)
    assert_allclose([tables.tarone.statistic, tables.tarone.p], [0.3489, 0.5547], atol=5e-5)
    assert_allclose([rates.mantel_haenszel.statistic, rates.uncorrected.statistic], [10.7021, 11.0162], atol=5e-5)


def test_modern_epidemiologys_case_control_study():
    """Table 15-5: spermicides and Down syndrome, two strata."""
    effects = eb.effects("OR", events=([3, 1], [104, 5]), nonevents=([9, 3], [1059, 86]))
    fit = eb.pool(effects, model="common", method="MH", level=0.9)
    h, tests = fit.heterogeneity, eb.association_tests(effects)
    assert_allclose([fit.estimate, *fit.ci, h.q, h.p], [1.3300, 0.3579, 2.3021, 0.1378, 0.7105], atol=5e-5)
    assert_allclose(told(fit), [3.7812, 1.4304, 9.9954], atol=5e-5)
    assert_allclose([tests.uncorrected.statistic, tests.uncorrected.p], [5.8092, 0.0159], atol=5e-5)
    assert_allclose([tests.tarone.statistic, tests.tarone.p], [0.1391, 0.7092], atol=5e-5)


# table 15-1, then 15-2: what each stratum says, and all of them thrown together (z of differences, ends of ratios)
STRATA = {
    "RD": (TOLBUTAMIDE, [0.0338, 0.0363], [0.0315, 0.0598], [0.0446, 0.0326]),
    "IRD": (DOCTORS, [5.0417, 12.8040, 22.9610, 38.5674, -20.2008], [1.3159, 4.0118, 10.5377, 23.1304, 42.5574],
            [18.5370, 3.1112]),
}  # fmt: skip
RATIOS = {
    "RR": (TOLBUTAMIDE, [1.8113, 1.1926], [0.6112, 0.6713], [5.3679, 2.1188], [1.4356, 0.8510, 2.4216]),
    "IRR": (DOCTORS, [5.7366, 2.1388, 1.4682, 1.3561, 0.9047], [1.3748, 1.1767, 0.9894, 0.9115, 0.6053],
            [23.9371, 3.8876, 2.1789, 2.0176, 1.3524], [1.7198, 1.3940, 2.1219]),
}  # fmt: skip


def crude(data: dict[str, tuple[list[float], list[float]]]) -> dict[str, tuple[list[float], list[float]]]:
    return {role: ([sum(one)], [sum(other)]) for role, (one, other) in data.items()}


@pytest.mark.parametrize("measure", STRATA)
def test_modern_epidemiologys_differences_by_stratum(measure):
    data, yi, se, both = STRATA[measure]
    strata, whole = eb.effects(measure, **data), eb.effects(measure, **crude(data))
    assert_allclose(strata.yi, yi, atol=5e-5)
    assert_allclose(strata.se, se, atol=5e-5)
    assert_allclose([whole.yi[0], whole.se[0]], both, atol=5e-5)


@pytest.mark.parametrize("measure", RATIOS)
def test_modern_epidemiologys_ratios_by_stratum(measure):
    data, ratio, low, high, both = RATIOS[measure]
    strata, whole = eb.effects(measure, **data), eb.effects(measure, **crude(data))
    assert_allclose([np.exp(strata.yi), *np.exp(strata.intervals())], [ratio, low, high], atol=5e-5)
    assert_allclose(np.exp([whole.yi, *whole.intervals()]).ravel(), both, atol=5e-5)


def test_millers_inverse_of_the_double_arcsine():
    """Miller 1978, Am Stat 32:138; his transform is twice ours, and his n the harmonic mean."""
    effects = eb.effects("PFT", events=[3, 6, 10, 1], totals=[11, 17, 21, 6])
    assert_allclose(2 * effects.yi, [1.1391, 1.2888, 1.5253, 0.9515], atol=5e-5)
    assert_allclose(4 * effects.vi, [0.0870, 0.0571, 0.0465, 0.1538], atol=5e-5)
    alike, weighed = eb.pool(effects, model="common", weights=np.ones(4)), eb.pool(effects, model="common")
    assert_allclose([2 * alike.estimate, alike.display.estimate], [1.2262, 0.3164], atol=5e-5)
    assert_allclose([2 * weighed.estimate, weighed.display.estimate], [1.3093, 0.3595], atol=5e-5)


def test_the_double_arcsine_from_nobody_to_everybody():
    effects = eb.effects("PFT", events=[0, 4, 9, 16, 20], totals=[10, 10, 15, 20, 20])
    assert_allclose(effects.told(effects.yi), [0.0, 0.4, 0.6, 0.8, 1.0], atol=1e-12)
    assert_allclose(told(eb.pool(effects, model="common")), [0.6886, 0.5734, 0.7943], atol=5e-5)
