"""What drives a result: an estimate that lands on no effect has not changed sides."""

from __future__ import annotations

import numpy as np
import pytest

import effectbank as eb

# naltrexone-2011, `enforced`: the three trials of examples/naltrexone-2011/data/retained.csv.
ENFORCED = {
    "study": ["curran_1976", "krupitsky_2004", "krupitsky_2006"],
    "events": ([2, 12, 25], [2, 4, 7]),
    "totals": ([19, 27, 70], [19, 25, 70]),
}


def enforced() -> eb.Effects:
    return eb.effects("RR", **ENFORCED)


def test_the_remaining_trial_is_exactly_even():
    without = eb.leave_out(eb.pool(enforced(), model="common", method="MH"), ("krupitsky_2004", "krupitsky_2006"))
    assert without.display.estimate == pytest.approx(1.0, abs=1e-15)


@pytest.mark.parametrize("asked", [{"model": "common", "method": "MH"}, {"model": "random", "tau2": "DL"}])
def test_landing_on_no_effect_turns_no_direction(asked):
    found = eb.driving(eb.pool(enforced(), **asked))
    assert all(one.turns == "significance" for one in found.sets)
    assert "turns its direction" not in found.sentence()


@pytest.mark.parametrize("nudge", [1e-16, -1e-16, 3e-14, -3e-14])
def test_rounding_does_not_decide(nudge):
    """Without the first study the others cancel but for rounding."""
    data = eb.effects("GEN", study=["a", "b", "c"], estimates=[0.8, 0.3, -0.3 + nudge], variances=[0.1, 0.2, 0.2])
    found = eb.driving(eb.pool(data, model="common"), largest=1)
    assert [one.left_out for one in found.sets if one.turns != "significance"] == []


def test_the_other_side_is_still_found():
    data = eb.effects("GEN", study=["a", "b", "c"], estimates=[0.4, 0.3, -0.31], variances=[0.1, 0.2, 0.2])
    found = eb.driving(eb.pool(data, model="common"), largest=1)
    assert [one.left_out for one in found.sets if one.turns == "direction"] == [("a",)]


def test_a_result_on_no_effect_has_no_direction_to_turn():
    data = eb.effects("GEN", study=["a", "b"], estimates=[0.3, -0.3], variances=[0.2, 0.2])
    assert np.isclose(eb.pool(data, model="common").estimate, 0.0, atol=1e-15)
    assert eb.driving(eb.pool(data, model="common"), largest=1).sets == ()
