"""What a next trial would have to show."""

from __future__ import annotations

import json
import math

import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable


def test_a_common_effect_has_a_closed_answer():
    # (y w + 0.3 * 25) / sqrt(25 + w) = 1.96 with w = 4: y = (1.96 sqrt(29) - 7.5) / 4; and 0 at y = -7.5 / 4
    effects = eb.effects("GEN", estimates=[0.3], variances=[0.04])
    fit = eb.pool(effects, model="common")
    found = eb.next_trial(fit, variance=0.25)
    z = 1.959963984540054
    assert not fit.significant
    assert found.to_turn_significance.low == pytest.approx((z * math.sqrt(29) - 7.5) / 4, rel=1e-12)
    assert found.to_turn_significance.high == math.inf
    assert found.to_turn_direction.high == pytest.approx(-7.5 / 4, rel=1e-12)
    low, *_, high = found.regions
    assert low.high == pytest.approx((-z * math.sqrt(29) - 7.5) / 4, rel=1e-12)
    assert (low.direction, low.significant, high.direction, high.significant) == ("below", True, "above", True)
    assert eb.next_trial(fit, se=0.5).regions == found.regions


def test_an_outlier_adds_more_heterogeneity_than_evidence():
    fit = eb.pool(eb.effects("GEN", estimates=[0.3, 0.1], variances=[0.1, 0.1]), test="knapp-hartung")
    assert not fit.significant
    found = eb.next_trial(fit, variance=0.1)
    assert not found.regions[0].significant
    assert not found.regions[-1].significant  # however far away


def test_sentence():
    effects = eb.effects("RR", estimates=[-0.3, -0.1], variances=[0.04, 0.09])
    found = eb.next_trial(eb.pool(effects, model="common"), se=0.2)
    assert found.sentence() == (
        f"To make it statistically significant, it would have to show risk ratio at most "
        f"{math.exp(found.to_turn_significance.high):.4f}. To turn its direction, it would have to show risk ratio "
        f"at least {math.exp(found.to_turn_direction.low):.4f}."
    )
    assert str(found).startswith("What a next trial of standard error 0.2000 would have to show")


@pytest.mark.parametrize("choices", [{}, {"model": "common", "method": "MH"}, {"preset": "revman5"}])
def test_events_are_counted_one_by_one(choices):
    events, totals = ([5, 4], [9, 8]), ([50, 60], [50, 60])
    fit = eb.pool(eb.effects("RR", events=events, totals=totals), **choices)
    found = eb.next_trial(fit, totals=(40, 40), control_risk=0.2)
    assert found.control_events == 8
    assert [region.low for region in found.regions[1:]] == [region.high + 1 for region in found.regions[:-1]]
    assert found.regions[-1].high == 40
    for region in found.regions:
        for a in (region.low, region.high):
            more = ([*events[0], int(a)], [*events[1], 8]), ([*totals[0], 40], [*totals[1], 40])
            after = eb.pool(eb.effects("RR", events=more[0], totals=more[1]), **choices)
            assert after.significant == region.significant
            side = "on" if abs(after.estimate) < 1e-12 else "below" if after.estimate < 0 else "above"
            assert side == region.direction


def test_the_control_risk_is_the_studies_own():
    fit = eb.pool(bcg())
    found = eb.next_trial(fit, totals=(1000, 1000))
    assert found.control_events == round(1000 * 1510 / 165892)  # all control events over all control totals
    json.dumps(found.to_dict(), allow_nan=False)
    assert found.rows()[0]["low"] == 0


def test_what_is_refused():
    fit = eb.pool(bcg())
    for size in ({}, {"se": 0.1, "variance": 0.01}):
        with pytest.raises(BadInput, match="one of variance, se and totals"):
            eb.next_trial(fit, **size)
    with pytest.raises(BadInput, match="positive"):
        eb.next_trial(fit, se=0.0)
    with pytest.raises(BadInput, match="whole numbers"):
        eb.next_trial(fit, totals=(0, 10))
    with pytest.raises(BadInput, match=r"0\.168, not 168"):
        eb.next_trial(fit, totals=(10, 10), control_risk=20)
    with pytest.raises(BadInput, match="totals"):
        eb.next_trial(eb.pool(bcg(), model="common", method="MH"), se=0.1)
    with pytest.raises(BadInput, match="weights"):
        eb.next_trial(eb.pool(bcg(), weights=list(range(1, 14))), se=0.1)
    with pytest.raises(NotEstimable, match="single people"):
        eb.next_trial(eb.pool(eb.effects("GEN", estimates=[0.1], variances=[0.1])), totals=(10, 10))
