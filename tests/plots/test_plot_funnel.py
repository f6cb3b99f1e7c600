"""The funnel plot: points where they belong, sides that are the fit's interval, and what is laid over it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from charts import at, effects, fit, only, words

import effectbank as eb
from effectbank.plots.chart import Band, Ink, Line, Points, Rule
from effectbank.problems import BadInput, NotEstimable, UnknownName


@pytest.fixture
def three() -> eb.Pooled:
    trials = {"yi": [0.0, 0.4, math.log(2)], "vi": [0.01, 0.04, 0.16], "study": ["A", "B", "C"]}
    return eb.pool(eb.effects("GEN", trials, estimates="yi", variances="vi", study="study"), model="common")


def test_each_study_stands_at_its_estimate_and_standard_error(three: eb.Pooled) -> None:
    x, y = at(only(eb.funnel(three)))
    assert x == pytest.approx([0.0, 0.4, math.log(2)])
    assert y == pytest.approx([0.1, 0.2, 0.4])


def test_the_precise_stand_on_top(three: eb.Pooled) -> None:
    scale = only(eb.funnel(three)).y.scale
    assert (scale.low, scale.high) == (pytest.approx(1.08 * 0.4), 0)
    assert scale.ticks == pytest.approx((0, 0.1, 0.2, 0.3, 0.4))


def test_the_sides_are_the_estimate_give_or_take_1_96_standard_errors(three: eb.Pooled) -> None:
    left, right = only(eb.funnel(three)).of(Line)
    assert left.x[0] == right.x[0] == pytest.approx(three.estimate)
    assert right.x == pytest.approx(three.estimate + 1.959963984540054 * right.y, abs=1e-12)
    assert left.x == pytest.approx(three.estimate - 1.959963984540054 * left.y, abs=1e-12)


def test_ratios_are_told_on_their_own_scale() -> None:
    panel = only(eb.funnel(fit()))
    assert at(panel)[0] == pytest.approx(np.exp(effects().yi))
    assert panel.x.scale.log
    assert [rule.at for rule in panel.of(Rule)] == [1.0, pytest.approx(math.exp(fit().estimate))]
    assert {"Risk ratio", "Standard error", "1"} <= words(eb.funnel(fit()).svg())


def test_a_study_pointed_out_has_its_colour_and_its_label(three: eb.Pooled) -> None:
    chart = eb.funnel(three, labels={"C": "Cedar"}, highlight="C")
    x, _ = at(only(chart), Ink.PICKED)
    assert x == pytest.approx([math.log(2)])
    assert "Cedar" in words(chart.svg())
    with pytest.raises(UnknownName, match="unknown study 'D'"):
        eb.funnel(three, highlight="D")


def test_filled_studies_are_hollow_and_where_they_were_filled_in() -> None:
    found = eb.trim_and_fill(fit(), side="right")
    panel = only(eb.funnel(fit(), found))
    (filled,) = (mark for mark in panel.of(Points) if mark.hollow)
    assert found.lacking == filled.x.size > 0
    assert np.log(filled.x) == pytest.approx(found.found["yi_filled"])
    assert filled.y**2 == pytest.approx(found.found["vi_filled"])
    assert panel.of(Rule)[-1].at == pytest.approx(found.filled.display.estimate)
    assert f"{found.lacking} filled in" in words(eb.draw(found).svg())


def test_eggers_line_is_the_regression() -> None:
    found = eb.egger(effects())
    (line,) = (mark for mark in only(eb.funnel(fit(), found)).of(Line) if mark.name)
    assert line.name == "Egger's line"
    assert np.log(line.x) == pytest.approx(found.intercept.estimate + found.slope.estimate * line.y)


def test_pet_and_peese_are_both_there_and_the_one_used_is_whole() -> None:
    found = eb.pet_peese(effects())
    pet, peese = (mark for mark in only(eb.funnel(fit(), found)).of(Line) if mark.name)
    assert np.log(pet.x) == pytest.approx(found.pet.intercept.estimate + found.pet.slope.estimate * pet.y)
    assert np.log(peese.x) == pytest.approx(
        found.peese.intercept.estimate + found.peese.slope.estimate * peese.y**2
    )
    assert [pet.dashed, peese.dashed] == [found.used != "PET", found.used != "PEESE"]


def test_the_curve_of_limit_meta_analysis_ends_in_the_adjusted_estimate() -> None:
    found = eb.limit_meta(effects())
    panel = only(eb.funnel(fit(), found))
    (line,) = (mark for mark in panel.of(Line) if mark.name)
    (adjusted,) = (mark for mark in panel.of(Points) if mark.diamond)
    assert (adjusted.x[0], adjusted.y[0]) == (pytest.approx(math.exp(found.estimate)), 0)
    assert line.x[0] == pytest.approx(adjusted.x[0])
    assert np.log(line.x) == pytest.approx(found.slope + found.intercept * np.sqrt(line.y**2 + found.tau2))


def test_what_holds_no_fit_is_drawn_about_the_effect_it_weighs_by() -> None:
    def centre(chart: object) -> float:
        return next(rule.at for rule in only(chart).of(Rule) if rule.ink is Ink.POOLED)  # type: ignore[arg-type]

    assert centre(eb.draw(eb.egger(effects()))) == pytest.approx(fit(model="common").display.estimate)
    assert centre(eb.draw(eb.egger(effects(), model="random"))) == pytest.approx(fit().display.estimate)
    limit = eb.limit_meta(effects(), tau2="DL")
    assert centre(eb.draw(limit)) == pytest.approx(math.exp(limit.random))


def test_a_line_on_something_else_than_the_standard_error_is_refused() -> None:
    with pytest.raises(BadInput, match="inverse of the total sample size"):
        eb.draw(eb.asymmetry(effects(), "Peters"))
    with pytest.raises(BadInput, match="a Pooled given to lay over"):
        eb.funnel(fit(), fit())  # type: ignore[arg-type]


def test_contours_part_where_p_is_a_tenth_a_twentieth_a_hundredth() -> None:
    panel = only(eb.funnel(fit(), contours=True))
    bands = {(band.name, band.low[-1] > 1): band for band in panel.of(Band)}
    quantiles = {"p .05 to .10": (1.644853627, 1.959963985), "p .01 to .05": (1.959963985, 2.575829304)}
    for name, (near, far) in quantiles.items():
        right, left = bands[name, True], bands[name, False]
        assert np.log(right.low) == pytest.approx(near * right.along, rel=1e-9)
        assert np.log(right.high) == pytest.approx(far * right.along, rel=1e-9)
        assert np.log(left.high) == pytest.approx(-near * left.along, rel=1e-9)
    assert bands["p below .01", True].high[0] == panel.x.scale.high
    assert panel.of(Line) == ()


def test_contours_need_a_number_that_means_no_effect() -> None:
    one_group = eb.effects("PLO", events=[3, 5, 8], totals=[20, 30, 40])
    with pytest.raises(BadInput, match="no proportion means no effect"):
        eb.funnel(eb.pool(one_group), contours=True)


def test_one_study_makes_no_funnel() -> None:
    one = eb.effects("GEN", {"yi": [0.1], "vi": [0.01]}, estimates="yi", variances="vi")
    with pytest.raises(NotEstimable, match="two studies"):
        eb.funnel(eb.pool(one, model="common"))
