"""The front door: choices, refusals, print, data."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis import options

BCG = {  # Colditz 1994, first five trials as in metadat's dat.bcg
    "trial": ["Aronson", "Ferguson", "Rosenthal", "Hart", "Frimodt"],
    "tpos": [4, 6, 3, 62, 33],
    "tneg": [119, 300, 228, 13536, 5036],
    "cpos": [11, 29, 11, 248, 47],
    "cneg": [128, 274, 209, 12619, 5761],
    "year": [1948, 1949, 1960, 1977, 1973],
    "alloc": ["random", "random", "random", "random", "alternate"],
}


@pytest.fixture
def effects() -> eb.Effects:
    return eb.effects("RR", BCG, study="trial", events=("tpos", "cpos"), nonevents=("tneg", "cneg"))


@pytest.fixture
def fit(effects) -> eb.Pooled:
    return eb.pool(effects, tau2="DL")


def test_one_line(fit):
    assert repr(fit) == "<Pooled log risk ratio -1.0660 [-1.7376, -0.3944] k=5 random/DL>"


def test_the_printed_summary(fit):
    # rma(measure="RR", ai=tpos, bi=tneg, ci=cpos, di=cneg, data=dat.bcg[1:5,], method="DL")
    assert str(fit).splitlines()[0] == "Random-effects model (k = 5; tau^2 estimator: DL)"
    assert "Test for heterogeneity: Q(df = 4) = " in str(fit)
    assert "risk ratio: " in str(fit)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, "Random-effects model (k = 5; tau^2 estimator: REML)"),
        (
            {"test": "ad-hoc"},
            "Random-effects model (k = 5; tau^2 estimator: REML; test: Knapp-Hartung, never narrower than t)",
        ),
        ({"model": "common"}, "Common-effect model (k = 5; inverse variance)"),
        ({"model": "common", "method": "MH"}, "Common-effect model (k = 5; Mantel-Haenszel)"),
        (
            {"method": "MH"},
            "Random-effects model (k = 5; tau^2 estimator: DL; Q about the Mantel-Haenszel estimate)",
        ),
    ],
)
def test_the_title_says_what_was_done(effects, choices, expected):
    assert str(eb.pool(effects, **choices)).splitlines()[0] == expected


def test_html_is_escaped():
    missing = eb.effects("RR", study=["<i>x</i>", "y"], events=([None, 3], [2, 5]), totals=([9, 9], [9, 9]))
    page = eb.pool(missing, model="common")._repr_html_()
    assert "&lt;i&gt;x&lt;/i&gt;" in page
    assert "<i>" not in page


def test_to_dict_is_json_and_names_its_maker(fit):
    data = json.loads(json.dumps(fit.to_dict(), allow_nan=False))
    assert data["estimate"] == fit.estimate
    assert data["display"]["label"] == "risk ratio"
    assert data["asked"]["options"]["tau2"] == "DL"
    assert data["provenance"]["program"].startswith("effectbank ")


def test_equal_questions_have_equal_digests(effects, fit):
    again = eb.pool(effects, tau2="DL").to_dict()["provenance"]["digest"]
    other = eb.pool(effects, tau2="REML").to_dict()["provenance"]["digest"]
    assert again == fit.to_dict()["provenance"]["digest"]
    assert other != again


def test_rows(fit):
    rows = fit.rows()
    assert [row["study"] for row in rows] == [*BCG["trial"], "pooled"]
    assert sum(row["weight"] for row in rows[:-1]) == pytest.approx(100)


def test_two_scales(fit):
    assert fit.display.estimate == pytest.approx(math.exp(fit.estimate))
    assert fit.display.ci.low == pytest.approx(math.exp(fit.ci.low))
    assert fit.display.prediction.high == pytest.approx(math.exp(fit.prediction.high))
    assert fit.display.null == 1


def test_records_cannot_be_changed(fit):
    with pytest.raises(AttributeError):
        fit.estimate = 0.0
    with pytest.raises(ValueError, match="read-only"):
        fit.weights[0] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        fit.effects.yi[0] = 0.0


def test_leaving_out_keeps_the_options(fit):
    fewer = eb.leave_out(fit, "Hart")
    assert fewer.k == 4
    assert fewer.options == fit.options
    assert fewer.estimate == pytest.approx(eb.leave_one_out(fit).estimate[3], rel=1e-13)
    with pytest.raises(UnknownName, match="did you mean Hart"):
        eb.leave_out(fit, "Hartt")


def test_cumulative_ends_with_the_fit(fit):
    steps = eb.cumulative(fit, by="year")
    assert steps.labels == ("Aronson", "Ferguson", "Rosenthal", "Frimodt", "Hart")
    assert steps.estimate[-1] == pytest.approx(fit.estimate, rel=1e-14)
    assert list(steps.k) == [1, 2, 3, 4, 5]
    with pytest.raises(BadInput, match="no value to go by"):
        eb.cumulative(fit, by=[1, 2, 3, 4, np.nan])


def test_many_equals_one_by_one(effects):
    many = eb.pool_many(effects, "alloc", test="knapp-hartung")
    assert many.labels == ("random", "alternate")
    alone = eb.pool(effects.subset([0, 1, 2, 3]), test="knapp-hartung")
    assert many.estimate[0] == pytest.approx(alone.estimate, rel=1e-13)
    assert many.ci.low[0] == pytest.approx(alone.ci.low, rel=1e-12)
    assert many.heterogeneity.tau2[0] == pytest.approx(alone.heterogeneity.tau2, rel=1e-11)
    assert many["random"].k == many[0].k == 4
    assert many.k[1] == 1


def test_an_analysis_that_cannot_be_fitted_is_marked_not_dropped():
    effects = eb.effects("GEN", {"y": [1.0, None], "v": [1.0, 1.0], "a": ["x", "z"]}, estimates="y", variances="v")
    many = eb.pool_many(effects, "a")
    assert list(many.estimable) == [True, False]
    assert np.isnan(many.p[1])
    with pytest.raises(NotEstimable, match="2: "):
        many["z"]


def test_one_study_is_itself():
    fit = eb.pool(eb.effects("MD", estimates=[0.3], ses=[0.1]))
    assert (fit.estimate, fit.k, fit.heterogeneity.q, fit.heterogeneity.tau2) == (0.3, 1, 0, 0)
    assert fit.se == pytest.approx(0.1)
    assert math.isnan(eb.pool(fit.effects, test="t").p)  # no degree of freedom: unknown, not 0


def test_defaults_and_presets():
    assert options().to_dict() == {
        "model": "random", "method": "IV", "tau2": "REML", "test": "z", "q_centre": "IV", "zero_cells": None,
        "add": 0.5, "double_zero": None, "rd_variance": "Sato", "prediction": "as-test", "level": 0.95,
        "preset": None,
    }  # fmt: skip
    revman = options(preset="revman5", method="MH")
    assert (revman.tau2, revman.q_centre, revman.zero_cells) == ("DL", "MH", "revman")
    assert revman.rd_variance == "Greenland-Robins"
    assert options(preset="revman5", tau2="PM").tau2 == "PM"  # what is asked for goes before the preset
    assert options(model="common").tau2 is None
    assert options(method="Peto").model == "common"
    assert options(tau2=None, level=None) == options()


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"taau2": "DL"}, "unknown choice 'taau2'; did you mean tau2"),
        ({"tau2": "REMLL"}, "unknown tau2 estimator 'REMLL'; did you mean REML"),
        ({"model": "fixed"}, "unknown model 'fixed'"),
        ({"test": "knapp hartung"}, "did you mean knapp-hartung"),
        ({"preset": "revman"}, "did you mean revman5"),
        ({"zero_cells": "only"}, "did you mean only0"),
        ({"level": 95}, "0.95, not 95"),
        ({"add": 0}, "zero_cells='none' adds nothing"),
        ({"method": "Peto", "model": "random"}, "common effect only"),
        ({"method": "MH", "model": "common", "test": "t"}, "z test only"),
    ],
)
def test_a_wrong_choice_is_told_what_is_known(choices, words):
    with pytest.raises((UnknownName, BadInput)) as told:
        options(**choices)
    assert words in str(told.value)


def test_what_cannot_be_pooled():
    with pytest.raises(NotEstimable, match="no study was given"):
        eb.pool(eb.effects("GEN", estimates=[], variances=[]))
    with pytest.raises(NotEstimable, match="no study has an estimate; 1: events of the intervention group unknown"):
        eb.pool(eb.effects("RR", events=([None], [1]), totals=([5], [5])))
    with pytest.raises(NotEstimable, match="MH pools RR, OR, RD, IRR, IRD; these are MD effects"):
        eb.pool(eb.effects("MD", estimates=[1.0], ses=[1.0]), method="MH")
    with pytest.raises(NotEstimable, match="one group has no events at all"):
        eb.pool(eb.effects("RR", events=([0, 0], [3, 2]), totals=([9, 9], [9, 9])), method="MH", model="common")


def test_a_subgroup_without_estimates_is_named():
    effects = eb.effects("RR", events=([1, None], [2, 1]), totals=([9, 9], [9, 9]))
    found = eb.subgroups(effects, ["a", "b"])
    assert list(found.groups) == ["a"]
    assert dict(found.not_estimable) == {"b": "no study has an estimate"}
    assert (found.test.df, found.test.p) == (0, 1)


def test_driving_of_a_steadfast_result():
    effects = eb.effects("MD", estimates=[1.0, 1.1, 0.9], ses=[0.01, 0.01, 0.01])
    found = eb.driving(eb.pool(effects))
    assert (found.sets, found.searched) == ((), 6)
    assert found.sentence() == (
        "Leaving out any one or two studies turns neither the direction of this result nor its significance."
    )


def test_a_pair_that_holds_a_driver_is_no_news():
    effects = eb.effects("MD", study=list("abcd"), estimates=[5.0, 0.1, -0.1, 0.05], ses=[0.1, 1.0, 1.0, 1.0])
    found = eb.driving(eb.pool(effects, model="common"))
    assert [one.left_out for one in found.sets if "a" in one.left_out and one.turns == "significance"] == [("a",)]


def test_driving_refuses_a_search_too_wide():
    effects = eb.effects("MD", estimates=[0.1] * 31, ses=[1.0] * 31)
    with pytest.raises(BadInput, match="31 studies given"):
        eb.driving(eb.pool(effects))
