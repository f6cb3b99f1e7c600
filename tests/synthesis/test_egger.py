"""Egger's test: its two forms, its predictors, and what it refuses."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName


def test_the_slope_is_eggers_intercept():
    """Egger et al. 1997 regress y / se on 1 / se; the line through the same points, its coefficients swapped."""
    effects = bcg()
    x, y = 1 / effects.se, effects.yi / effects.se
    (slope, intercept), residual, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(13)]), y, rcond=None)
    found = eb.egger(effects)
    assert found.slope.estimate == pytest.approx(intercept, rel=1e-12)
    assert found.intercept.estimate == pytest.approx(slope, rel=1e-12)
    assert found.dispersion == pytest.approx(residual[0] / 11, rel=1e-12)


def test_bcg_as_metafor_prints_it():
    # regtest(yi, vi, data=dat.bcg, model="lm"): t = -1.4013, df = 11, p = 0.1887; b = -0.1909 (-0.6753, 0.2935)
    assert "t(df = 11) = -1.4013, p = .1887" in str(eb.egger(bcg()))
    assert "-0.1909 (-0.6753 to 0.2935)" in str(eb.egger(bcg()))
    said = repr(eb.egger(bcg()))
    assert said == "<AsymmetryTest Egger, predictor standard error, t(df = 11) = -1.4013, p = .1887, k=13>"


def test_the_random_form_is_a_meta_regression():
    effects = bcg()
    data = {"yi": effects.yi, "vi": effects.vi, "sei": effects.se}
    fit = eb.regress(
        eb.effects("GEN", data, estimates="yi", variances="vi"), "sei", tau2="PM", test="knapp-hartung"
    )
    found = eb.egger(effects, model="random", tau2="PM", test="knapp-hartung")
    assert (found.slope.estimate, found.p) == pytest.approx(
        (fit.coefficients["sei"].estimate, fit.coefficients["sei"].p), rel=1e-10
    )
    assert found.df == fit.df == 11


def test_sizes_may_come_as_a_column():
    data = {"yi": [0.1, 0.4, 0.2, 0.7], "vi": [0.01, 0.05, 0.02, 0.09], "ni": [400, 80, 200, None]}
    found = eb.egger(eb.effects("GEN", data, estimates="yi", variances="vi"), predictor="ninv")
    assert found.k == 3  # the study of unknown size is left out


def test_it_carries_its_hypothesis_and_a_note_on_few_studies():
    few = eb.egger(bcg().subset(np.arange(6)))
    assert few.notes[0].startswith("6 studies, fewer than 10")
    assert "note: 6 studies" in str(few)
    assert eb.egger(bcg()).notes == ()
    told = json.loads(json.dumps(few.to_dict()))
    assert (
        told["hypothesis"]
        == "the studies' results are unrelated to their standard error: the funnel plot is symmetric"
    )
    assert told["notes"] == list(few.notes)
    assert told["asked"]["choices"]["model"] == "lm"
    (row,) = few.rows()
    assert row["p"] == few.p
    assert "<table>" in few._repr_html_()


@pytest.mark.parametrize(
    ("choices", "error", "words"),
    [
        ({"predictor": "se"}, UnknownName, "did you mean sei"),
        ({"model": "rma"}, UnknownName, "random"),
        ({"model": "lm", "tau2": "REML"}, BadInput, "multiplicative dispersion"),
        ({"model": "common", "tau2": "REML"}, BadInput, "has none"),
        ({"model": "random", "tau2": "REML2"}, UnknownName, "did you mean REML"),
        ({"model": "random", "test": "tt"}, UnknownName, "unknown test"),
        ({"level": 95}, BadInput, "0.95, not 95"),
    ],
)
def test_choices_that_cannot_be(choices, error, words):
    with pytest.raises(error, match=words):
        eb.egger(bcg(), **choices)


def test_what_cannot_be_regressed():
    with pytest.raises(NotEstimable, match="3 studies or more"):
        eb.egger(bcg().subset([0, 1]))
    with pytest.raises(NotEstimable, match="same standard error"):
        eb.egger(eb.effects("GEN", estimates=[1, 2, 3.0], variances=[1, 1, 1.0]))
    with pytest.raises(NotEstimable, match="exactly on the line"):
        eb.egger(eb.effects("GEN", estimates=[0, 0, 0.0], variances=[1, 2, 3.0]))
    with pytest.raises(BadInput, match="column 'ni'"):
        eb.egger(eb.effects("GEN", estimates=[1, 2, 3.0], variances=[1, 2, 1.0]), predictor="ni")
    words = {"yi": [1, 2, 3.0], "vi": [1, 2, 3.0], "ni": ["few", "many", "more"]}
    with pytest.raises(BadInput, match="holds words"):
        eb.egger(eb.effects("GEN", words, estimates="yi", variances="vi"), predictor="ni")


def test_a_fit_will_do():
    """As in metafor, whose regtest(), ranktest(), fsn(), … take a fit: it is its studies that are asked."""
    fit = eb.pool(bcg(), tau2="DL")
    for ask in (eb.egger, eb.asymmetry, eb.begg, eb.pet_peese, eb.fail_safe_n, eb.henmi_copas, eb.limit_meta):
        assert ask(fit).to_dict() == ask(bcg()).to_dict()
    assert eb.trim_and_fill(bcg()).to_dict() == eb.trim_and_fill(eb.pool(bcg())).to_dict()
