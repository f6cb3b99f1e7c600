"""Baujat, radial and L'Abbé: what the plots are drawn from."""

from __future__ import annotations

import numpy as np
import pytest
from bcg import TRIALS, bcg

import effectbank as eb
from effectbank.problems import NotEstimable


def test_baujat_heterogeneity_sums_to_q():
    fit = eb.pool(bcg(), model="common")
    found = eb.baujat(fit)
    assert found.x.sum() == pytest.approx(fit.heterogeneity.q, rel=1e-12)
    assert TRIALS[int(found.y.argmax())] == "Madras"


def test_radial_lines():
    found = eb.radial(eb.pool(bcg(), model="common"))
    assert found.band == pytest.approx(1.959963984540054)
    slopes = found.y / found.x
    assert slopes == pytest.approx(bcg().yi, rel=1e-12)
    # |y - slope x| is the root of Baujat's x: beyond 1.96 for these in the pinned baujat_EE of bcg
    assert found.outside == ("Ferguson", "Hart", "Stein", "Vandiviere", "Madras", "Rosenthal 1961")


def test_labbe_scales_and_lines():
    fit = eb.pool(bcg())
    found = eb.labbe(fit)
    assert found.scale == "log proportion"
    assert found.control[0] == pytest.approx(11 / 139)
    assert found.intervention[0] == pytest.approx(4 / 123)
    assert found.y - found.x == pytest.approx(fit.effects.yi, rel=1e-12)
    assert found.variance == pytest.approx(fit.effects.vi, rel=1e-12)
    assert found.expected([0.1, 0.2]) == pytest.approx(np.exp(fit.estimate) * np.array([0.1, 0.2]))
    odds = eb.labbe(eb.pool(bcg("OR"), model="common", method="MH"))
    p = odds.expected(0.2)
    assert p / (1 - p) == pytest.approx(0.25 * np.exp(odds.fit.estimate))


def test_labbe_of_rates_and_of_an_empty_group():
    rates = eb.effects("IRR", events=([3, 0], [5, 4]), times=([10.0, 20.0], [10.0, 20.0]))
    found = eb.labbe(eb.pool(rates, model="common"))
    assert found.intervention == pytest.approx([0.3, 0.5 / 20])  # 1/2 added where there was none
    assert found.control == pytest.approx([0.5, 0.2])


def test_labbe_needs_both_groups():
    with pytest.raises(NotEstimable, match="events of both groups"):
        eb.labbe(eb.pool(eb.effects("GEN", estimates=[1.0, 2.0], variances=[1.0, 1.0])))
    with pytest.raises(NotEstimable, match="events of both groups"):
        eb.labbe(eb.pool(eb.effects("RR", estimates=[1.0, 2.0], variances=[1.0, 1.0])))
