"""A standardised mean difference in the units of a scale that readers know."""

from __future__ import annotations

import math

import pytest

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis.kinds import WrongKind


def fit_of(measure: str, estimate: float, se: float) -> eb.Pooled:
    return eb.pool(eb.effects(measure, estimates=[estimate], ses=[se]), model="common")


def test_an_smd_is_so_many_points():
    # Cochrane Handbook 15.5.3.2: an SMD of 0.8 is 1.6 points of a scale whose SD is 2
    found = eb.natural_units(fit_of("SMD", -0.8, 0.25), 2, "points")
    assert found.estimate == pytest.approx(-1.6)
    assert (found.ci.low, found.ci.high) == pytest.approx((-1.6 - 1.959964 * 0.5, -1.6 + 1.959964 * 0.5), abs=1e-6)
    assert str(found) == "-1.6 points (-2.6 to -0.6), where the SD is 2 points"
    assert repr(found) == f"<NaturalUnits {found}>"
    assert found.to_dict()["sd"] == 2


def test_the_prediction_interval_comes_along():
    effects = eb.effects("SMD", estimates=[0.1, 0.5, 0.9, 0.2], ses=[0.1] * 4)
    fit = eb.pool(effects, test="knapp-hartung")
    found = eb.natural_units(fit, 9.5)
    ends = found.prediction.low / 9.5, found.prediction.high / 9.5
    assert ends == pytest.approx((fit.prediction.low, fit.prediction.high))
    assert found.rows()[0]["prediction_low"] == found.prediction.low


def test_it_undoes_the_standardising():
    # with one SD everywhere the difference is the mean difference, shrunk by J as Hedges has it
    data = {"m1": [20.0, 24.0], "m2": [17.0, 22.0], "s": [6.0, 6.0], "n": [500, 400]}
    columns = {"means": ("m1", "m2"), "sds": ("s", "s"), "totals": ("n", "n")}
    told = eb.natural_units(eb.pool(eb.effects("SMD", data, **columns), model="common"), 6.0)
    plain = eb.pool(eb.effects("MD", data, **columns), model="common")
    assert told.estimate == pytest.approx(plain.estimate, rel=3e-3)


@pytest.mark.parametrize("sd", [0, -1, math.nan, math.inf, "8", None, True])
def test_an_sd_is_above_0(sd):
    with pytest.raises(BadInput, match="a standard deviation above 0 expected"):
        eb.natural_units(fit_of("SMD", 0.5, 0.1), sd)


def test_what_is_not_standardised_has_units_already():
    with pytest.raises(NotEstimable, match=r"natural units of MD effects; pool one of SMD, SMDH"):
        eb.natural_units(fit_of("MD", 0.5, 0.1), 1.0)
    with pytest.raises(WrongKind, match="natural_units takes a fit, effects given"):
        eb.natural_units(eb.effects("SMD", estimates=[0.1], ses=[0.1]), 1.0)
