"""Leaving out study by study or group by group; adding in any order."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import TRIALS, bcg
from numpy.testing import assert_allclose
from regress_data import bcg as allocated

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


def test_studies_of_a_year_may_be_added_at_once():
    # metafor, test_misc_cumul.r, dat.bcg: rma(), rma.mh() and rma.peto(), each by cumul(res, order=year)
    told = {
        "REML": [-0.889311, -1.325003, -0.97208, -1.001094, -1.101424, -0.973464, -0.901251, -0.788566, -0.865607,
                 -0.785211, -0.708206, -0.794768, -0.714532],
        "MH": [-0.889311, -1.351739, -0.827295, -0.837892, -0.894003, -0.850672, -0.835785, -0.774442, -0.789605,
               -0.666015, -0.635076, -0.775798, -0.45371],
        "Peto": [-0.860383, -1.240086, -0.957016, -0.964222, -1.000315, -0.940979, -0.924632, -0.850145, -0.871198,
                 -0.726791, -0.691247, -0.816134, -0.474446],
    }  # fmt: skip
    risks = allocated()
    odds = eb.effects("OR", risks.cells, events=("ai", "ci"), totals=("n1i", "n2i"))
    fits = {
        "REML": eb.pool(risks),
        "MH": eb.pool(risks, model="common", method="MH"),
        "Peto": eb.pool(odds, method="Peto"),
    }
    years = risks.moderator("year")
    for name, fit in fits.items():
        one_by_one = eb.cumulative(fit, by=years)
        assert_allclose(one_by_one.estimate, told[name], atol=5e-6)
        together = eb.cumulative(fit, by=years, collapse=True)
        assert together.labels == tuple(f"{year:g}" for year in sorted(set(years)))
        assert_allclose(together.estimate, told[name][:7] + told[name][8:], atol=5e-6)  # two trials are of 1973
    firmest = eb.cumulative(fits["REML"], by=years, descending=True, collapse=True)
    assert firmest.labels == together.labels[::-1]


def test_without_one_trial_by_tables():
    # metafor, test_misc_influence.r: leave1out() of rma.mh() and rma.peto(), dat.bcg, the first line
    risks = allocated()
    odds = eb.effects("OR", risks.cells, events=("ai", "ci"), totals=("n1i", "n2i"))
    told = {
        "MH": (-0.451379469928476, 0.0394350331703394, 2.45810944109134e-30, -0.528670714671484, -0.374088225185468,
               151.915260738878, 92.7591211399706, 13.8104782489889),
        "Peto": (-0.472177269248539, 0.0407784291562603, 5.25989306490064e-31, -0.552101521740927,
                 -0.39225301675615, 167.200450619361, 93.4210703623987, 15.2000409653964),
    }  # fmt: skip
    for method, expected in told.items():
        fit = eb.pool(risks if method == "MH" else odds, model="common", method=method)
        first = eb.leave_one_out(fit).rows()[0]
        names = ("estimate", "se", "p", "low", "high", "q", "i2", "h2")
        assert_allclose([first[name] for name in names], expected, rtol=1e-9)


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
