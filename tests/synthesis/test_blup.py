"""Best linear unbiased predictions."""

from __future__ import annotations

import pytest
from bcg import bcg
from scipy.special import stdtrit

import effectbank as eb
from effectbank.problems import NotEstimable


def test_schools():
    # Raudenbush & Bryk 1985 shrink towards the mean; by hand, tau2 = 1/2 (DL of 0 and 2 with v = 3/2):
    fit = eb.pool(eb.effects("GEN", estimates=[0.0, 2.0], variances=[1.5, 1.5]), tau2="DL")
    assert fit.heterogeneity.tau2 == pytest.approx(0.5)
    found = eb.blup(fit)
    assert found.own == pytest.approx([0.25, 0.25])
    assert found.predicted == pytest.approx([0.75, 1.25])
    assert found.se == pytest.approx([(0.25 * 1.5 + 0.75**2) ** 0.5] * 2)  # se of the mean is 1
    assert found.deviation == pytest.approx([-0.25, 0.25])


def test_the_interval_is_the_tests_own():
    fit = eb.pool(bcg(), test="knapp-hartung", level=0.9)
    found = eb.blup(fit)
    assert found.high - found.predicted == pytest.approx(stdtrit(12, 0.95) * found.se, rel=1e-12)


def test_a_common_effect_is_everyones():
    fit = eb.pool(bcg(), model="common")
    found = eb.blup(fit)
    assert found.predicted == pytest.approx([fit.estimate] * 13, rel=1e-12)
    assert found.se == pytest.approx([fit.se] * 13, rel=1e-12)


def test_weights_of_ones_own_are_refused():
    with pytest.raises(NotEstimable, match="weights"):
        eb.blup(eb.pool(bcg(), weights=list(range(1, 14))))
