"""Leaving out study by study or group by group; adding in any order."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import TRIALS, bcg

import effectbank as eb
from effectbank.problems import BadInput, UnknownName

GROUPS = ["a", "b", "a", "c", "b", "a", "c", "d", "a", "a", "b", "c", "a"]


def test_groups_are_left_out_whole():
    fit = eb.pool(bcg(), tau2="DL")
    found = eb.leave_one_out(fit, by=GROUPS)
    assert found.labels == ("a", "b", "c", "d")
    for i, name in enumerate(found.labels):
        out = [trial for trial, group in zip(TRIALS, GROUPS, strict=True) if group == name]
        assert found.estimate[i] == pytest.approx(eb.leave_out(fit, out).estimate, rel=1e-12)
    assert found.rows()[0]["left_out"] == "a"


def test_a_group_of_its_own_each_is_leaving_one_out():
    fit = eb.pool(bcg())
    one, other = eb.leave_one_out(fit), eb.leave_one_out(fit, by=list(range(13)))
    assert one.estimate == pytest.approx(other.estimate, rel=1e-12)
    assert other.labels[12] == "12"


def test_studies_are_added_firmest_first():
    fit = eb.pool(bcg(), tau2="DL")
    found = eb.cumulative(fit, by=fit.effects.vi)
    assert list(found.labels) == [TRIALS[i] for i in np.argsort(fit.effects.vi)]
    assert found.estimate[0] == pytest.approx(fit.effects.yi[7], rel=1e-12)  # Madras
    assert found.estimate[-1] == pytest.approx(fit.estimate, rel=1e-12)


def test_descending_keeps_ties_in_their_order():
    fit = eb.pool(bcg(), tau2="DL")
    sizes = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    found = eb.cumulative(fit, by=sizes, descending=True)
    assert found.labels == (*TRIALS[1::2], *TRIALS[::2])


def test_refused():
    fit = eb.pool(bcg())
    with pytest.raises(UnknownName, match="moderator"):
        eb.leave_one_out(fit, by="author")
    with pytest.raises(BadInput, match="one a study expected"):
        eb.leave_one_out(fit, by=["a"])
    with pytest.raises(BadInput, match="has no value"):
        eb.cumulative(fit, by=[None, *range(12)])


def test_print_and_data():
    found = eb.leave_one_out(eb.pool(bcg()))
    assert repr(found).startswith("<LeaveOneOut of 13 refits, <Pooled log risk ratio")
    assert len(str(found).splitlines()) == 13
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert data["refits"][7]["left_out"] == "Madras"
    assert data["asked"]["what"] == "LeaveOneOut"
