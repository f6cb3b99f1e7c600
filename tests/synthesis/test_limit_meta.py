"""Limit meta-analysis: the radial regressions by hand, the limits without heterogeneity, and what is said."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName


def radial(y, v):
    """Intercept, slope, residual and total squares of y / s on 1 / s by plain least squares."""
    x, z = 1 / np.sqrt(v), y / np.sqrt(v)
    (alpha, beta), rss, *_ = np.linalg.lstsq(np.column_stack([np.ones(x.size), x]), z, rcond=None)
    return alpha, beta, rss[0], ((z - z.mean()) ** 2).sum()


def test_beta0_is_the_line_of_the_generalised_radial_plot():
    """Ruecker et al. 2011: beta + tau alpha; se 1 / (sd(1 / se) sqrt(k - 1)), as metasens has it."""
    found, fit = eb.limit_meta(bcg()), eb.pool(bcg())
    y, v, tau2 = bcg().yi, bcg().vi, fit.heterogeneity.tau2
    alpha, beta, *_ = radial(y, v + tau2)
    assert found.estimate == pytest.approx(beta + np.sqrt(tau2) * alpha, rel=1e-10)
    assert found.se == pytest.approx(1 / (np.std(1 / np.sqrt(v), ddof=1) * np.sqrt(12)), rel=1e-12)
    assert found.random == pytest.approx(fit.estimate, rel=1e-12)
    limits = beta + np.sqrt(tau2 / (v + tau2)) * (y - beta)
    np.testing.assert_allclose(found.shrunken, limits, rtol=1e-10)
    _, slope, rss, total = radial(limits, v)
    assert eb.limit_meta(bcg(), adjustment="betalim").estimate == pytest.approx(slope, rel=1e-10)
    assert found.g2 == pytest.approx(100 * rss / total, rel=1e-9)
    w = 1 / v
    assert eb.limit_meta(bcg(), adjustment="mulim").estimate == pytest.approx(
        (w * limits).sum() / w.sum(), rel=1e-10
    )


def test_q_is_split():
    found = eb.limit_meta(bcg())
    *_, rss, _ = radial(bcg().yi, bcg().vi)
    assert found.q_residual == pytest.approx(rss, rel=1e-10)
    assert found.q_small + found.q_residual == pytest.approx(152.2330, abs=5e-5)  # Q of bcg, as metafor prints it
    # the part of small-study effects is the square of the common-effect regression's z
    assert found.q_small == pytest.approx(eb.egger(bcg(), model="common").statistic ** 2, rel=1e-9)


def test_without_heterogeneity_it_is_eggers_limit():
    effects = eb.effects("GEN", estimates=[0.30, 0.32, 0.35, 0.38], variances=[0.02, 0.03, 0.05, 0.09])
    found = eb.limit_meta(effects)
    assert found.tau2 == 0
    assert found.estimate == pytest.approx(eb.egger(effects).limit.estimate, rel=1e-10)


def test_it_is_told():
    found = eb.limit_meta(bcg())
    assert repr(found).startswith("<LimitMeta beta0 ")
    assert "test of small-study effects: Q - Q'(df = 1) = 23.0587, p < .0001" in str(found)
    assert len(json.loads(json.dumps(found.to_dict()))["shrunken"]) == 13
    assert eb.limit_meta(bcg().subset(np.arange(4))).notes[0].startswith("4 studies")


def test_what_cannot_be():
    with pytest.raises(UnknownName, match="did you mean beta0"):
        eb.limit_meta(bcg(), adjustment="beta")
    with pytest.raises(UnknownName, match="tau2 estimator"):
        eb.limit_meta(bcg(), tau2="DX")
    with pytest.raises(BadInput, match="not 95"):
        eb.limit_meta(bcg(), level=95)
    with pytest.raises(NotEstimable, match="3 studies or more"):
        eb.limit_meta(bcg().subset([0, 1]))
    with pytest.raises(NotEstimable, match="same variance"):
        eb.limit_meta(eb.effects("GEN", estimates=[1, 2, 4.0], variances=[1, 1, 1.0]))
