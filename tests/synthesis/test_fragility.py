"""Fragility of a trial and of a meta-analysis."""

from __future__ import annotations

import json
from itertools import product

import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName


def test_the_published_example():
    # R package fragilityindex, README: 15/40 against 6/40, Fisher p = 0.04060921; one more event, p = 0.07836101
    found = eb.fragility_index((15, 6), (40, 40))
    assert found.index == 1
    assert found.p == pytest.approx(0.04060921, abs=5e-9)
    assert found.p_after == pytest.approx(0.07836101, abs=5e-9)
    assert found.events_after == (15, 7)
    assert found.quotient == 1 / 80


def test_fisher_of_a_published_table():
    # README of FragilityTools: 40 of 60 against 100 of 210, Fisher's exact p = 0.0124
    assert eb.fragility_index((40, 100), (60, 210)).p == pytest.approx(0.0124, abs=5e-5)


def test_the_reverse_index_takes_events_away():
    found = eb.fragility_index((9, 4), (40, 40))
    assert not found.significant
    assert found.events_after[0] == 9
    assert found.events_after[1] == 4 - found.index
    assert found.p_after < 0.05
    assert str(found).startswith("Reverse fragility index: ")


def test_walshs_way_may_not_lead_there_and_the_fewest_does():
    # The group with fewer events has the higher risk: events added to it only widen the difference.
    assert eb.fragility_index((40, 100), (60, 210)).index is None
    assert "none" in str(eb.fragility_index((40, 100), (60, 210)))
    assert eb.fragility_index((40, 100), (60, 210), rule="fewest").index == 3


def test_a_p_of_exactly_a_twentieth_is_not_below_it():
    """2 of 2 against 4 of 23: C(6, 2) / C(25, 2) = 15 / 300."""
    found = eb.fragility_index((2, 4), (2, 23))
    assert found.p == pytest.approx(0.05, rel=1e-12)
    assert not found.significant
    assert eb.fragility_index((0, 4), (2, 23), rule="fewest").index == 3  # not 2


def test_chi_squared():
    # chisq.test(matrix(c(15,6,25,34),2), correct=FALSE): X-squared = 5.23, p = 0.0222
    assert eb.fragility_index((15, 6), (40, 40), test="chi2").p == pytest.approx(0.0222, abs=5e-5)


def test_what_a_trial_may_be():
    with pytest.raises(BadInput, match="intervention: 41 events of 40"):
        eb.fragility_index((41, 6), (40, 40))
    with pytest.raises(BadInput, match="whole numbers"):
        eb.fragility_index((1.5, 6), (40, 40))
    with pytest.raises(UnknownName, match="fisher"):
        eb.fragility_index((1, 6), (40, 40), test="fishers")
    with pytest.raises(BadInput, match=r"0\.95, not 95"):
        eb.fragility_index((1, 6), (40, 40), level=95)


SMALL = {"events": ([2, 3], [7, 9]), "totals": ([30, 30], [30, 30])}


@pytest.mark.parametrize("choices", [{"tau2": "DL"}, {"model": "common", "method": "MH"}])
def test_no_fewer_changes_would_do(choices):
    """On two small trials the greedy way is as short as the shortest of all."""
    fit = eb.pool(eb.effects("RR", **SMALL), **choices)
    assert fit.significant
    found = eb.fragility(fit)
    shortest = min(
        abs(w) + abs(x) + abs(y) + abs(z)
        for w, x, y, z in product(range(-2, 4), repeat=4)
        if not eb.pool(
            eb.effects("RR", events=([2 + w, 3 + x], [7 + y, 9 + z]), totals=SMALL["totals"]), **choices
        ).significant
    )
    assert found.index == shortest
    assert found.people == 120
    assert found.events == 21


def test_a_result_that_is_not_significant_may_become_so():
    fit = eb.pool(eb.effects("OR", events=([5, 6], [9, 11]), totals=([40, 50], [40, 50])), tau2="DL")
    found = eb.fragility(fit)
    assert not fit.significant
    assert found.turned
    assert found.changes[-1].p < 0.05
    assert {change.events for change in found.changes if change.group == "intervention"} <= {-1}


def test_bcg():
    found = eb.fragility(eb.pool(bcg()))
    assert found.index == 28
    assert found.changes[-1].p > 0.05 >= found.changes[-2].p
    assert sum(1 for row in found.rows() if row["study"] == "Comstock and Webster") == 11
    assert (
        str(found).splitlines()[0]
        == "Fragility index: 28 of 357347 people (significant, p < .0001; then p = .0509)"
    )
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["index"] == 28


def test_the_limit_ends_the_search_honestly():
    found = eb.fragility(eb.pool(bcg()), limit=3)
    assert (found.index, found.turned, len(found.changes)) == (None, False, 3)
    assert str(found).startswith("Fragility index: none within 3 changes")


def test_estimates_hold_no_people():
    with pytest.raises(NotEstimable, match="single people"):
        eb.fragility(eb.pool(eb.effects("GEN", estimates=[1.0, 2.0], variances=[1.0, 1.0])))


def test_changes_add_up_by_group():
    found = eb.fragility(eb.pool(bcg()))
    assert sum(abs(n) for n in found.by_group.values()) == found.index
    assert set(found.by_group) == {(change.study, change.group) for change in found.changes}
