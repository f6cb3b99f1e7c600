"""Absolute effects: baselines, scales, and numbers needed to treat that may span infinity."""

from __future__ import annotations

import math

import pytest

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.absolute import number_needed
from effectbank.words import Interval


def fit_of(measure: str, estimate: float, se: float) -> eb.Pooled:
    return eb.pool(eb.effects(measure, estimates=[estimate], ses=[se]), model="common")


def test_an_interval_that_spans_infinity():
    # Altman 1998 (BMJ 317:1309): ARR 10% (-5% to 25%) is NNTB 10, from NNTB 4 over infinity to NNTH 20
    found = number_needed(0.10, Interval(-0.05, 0.25), good="more")
    assert found.spans_infinity
    assert found.direction == "benefit"
    assert found.estimate == pytest.approx(10)
    assert found.benefit == Interval(pytest.approx(4), math.inf)
    assert found.harm == Interval(pytest.approx(20), math.inf)
    assert found.sentence() == "NNTB 10 (NNTB 4 to infinity to NNTH 20)"


def test_an_interval_on_one_side():
    found = number_needed(-0.25, Interval(-0.5, -0.125), good="less")
    assert not found.spans_infinity
    assert (found.direction, found.estimate) == ("benefit", 4)
    assert (found.benefit, found.harm) == (Interval(2, 8), None)
    assert found.sentence() == "NNTB 4 (NNTB 2 to 8)"


def test_the_same_difference_harms_where_more_is_bad():
    found = number_needed(0.25, Interval(0.125, 0.5), good="less")
    assert found.sentence() == "NNTH 4 (NNTH 2 to 8)"


def test_no_difference_at_all():
    found = number_needed(0.0, Interval(-0.1, 0.1), good="more")
    assert (found.direction, found.estimate) == ("neither", math.inf)
    assert found.sentence() == "NNT infinity (NNTB 10 to infinity to NNTH 10)"


def test_an_interval_that_touches_no_difference():
    assert number_needed(0.1, Interval(0.0, 0.2), good="more").sentence() == "NNTB 10 (NNTB 5 to infinity)"


def test_a_baseline_of_nobody_has_no_number_needed():
    # a ratio of 0 is 0, at either end too: 1 / 0
    found = eb.absolute(fit_of("RR", math.log(2.0), 0.1), 0.0)
    assert found.difference.ci == Interval(0, 0)
    assert found.nnt.estimate == math.inf
    assert found.nnt.sentence() == "NNT infinity"


def test_no_control_event_in_any_study():
    effects = eb.effects("RR", events=([5, 3], [0, 0]), totals=([50, 50], [50, 50]))
    assert eb.absolute(eb.pool(effects)).nnt.sentence() == "NNT infinity"


def test_an_interval_that_is_unknown_is_not_invented():
    # one study has no Knapp-Hartung interval: 10/50 v 20/50, 200 fewer of 1000, which is 1 in 5
    effects = eb.effects("RR", events=([10], [20]), totals=([50], [50]))
    found = eb.absolute(eb.pool(effects, test="knapp-hartung"))
    assert (found.corresponding.ci, found.difference.ci) == (None, None)
    assert found.nnt.sentence() == "NNTB 5 (its interval is unknown)"
    assert found.sentence() == "400 per 1000 without the intervention, 200 per 1000 with it: 200 fewer per 1000."


def test_without_a_good_direction_no_number_needed_is_told():
    assert eb.absolute(fit_of("RR", math.log(2.0), 0.1), 0.2, good="").nnt is None


def test_numbers_are_rounded_up_as_people_come_whole():
    assert number_needed(0.15, Interval(0.11, 0.19), good="more").sentence() == "NNTB 7 (NNTB 6 to 10)"


@pytest.mark.parametrize(
    ("measure", "estimate", "expected"),
    [
        ("RR", math.log(2.0), 0.4),
        ("OR", math.log(2.0), 1 / 3),  # odds 0.25 to 0.5
        ("RD", 0.1, 0.3),
        ("HR", math.log(2.0), 1 - 0.8**2),  # the chance to be spared, twice over
    ],
)
def test_corresponding_risk(measure, estimate, expected):
    found = eb.absolute(fit_of(measure, estimate, 0.1), 0.2)
    assert found.corresponding.estimate == pytest.approx(expected)
    assert found.difference.estimate == pytest.approx(expected - 0.2)
    assert found.baseline == "given"


def test_a_risk_stays_a_risk():
    assert eb.absolute(fit_of("RR", math.log(3.0), 0.1), 0.5).corresponding.estimate == 1
    assert eb.absolute(fit_of("RD", -0.4, 0.1), 0.2).corresponding.estimate == 0


def test_the_interval_carries_over():
    fit = fit_of("RR", math.log(2.0), 0.25)
    found = eb.absolute(fit, 0.1)
    assert found.corresponding.ci.low == pytest.approx(0.1 * fit.display.ci.low)
    assert found.difference.ci.high == pytest.approx(0.1 * fit.display.ci.high - 0.1)
    assert found.assumed.ci is None


def test_the_sentence():
    effects = eb.effects("RR", events=([10], [20]), totals=([100], [100]))
    assert eb.absolute(eb.pool(effects, model="common"), per=100).sentence() == (
        "20 per 100 without the intervention, 10 per 100 with it (5 to 20): 10 fewer per 100 (15 fewer to 0 more)."
    )


def test_what_it_refuses():
    with pytest.raises(NotEstimable, match=r"MD effects; pool one of RR, OR"):
        eb.absolute(fit_of("MD", 1.0, 0.1), 0.2)
    with pytest.raises(NotEstimable, match="baseline= as a proportion"):
        eb.absolute(fit_of("RR", 1.0, 0.1), "pooled")
    with pytest.raises(BadInput, match=r"0\.168, not 168"):
        eb.absolute(fit_of("RR", 1.0, 0.1), 168)
    with pytest.raises(UnknownName, match="did you mean median"):
        eb.absolute(fit_of("RR", 1.0, 0.1), "medium")
