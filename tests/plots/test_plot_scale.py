"""The axis: ticks a person would choose, and limits that one small study cannot stretch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effectbank.plots.scale import ROOM, Scale, closest, scale_for, tick_label, ticks


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.13, 8.1, (0.2, 0.5, 1, 2, 5)),
        (0.02, 45, (0.1, 1, 10)),
        (0.001, 2000, (0.01, 1, 100)),
        (0.9, 1.1, (0.9, 0.95, 1, 1.05, 1.1)),
        (1e-6, 1e6, (1e-4, 1, 1e4)),
    ],
)
def test_ticks_of_a_ratio_are_the_customary_ones(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high, log=True) == pytest.approx(expected)


def test_ticks_of_a_difference_are_round_steps_through_nought() -> None:
    assert ticks(-0.62, 0.31, log=False) == pytest.approx((-0.6, -0.4, -0.2, 0, 0.2))


@given(st.floats(-5, -1e-4), st.floats(1e-4, 5), st.booleans())
def test_labels_stand_clear_of_each_other_on_the_narrowest_axis(low: float, high: float, log: bool) -> None:
    ends = (10**low, 10**high) if log else (low, high)
    chosen = ticks(*ends, log=log)
    scale = Scale(low=ends[0], high=ends[1], log=log, null=1.0 if log else 0.0, ticks=chosen)
    assert scale.null in chosen
    spans = [(scale.at(tick) * ROOM / 100, len(tick_label(tick)) / 2) for tick in chosen]
    assert all(b - a >= half + other for (a, half), (b, other) in pairwise(spans))


def test_an_interval_far_beyond_the_estimates_is_cut() -> None:
    scale = scale_for([0.5, 2.0], [0.4, 0.9, 1.0, 4000.0])
    assert scale.high < 20
    assert not scale.holds(4000)
    assert scale.at(4000) == 100


def test_the_pooled_interval_is_never_cut() -> None:
    assert scale_for([0.5, 2.0], [0.4, 3.0], whole=[0.01, 50.0]).holds(50)


def test_positions_run_evenly_in_the_logarithm() -> None:
    scale = scale_for([0.25, 4.0], [0.25, 4.0])
    assert scale.at(1) == pytest.approx(50)
    assert scale.at(2) - scale.at(1) == pytest.approx(scale.at(1) - scale.at(0.5))


def test_ticks_do_not_stand_on_each_other() -> None:
    assert closest(scale_for([0.5, 2.0], [0.2, 8.0])) > 5


@pytest.mark.parametrize(("tick", "printed"), [(0.5, "0.5"), (1.0, "1"), (20.0, "20"), (-0.0, "0"), (0.05, "0.05")])
def test_a_tick_is_printed_as_by_hand(tick: float, printed: str) -> None:
    assert tick_label(tick) == printed


@pytest.mark.parametrize(("low", "high"), [(1e-300, 1e300), (5e-324, 1.7e308)])
@pytest.mark.parametrize("null", [1.0, 0.0])
def test_limits_beyond_all_sense_are_cut_not_computed_with(low: float, high: float, null: float) -> None:
    scale = scale_for([low, high], [low, high], whole=[low, high], null=null)
    assert 1 < len(scale.ticks) <= 7
    assert scale.at(low) < scale.at(high) <= 100


@pytest.mark.parametrize(
    ("reach", "null", "ends"),
    [(5.0, 1.0, (0.2, 5)), (0.2, 1.0, (0.2, 5)), (4.0, 0.0, (-4, 4))],
)
def test_an_axis_goes_as_far_as_a_person_wants_it_to(reach: float, null: float, ends: tuple[float, float]) -> None:
    scale = scale_for([0.9, 1.2], [0.5, 1.7], null=null, reach=reach)
    assert (scale.low, scale.high) == pytest.approx(ends, rel=0.1)
    assert scale.null in scale.ticks


@pytest.mark.parametrize(
    ("estimates", "limits", "null", "reach"),
    [([0.9, 1.2], [0.5, 1.7], 0.0, 10.0), ([-0.07], [-0.2, 0.06], 0.0, 2.0), ([1.02], [0.97, 1.1], 1.0, 20.0)],
)
def test_an_axis_of_which_all_that_is_drawn_would_take_less_than_a_fifth_is_not_used(
    estimates: list[float], limits: list[float], null: float, reach: float
) -> None:
    own = scale_for(estimates, limits, null=null)
    assert scale_for(estimates, limits, null=null, reach=reach) == own
    drawn = [own.at(limit) for limit in limits]
    assert max(drawn) - min(drawn) > 50


@pytest.mark.parametrize("reach", [0.0, -3.0, float("nan"), 1.0])
def test_a_reach_that_nobody_can_have_meant_is_none(reach: float) -> None:
    assert scale_for([0.9, 1.2], [0.5, 1.7], reach=reach) == scale_for([0.9, 1.2], [0.5, 1.7])


def test_estimates_and_pooled_intervals_are_seen_whatever_the_reach() -> None:
    scale = scale_for([0.01], [], whole=[30.0], reach=2.0)
    assert scale.low <= 0.01
    assert scale.high >= 30


def test_intervals_about_nought_are_seen_where_every_estimate_is_nought() -> None:
    scale = scale_for([0.0, 0.0], [-0.17, 0.17], null=0.0)
    assert scale.low < -0.17
    assert scale.high > 0.17
