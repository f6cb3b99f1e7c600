"""Influence, residuals and predictions of a meta-regression, against the matrices written out."""

from __future__ import annotations

import json

import numpy as np
import pytest
from regress_data import bcg

import effectbank as eb
from effectbank.problems import NotEstimable


def by_matrices(y, v, x, tau2, test):
    """b, its covariance and hat of a weighted regression, as in any textbook."""
    w = np.diag(1 / (v + tau2))
    bread = np.linalg.inv(x.T @ w @ x)
    b = bread @ x.T @ w @ y
    k, p = x.shape
    s2 = (y - x @ b) @ w @ (y - x @ b) / (k - p) if test == "knapp-hartung" else 1.0
    return b, bread * s2, x @ bread @ x.T @ w, s2


@pytest.mark.parametrize("test", ["z", "knapp-hartung"])
@pytest.mark.parametrize("tau2", ["REML", "DL", 0.1])
def test_the_whole_set(test, tau2):
    """Viechtbauer & Cheung (2010), section 2, and metafor's influence() for the scale s^2 of Knapp and Hartung."""
    effects = bcg()
    fit = eb.regress(effects, "ablat + year", tau2=tau2, test=test)
    found, standard = eb.influence(fit), eb.rstandard(fit)
    y, v, x = effects.yi, effects.vi, fit.moderators.matrix
    b, covariance, hat, _ = by_matrices(y, v, x, fit.heterogeneity.tau2, test)
    m = np.diag(v + fit.heterogeneity.tau2)
    spread = (np.eye(13) - hat) @ m @ (np.eye(13) - hat).T
    assert standard.z == pytest.approx((y - x @ b) / np.sqrt(np.diag(spread)), rel=1e-7)
    assert found.hat == pytest.approx(np.diag(hat), rel=1e-8)
    for i in range(13):
        others = np.arange(13) != i
        less = eb.regress(effects.subset(others), "ablat + year", tau2=tau2, test=test)
        t2 = less.heterogeneity.tau2
        b_less, c_less, _, s2 = by_matrices(y[others], v[others], x[others], t2, test)
        moved = b - b_less
        _, bread_at, _, _ = by_matrices(y, v, x, t2, "z")
        expected = {
            "rstudent": (y[i] - x[i] @ b_less) / np.sqrt(s2 * (v[i] + t2) + x[i] @ c_less @ x[i]),
            "dffits": x[i] @ moved / np.sqrt(s2 * hat[i, i] * (v[i] + t2)),
            "cook_d": moved @ np.linalg.inv(covariance) @ moved,
            "cov_r": np.linalg.det(c_less) / np.linalg.det(covariance),
            "tau2_del": t2,
            "q_del": less.heterogeneity.q,
        }
        for name, value in expected.items():
            assert getattr(found, name)[i] == pytest.approx(value, rel=1e-5, abs=1e-9), name
        assert found.dfbetas[i] == pytest.approx(moved / np.sqrt(s2 * np.diag(bread_at)), rel=1e-5)


def test_a_regression_on_nothing_is_the_pooled_fit():
    effects = bcg()
    pooled, regressed = eb.pool(effects), eb.regress(effects, "1")
    for verb in (eb.influence, eb.rstandard, eb.rstudent, eb.blup):
        one, other = verb(pooled).columns(), verb(regressed).columns()
        for (name, ours), (_, theirs) in zip(one.items(), other.items(), strict=True):
            assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-10), name


def test_predictions_are_drawn_towards_the_line():
    effects = bcg()
    fit = eb.regress(effects, "ablat")
    found, line = eb.blup(fit), eb.predict(fit)
    share = fit.heterogeneity.tau2 / (fit.heterogeneity.tau2 + effects.vi)
    assert found.predicted == pytest.approx(share * effects.yi + (1 - share) * line.estimate, rel=1e-10)
    assert found.se == pytest.approx(np.sqrt(share * effects.vi + (1 - share) ** 2 * line.se**2), rel=1e-10)


def test_a_study_that_alone_speaks_of_a_coefficient_is_unknown():
    effects = bcg(alone=[1.0] + [0.0] * 12)
    found = eb.influence(eb.regress(effects, "alone"))
    assert np.isnan(found.cook_d[0])
    assert np.isnan(found.cov_r[0])
    assert np.isfinite(found.cook_d[1:]).all()
    json.dumps(found.to_dict(), allow_nan=False)


def test_print_names_each_coefficient():
    found = eb.influence(eb.regress(bcg(), "ablat"))
    assert {"dfbetas intrcpt", "dfbetas ablat", "influential"} <= found.rows()[0].keys()
    assert str(found).startswith("Influence (k = 13)")
    assert repr(found).startswith("<Influence of 13 studies, <Regression")


def test_nothing_is_left_to_regress():
    columns = {"y": [0.1, 0.5, 0.3], "v": [0.1] * 3, "x": [1.0, 2.0, 4.0]}
    effects = eb.effects("GEN", columns, estimates="y", variances="v")
    with pytest.raises(NotEstimable, match="one study less"):
        eb.influence(eb.regress(effects, "x"))
