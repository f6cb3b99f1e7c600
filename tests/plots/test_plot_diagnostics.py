"""The diagnostics' charts: what is drawn is the record's numbers, and its lines are where the record says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from charts import TRIALS, at, effects, fit, only, words

import effectbank as eb
from effectbank.plots.chart import Band, Chart, Ink, Line, Points, Rule, Stems
from effectbank.problems import BadInput


def chart(record: object, **choices: object) -> Chart:
    drawn = eb.draw(record, **choices)  # type: ignore[arg-type]
    assert isinstance(drawn, Chart)
    return drawn


def test_baujat() -> None:
    record = eb.baujat(fit())
    panel = only(chart(record))
    x, y = at(panel)
    assert (x.tolist(), y.tolist()) == (record.x.tolist(), record.y.tolist())
    assert (panel.x.scale.low, panel.y.scale.low) == (0, 0)
    assert panel.x.scale.high > record.x.max()


def test_baujat_labels_the_farthest_of_many() -> None:
    many = eb.effects("GEN", estimates=np.linspace(-1, 3, 60) ** 3, variances=[0.5] * 60)
    (points,) = only(chart(eb.baujat(eb.pool(many)))).of(Points)
    labelled = {i for i, label in enumerate(points.labels) if label}
    assert len(labelled) == 15
    assert int(points.x.argmax()) in labelled


def test_radial() -> None:
    record = eb.radial(fit(model="common"))
    panel = only(chart(record))
    x, y = at(panel)
    assert (x.tolist(), y.tolist()) == (record.x.tolist(), record.y.tolist())
    lower, upper, middle = panel.of(Line)
    assert middle.y[-1] == pytest.approx(record.slope * panel.x.scale.high)
    assert upper.y - middle.y == pytest.approx([1.959963984540054] * 2)
    assert middle.y - lower.y == pytest.approx([1.959963984540054] * 2)


def test_the_radial_plots_right_side_says_what_the_slopes_stand_for() -> None:
    panel = only(chart(eb.radial(fit())))
    assert panel.right is not None
    slopes = np.array(panel.right.scale.ticks) / panel.x.scale.high
    assert np.exp(slopes) == pytest.approx([float(name) for name in panel.right.names])
    assert "1" in panel.right.names


def test_outside_the_band_a_study_has_its_label() -> None:
    record = eb.radial(fit(model="common"))
    labels = {label for mark in only(chart(record)).of(Points) for label in mark.labels if label}
    assert labels == set(record.outside)


def test_labbe() -> None:
    record = eb.labbe(fit())
    panel = only(chart(record, groups=("BCG", "Nothing")))
    x, y = at(panel)
    assert (x.tolist(), y.tolist()) == (record.control.tolist(), record.intervention.tolist())
    (points,) = panel.of(Points)
    assert points.weights == pytest.approx(record.variance.min() / record.variance)
    no_effect, pooled = panel.of(Line)
    assert no_effect.x.tolist() == no_effect.y.tolist()
    assert pooled.y == pytest.approx(pooled.x * fit().display.estimate)
    assert (panel.x.label, panel.y.label) == ("Risk (Nothing)", "Risk (BCG)")
    assert panel.x.scale.log  # 0.1 % to 26 %


def test_risks_of_a_size_have_an_even_axis_from_nought() -> None:
    close = eb.effects("RD", events=([3, 8, 9], [6, 9, 12]), totals=([30, 40, 30], [30, 40, 30]))
    scale = only(chart(eb.labbe(eb.pool(close)))).x.scale
    assert (scale.log, scale.low) == (False, 0)


def test_p_value_function() -> None:
    record = eb.p_value_function(fit())
    panel = only(chart(record, highlight="Stein"))
    *studies, stein, pooled = panel.of(Line)
    assert pooled.bold
    assert np.log(pooled.x) == pytest.approx(record.at, abs=1e-12)
    assert pooled.y.tolist() == record.pooled.tolist()
    assert (stein.name, stein.ink) == ("Stein", Ink.PICKED)
    assert stein.y.tolist() == record.studies[record.labels.index("Stein")].tolist()
    assert len(studies) == 12
    (next_study,) = panel.of(Band)
    assert record.prediction is not None
    assert next_study.high.tolist() == record.prediction.tolist()


def test_the_right_side_of_a_p_value_function_is_one_less_p() -> None:
    panel = only(chart(eb.p_value_function(fit())))
    assert panel.right is not None
    assert panel.right.names == ("50%", "80%", "90%", "95%")
    assert panel.right.scale.ticks == pytest.approx((0.5, 0.2, 0.1, 0.05))
    assert [rule.at for rule in panel.of(Rule)] == [1.0, pytest.approx(0.05)]


def test_influence_has_eight_panels_of_the_records_numbers() -> None:
    record = eb.influence(fit(model="common"))
    drawn = chart(record)
    names = ("rstudent", "dffits", "cook_d", "cov_r", "tau2_del", "q_del", "hat", "weight")
    columns = [getattr(record, name) for name in names]
    for panel, column in zip(drawn.panels, columns, strict=True):
        x, rows = (np.concatenate(parts) for parts in zip(at(panel), at(panel, Ink.PICKED), strict=True))
        assert x[rows.argsort()].tolist() == column.tolist()
        (stems,) = panel.of(Stems)
        assert stems.x.tolist() == column.tolist()


def test_influence_marks_who_is_influential_and_where_much_begins() -> None:
    record = eb.influence(fit(model="common"))
    residual, dffits, cook, *_ = chart(record).panels
    names = residual.y.names
    assert [name for name in names if name.endswith("*")] == ["Hart *", "Stein *", "Madras *"]
    limits = [rule.at for rule in dffits.of(Rule) if rule.dashed]
    assert limits == pytest.approx([-record.cutoffs.dffits, record.cutoffs.dffits])
    assert [rule.at for rule in cook.of(Rule) if rule.dashed] == [record.cutoffs.cook_d]
    assert residual.y.scale.low > residual.y.scale.high  # the first study on top


def test_influence_of_a_regression_starts_from_its_own_means() -> None:
    record = eb.influence(eb.regress(effects(), ["ablat"]))
    hat = list(chart(record).panels)[6]
    assert [rule.at for rule in hat.of(Rule)] == pytest.approx([2 / 13, 6 / 13])


def test_many_studies_stand_in_one_row_of_panels() -> None:
    many = eb.effects("GEN", estimates=np.sin(np.arange(40)), variances=[0.3] * 40)
    drawn = chart(eb.influence(eb.pool(many)))
    assert [len(row) for row in drawn.rows] == [8]
    assert drawn.heights[0] == pytest.approx(40 * 0.19)


def test_tau2_profile() -> None:
    record = eb.tau2_profile(fit())
    panel = only(chart(record))
    (line,) = panel.of(Line)
    assert (line.x.tolist(), line.y.tolist()) == (record.at.tolist(), record.log_likelihood.tolist())
    assert [rule.at for rule in panel.of(Rule)] == [record.cut, *record.interval]
    x, y = at(panel)
    assert (x.tolist(), y.tolist()) == ([record.best], pytest.approx([record.peak]))


def test_normal_quantiles() -> None:
    record = eb.qqnorm(fit())
    panel = only(chart(record))
    x, y = at(panel)
    assert (x.tolist(), y.tolist()) == (record.x.tolist(), record.y.tolist())
    (ground,) = panel.of(Band)
    assert (ground.low.tolist(), ground.high.tolist()) == (record.low.tolist(), record.high.tolist())


def test_bubble_plot() -> None:
    regression = eb.regress(effects(), ["ablat"])
    panel = only(chart(regression))
    x, y = at(panel)
    assert x.tolist() == TRIALS["ablat"]
    assert y == pytest.approx(np.exp(effects().yi))
    (points,) = panel.of(Points)
    tau2 = regression.heterogeneity.tau2
    assert points.weights == pytest.approx((effects().vi.min() + tau2) / (effects().vi + tau2))
    *ends, line = panel.of(Line)
    assert (line.x[0], line.x[-1]) == (13, 55)
    found = eb.predict(regression, {"ablat": [13, 55]})
    assert line.y[[0, -1]] == pytest.approx(found.display.estimate)
    (ground,) = panel.of(Band)
    assert ground.high[[0, -1]] == pytest.approx(found.display.ci.high)
    assert found.display.prediction is not None
    assert ends[1].y[[0, -1]] == pytest.approx(found.display.prediction.high)


def test_a_bubble_plot_of_several_moderators_says_what_the_others_are_held_at() -> None:
    regression = eb.regress(effects(), "ablat + alloc")
    drawn = chart(eb.predict(regression, {"ablat": [50, 10], "alloc": "random"}))
    assert only(drawn).of(Line)[-1].x.tolist() == [10, 50]
    assert drawn.notes == ("The line is for alloc random.",)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (lambda fitted: fitted, "no one line to draw"),
        (lambda fitted: eb.predict(fitted, {"ablat": 20, "alloc": "random"}), "along no moderator"),
        (lambda fitted: eb.predict(fitted, {"ablat": 20, "alloc": ["random", "systematic"]}), "along alloc given"),
    ],
)
def test_what_has_no_one_line_is_refused(record: object, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        eb.draw(record(eb.regress(effects(), "ablat + alloc")))  # type: ignore[operator]


def test_permutations_are_spread_about_nothing_and_the_observed_has_its_line() -> None:
    regression = eb.regress(effects(), ["ablat"])
    record = eb.permutation_test(regression, 300)
    drawn = chart(record)
    intercept, slope = drawn.panels
    assert (intercept.head, slope.head) == ("intrcpt", "ablat")
    assert slope.of(Rule)[0].at == regression.coefficients["ablat"].statistic
    shares = slope.of(Band)[0].high[::2]
    assert shares.sum() == pytest.approx(1)
    assert len(shares) == 300 // 12
    assert drawn.notes == (
        "A sample (seed 1) of 300 rearrangements; the line is the value observed.",
        "p counts the values at least as far from 0.",
    )


def test_fragility() -> None:
    record = eb.fragility(fit())
    drawn = chart(record)
    x, y = at(only(drawn))
    assert x.tolist() == list(range(len(record.changes) + 1))
    assert y.tolist() == [record.fit.p, *(change.p for change in record.changes)]
    assert only(drawn).of(Rule)[0].at == pytest.approx(0.05)
    assert drawn.notes[0].startswith(f"Turned by {record.index} of 357,347 people: ")


def test_a_measure_without_a_null_has_no_line_at_it() -> None:
    one_group = eb.pool(eb.effects("PLO", events=[3, 5, 8], totals=[20, 30, 40]))
    panel = only(chart(eb.p_value_function(one_group)))
    assert [rule.upright for rule in panel.of(Rule)] == [False]
    assert panel.x.label == "Proportion"
    assert not any(math.isnan(mark.at) for mark in panel.of(Rule))


def test_the_words_of_the_field_are_on_the_drawings() -> None:
    assert {"Contribution to heterogeneity (squared Pearson residual)", "Hart"} <= words(
        chart(eb.baujat(fit())).svg()
    )
    assert {"Cook's distance", "DFFITS", "Covariance ratio", "Hat"} <= words(chart(eb.influence(fit())).svg())
