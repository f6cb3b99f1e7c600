"""Residuals of three kinds."""

from __future__ import annotations

import numpy as np
import pytest
from bcg import bcg
from numpy.testing import assert_allclose
from regress_data import bcg as counted

import effectbank as eb
from effectbank.problems import UnknownName


@pytest.mark.parametrize("test", ["z", "knapp-hartung"])
def test_a_deleted_residual_is_the_statistic_of_a_mean_shift(test):
    """A regression on a dummy for one study tests just that study (Viechtbauer & Cheung 2010, section 2.1)."""
    effects = bcg()
    found = eb.rstudent(eb.pool(effects, test=test))
    for i in range(3):
        trials = {"y": effects.yi, "v": effects.vi, "this": np.eye(13)[i]}
        shifted = eb.effects("GEN", trials, estimates="y", variances="v")
        dummy = eb.regress(shifted, "this", test=test).coefficients["this"]
        assert found.z[i] == pytest.approx(dummy.statistic, rel=1e-7)
        assert found.residual[i] == pytest.approx(dummy.estimate, rel=1e-7)


def test_standardised_residuals_of_two_studies_mirror_each_other():
    found = eb.rstandard(eb.pool(eb.effects("GEN", estimates=[0.0, 1.0], variances=[0.3, 0.1]), model="common"))
    # (y1 - y2) / sqrt(v1 + v2), whichever of the two is looked at
    assert found.z == pytest.approx([-1 / np.sqrt(0.4), 1 / np.sqrt(0.4)], rel=1e-12)


def test_the_study_that_weighs_nearly_all_keeps_its_digits():
    y, v = [0.0, 1.0, 2.0], [1e-12, 1.0, 1.0]
    found = eb.rstandard(eb.pool(eb.effects("GEN", estimates=y, variances=v), model="common"))
    # v - 1 / sum w = v^2 sum of the other weights / (1 + v times that) = 2e-24 nearly
    assert found.se[0] == pytest.approx(np.sqrt(2e-24), rel=1e-10)


def test_raw_residuals_sum_to_q_when_squared():
    fit = eb.pool(bcg(), model="common")
    assert (eb.residuals(fit, "raw").z ** 2).sum() == pytest.approx(fit.heterogeneity.q, rel=1e-12)


def test_kinds():
    fit = eb.pool(bcg())
    assert eb.residuals(fit).kind == "standardised"
    assert eb.residuals(fit, "deleted").z == pytest.approx(eb.rstudent(fit).z)
    with pytest.raises(UnknownName, match="deleted"):
        eb.residuals(fit, "delete")


def test_rounding_is_no_residual():
    found = eb.rstandard(eb.pool(eb.effects("GEN", estimates=[0.1, 0.1, 0.1], variances=[0.3, 0.1, 0.7])))
    assert (found.residual == 0).all()


def test_pooled_tables_have_the_studies_own_variances():
    """As metafor's of rma.mh(): (y - b) / sqrt(v), and (y - b of the others) / sqrt(v + their se^2)."""
    effects = bcg()
    fit = eb.pool(effects, model="common", method="MH")
    less = eb.leave_one_out(fit)
    assert eb.rstandard(fit).z == pytest.approx((effects.yi - fit.estimate) / effects.se, rel=1e-12)
    deleted = (effects.yi - less.estimate) / np.sqrt(effects.vi + less.se**2)
    assert eb.rstudent(fit).z == pytest.approx(deleted, rel=1e-12)
    assert eb.baujat(fit).y == pytest.approx(((fit.estimate - less.estimate) / less.se) ** 2, rel=1e-12)
    assert eb.radial(fit).x == pytest.approx(1 / effects.se)


def test_a_pooled_table_without_an_estimate_has_no_residual():
    effects = eb.effects(
        "OR", events=([0, 3, 5], [0, 5, 9]), totals=([20, 30, 40], [20, 30, 40]), zero_cells="none"
    )
    found = eb.rstudent(eb.pool(effects, model="common", method="MH"))
    assert np.isnan(found.z[0])
    assert np.isfinite(found.z[1:]).all()


def test_tiny_units_are_no_rounding():
    y, v = np.array([0.1, 0.5, -0.2]), np.array([0.1, 0.2, 0.05])
    plain = eb.rstudent(eb.pool(eb.effects("GEN", estimates=y, variances=v)))
    tiny = eb.rstudent(eb.pool(eb.effects("GEN", estimates=y * 1e-15, variances=v * 1e-30)))
    assert tiny.z == pytest.approx(plain.z, rel=1e-6)


# metafor, test_misc_residuals.r: rstandard() and rstudent() of the first six trials of dat.bcg
OF_SIX = {
    "REML": ([0.1401, -0.9930, -0.4719, -1.0475, 1.6462, 0.4825],
             [0.1426, -0.9957, -0.4591, -1.1949, 2.0949, 0.4330]),
    "MH": ([0.1068, -1.4399, -0.6173, -3.4733, 3.2377, 1.9749],
           [0.1076, -1.4668, -0.6219, -4.2413, 3.3947, 2.7908]),
    "Peto": ([0.2684, -1.1482, -0.4142, -2.3440, 3.4961, 0.8037],
             [0.2705, -1.1700, -0.4173, -2.8891, 3.6614, 1.1391]),
}  # fmt: skip


@pytest.mark.parametrize("method", OF_SIX)
def test_residuals_of_studies_and_of_tables(method):
    six = counted().subset(range(6))
    if method == "Peto":
        six = eb.effects("PETO", six.cells, events=("ai", "ci"), totals=("n1i", "n2i"))
    fit = eb.pool(six) if method == "REML" else eb.pool(six, model="common", method=method)
    standard, deleted = OF_SIX[method]
    stopped_short = 1e-4 if method == "REML" else 5.1e-5  # R's REML at its default rule
    assert_allclose(eb.rstandard(fit).z, standard, atol=stopped_short)
    assert_allclose(eb.rstudent(fit).z, deleted, atol=stopped_short)
