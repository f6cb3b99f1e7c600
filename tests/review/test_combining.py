"""Several arms as one: sums, and means and SDs as the Cochrane Handbook's table 6.5.a has them."""

from __future__ import annotations

from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effectbank.problems import Place
from effectbank.review.combining import Side, fault_of, side_of
from effectbank.review.model import Datum, Provenance


def datum(arm: str, **cells: float | None) -> Datum:
    known = {name: cells.get(name) for name in ("events", "total", "mean", "sd", "time")}
    return Datum(
        outcome="o",
        study="s",
        arm=arm,
        stratum="",
        provenance=Provenance(),
        place=Place(file="data/o.csv"),
        **known,
    )  # type: ignore[arg-type]


people = st.lists(st.floats(-100, 100), min_size=2, max_size=6)


@given(st.lists(people, min_size=1, max_size=4))
def test_pooled_means_and_sds_are_those_of_all_the_people_together(groups: list[list[float]]) -> None:
    # the truth is the mean and SD of the people themselves, not the formula again
    arms = tuple(datum(f"arm{n}", mean=fmean(g), sd=stdev(g), total=len(g)) for n, g in enumerate(groups))
    everyone = [one for group in groups for one in group]
    side = side_of(arms)
    assert side.total == len(everyone)
    assert side.mean == pytest.approx(fmean(everyone), abs=1e-9)
    assert side.sd == pytest.approx(stdev(everyone), abs=1e-6)


def test_counts_are_summed_and_an_unknown_one_makes_the_sum_unknown() -> None:
    assert side_of((datum("a", events=3, total=10), datum("b", events=4, total=12))).events == 7
    side = side_of((datum("a", events=3, total=10), datum("b", events=None, total=12)))
    assert (side.events, side.total) == (None, 22)


def test_an_arm_that_stands_there_twice_is_not_counted_twice() -> None:
    rows = (datum("a", events=3, total=10), datum("b", events=4, total=12), datum("a", events=3, total=10))
    assert side_of(rows) == Side()
    assert fault_of(rows, "counts", "control") == "two rows for the arm a"


def test_no_arm_gives_nothing() -> None:
    assert side_of(()).events is None
    assert fault_of((), "counts", "control") == "no row for the control arm"


def test_an_unknown_mean_makes_both_unknown() -> None:
    side = side_of((datum("a", mean=1.0, sd=1.0, total=5), datum("b", mean=None, sd=1.0, total=5)))
    assert (side.mean, side.sd) == (None, None)


def test_events_above_total_are_no_fault_where_they_are_counted_in_time() -> None:
    assert fault_of((datum("a", events=12, total=10, time=50.0),), "rates", "control") == ""
    assert fault_of((datum("a", events=12, total=10),), "counts", "control") == "12 events among 10 people (a)"


def test_an_arm_that_cannot_be_so_makes_no_side_with_another() -> None:
    assert side_of((datum("a", events=12, total=10), datum("b", events=1, total=50))).events is None
