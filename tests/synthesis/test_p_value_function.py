"""The p-value function."""

from __future__ import annotations

import json

import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput


@pytest.mark.parametrize("test", ["z", "knapp-hartung"])
def test_it_passes_through_what_the_fit_says(test):
    fit = eb.pool(bcg(), test=test)
    found = eb.p_value_function(fit, [0.0, fit.ci.low, fit.estimate, fit.ci.high, fit.prediction.high])
    assert found.pooled[0] == pytest.approx(fit.p, rel=1e-10)
    assert found.pooled[[1, 3]] == pytest.approx([0.05, 0.05], rel=1e-9)
    assert found.pooled[2] == 1
    assert found.prediction[4] == pytest.approx(0.05, rel=1e-9)
    assert found.interval(0.95).low == pytest.approx(fit.ci.low, rel=1e-12)
    assert found.surprisal[2] == 0


@pytest.mark.parametrize("rule", ["t-2", "simple"])
def test_the_prediction_follows_its_own_rule(rule):
    fit = eb.pool(bcg(), prediction=rule)
    assert eb.p_value_function(fit, fit.prediction.low).prediction == pytest.approx([0.05], rel=1e-9)


def test_the_grid_holds_every_studys_interval():
    effects = bcg()
    found = eb.p_value_function(eb.pool(effects))
    assert found.at[0] <= (effects.yi - 1.959 * effects.se).min()
    assert found.at[-1] >= (effects.yi + 1.959 * effects.se).max()
    assert found.studies.shape == (13, found.at.size)
    assert len(found.rows()) == found.at.size
    assert set(found.rows()[0]) == {"at", "pooled", *effects.labels}
    json.dumps(found.to_dict(), allow_nan=False)


def test_every_curve_has_its_peak_on_the_grid():
    found = eb.p_value_function(eb.pool(bcg()))
    assert found.pooled.max() == 1
    assert found.studies.max(axis=1) == pytest.approx([1] * 13)
    assert (found.at[1:] > found.at[:-1]).all()


def test_a_common_effect_has_no_prediction():
    assert eb.p_value_function(eb.pool(bcg(), model="common")).prediction is None


def test_print():
    assert "95% CI: 0.3441 to 0.6962" in str(eb.p_value_function(eb.pool(bcg())))


def test_what_is_refused():
    with pytest.raises(BadInput, match="inf"):
        eb.p_value_function(eb.pool(bcg()), [0.0, float("inf")])
    with pytest.raises(BadInput, match=r"0\.95, not 95"):
        eb.p_value_function(eb.pool(bcg())).interval(95)
