"""Residuals in order: R's plotting positions, the fit's own residuals, and an envelope that chance keeps to."""

from __future__ import annotations

import json
from statistics import NormalDist

import numpy as np
import pytest
from bcg import bcg
from regress_data import bcg as bcg_with_moderators

import effectbank as eb
from effectbank.kernel.normal_quantiles import ordered_residuals, plotting_positions
from effectbank.problems import BadInput, NotEstimable, UnknownName


def test_positions_are_those_of_rs_ppoints():
    """(i - 3/8) / (n + 1/4) up to ten, (i - 1/2) / n beyond, as its manual has it."""
    quantile = NormalDist().inv_cdf
    assert plotting_positions(5) == pytest.approx([quantile((i - 3 / 8) / 5.25) for i in range(1, 6)], abs=1e-12)
    assert plotting_positions(13) == pytest.approx([quantile((i - 0.5) / 13) for i in range(1, 14)], abs=1e-12)


@pytest.mark.parametrize("kind", ["standardised", "deleted"])
def test_the_residuals_are_the_fits_in_order(kind):
    fit = eb.pool(bcg())
    found = eb.qqnorm(fit, kind)
    residuals = eb.residuals(fit, kind)
    assert found.y.tolist() == sorted(residuals.z.tolist())
    assert found.labels == tuple(np.array(residuals.labels)[residuals.z.argsort()])


def test_two_studies_have_an_envelope_known_without_drawing():
    """Their standardised residuals are -|z| and |z| of one normal z: |z| is beyond 0.0313 and 2.2414 in 5 %."""
    fit = eb.pool(eb.effects("GEN", estimates=[0.1, 0.5], variances=[0.04, 0.09]), model="common")
    found = eb.qqnorm(fit, draws=200_000)
    assert found.high[1] == pytest.approx(2.2414, abs=0.03)  # qnorm(1 - .025 / 2)
    assert found.low[1] == pytest.approx(0.0313, abs=0.003)  # qnorm(.5 + .025 / 2)
    assert found.low[0] == pytest.approx(-found.high[1], rel=1e-12)


def test_what_the_model_draws_has_unit_variance():
    rng = np.random.default_rng(5)
    m = np.array([0.1, 0.4, 2.0])
    w = 1 / m
    x = np.ones((3, 1))
    drawn = ordered_residuals(x, w, m - 1 / w.sum(), rng.standard_normal((100_000, 3)) * np.sqrt(m))
    assert (drawn**2).mean() == pytest.approx(1, abs=0.01)
    assert (np.diff(drawn, axis=-1) >= 0).all()


def test_the_seed_makes_it_the_same_again():
    fit = eb.regress(bcg_with_moderators(), ["ablat"])
    first, again, other = eb.qqnorm(fit), eb.qqnorm(fit), eb.qqnorm(fit, seed=2)
    assert first.low.tolist() == again.low.tolist()
    assert first.low.tolist() != other.low.tolist()


def test_a_residual_far_off_is_outside():
    y = [0.0, 0.1, -0.1, 0.05, -0.05, 0.02, 3.0]
    found = eb.qqnorm(eb.pool(eb.effects("GEN", estimates=y, variances=[0.04] * 7), model="common"))
    assert "7" in found.outside[-1]
    json.dumps(found.to_dict(), allow_nan=False)


def test_what_is_refused():
    fit = eb.pool(bcg())
    with pytest.raises(UnknownName, match="standardised"):
        eb.qqnorm(fit, "standardized")
    with pytest.raises(BadInput, match=r"0\.95, not 95"):
        eb.qqnorm(fit, level=95)
    with pytest.raises(BadInput, match="draws=0"):
        eb.qqnorm(fit, draws=0)
    with pytest.raises(NotEstimable):
        eb.qqnorm(eb.pool(bcg().subset([0])))
