"""Two-group rates: IRR, IRD, IRSD."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures.errors import BadCell
from effectbank.problems import BadInput, UnknownName


def rates(measure: str, x1, t1, x2, t2, **rules) -> eb.Effects:
    return eb.effects(measure, events=([x1], [x2]), times=([t1], [t2]), **rules)


def test_difference_of_roots():
    # metafor: escalc("IRSD", x1i=10, x2i=6, t1i=20, t2i=20)
    one = rates("IRSD", 10, 20, 6, 20)
    assert_allclose([one.yi[0], one.vi[0]], [0.1594, 0.0250], atol=5e-5)


def test_ratio_and_difference_by_hand():
    ratio, difference = rates("IRR", 8, 100, 16, 400), rates("IRD", 8, 100, 16, 400)
    assert_allclose([ratio.yi[0], ratio.vi[0]], [np.log(2), 1 / 8 + 1 / 16])
    assert_allclose([difference.yi[0], difference.vi[0]], [0.04, 8 / 100**2 + 16 / 400**2])


def test_zero_events_take_the_constant_in_both_groups():
    one = rates("IRR", 0, 100, 16, 400)
    assert_allclose([one.yi[0], one.vi[0]], [np.log((0.5 / 100) / (16.5 / 400)), 1 / 0.5 + 1 / 16.5])
    assert (one.zero_cells, one.add) == ("only0", 0.5)


def test_without_correction_a_zero_is_missing_with_its_reason():
    one = rates("IRR", 0, 100, 16, 400, zero_cells="none")
    assert np.isnan(one.yi).all()
    assert one.missing[0].reason == "no events in a group, and no correction asked for"


def test_the_root_needs_no_correction_unless_told():
    assert_allclose(rates("IRSD", 0, 100, 16, 400).yi, -0.2)
    assert_allclose(rates("IRSD", 0, 100, 16, 400, zero_cells="all").yi, np.sqrt(0.005) - np.sqrt(16.5 / 400))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((-1, 100, 2, 100), "events of group 1: -1.0 given, 0 or more"),
        ((1, 100, 2, 0), "person-time of group 2: 0.0"),
    ],
)
def test_impossible_cells_are_refused_by_name(cells, words):
    with pytest.raises(BadCell, match=words):
        rates("IRR", *cells)


def test_a_rule_for_tables_does_not_serve_rates():
    with pytest.raises(UnknownName, match="only0"):
        rates("IRR", 0, 100, 16, 400, zero_cells="treatment-arm")


def test_double_zeros_by_rule():
    both = {"events": ([0, 4], [0, 8]), "times": ([100, 100], [400, 400])}
    assert eb.effects("IRR", **both).k == 2
    dropped = eb.effects("IRR", **both, double_zero="drop")
    assert dropped.missing[0].reason == "no event in either group (dropped by rule)"
    assert dropped.k == 1
    with pytest.raises(UnknownName, match="keep"):
        eb.effects("IRR", **both, double_zero="omit")
    with pytest.raises(BadInput, match="MN has no double zeros"):
        eb.effects("MN", means=[1], sds=[1], totals=[5], double_zero="drop")
