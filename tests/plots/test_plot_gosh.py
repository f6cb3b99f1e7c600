"""The GOSH plot: subsets, those with a study apart, and densities that are shares of them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from charts import at, fit, words

import effectbank as eb
from effectbank.plots.chart import Band, Chart, Cloud, Ink, Line, Panel, Points


def parts(chart: Chart) -> tuple[Panel, Panel, Panel]:
    """The density above, the subsets, the density beside."""
    above, main, beside = chart.panels
    return above, main, beside


def drawn(record: eb.Gosh, **choices: object) -> Chart:
    chart = eb.draw(record, **choices)  # type: ignore[arg-type]
    assert isinstance(chart, Chart)
    return chart


@pytest.fixture(scope="module")
def few() -> eb.Gosh:
    six = eb.leave_out(fit(model="common"), fit().effects.labels[6:])
    return eb.gosh(six)


@pytest.fixture(scope="module")
def every() -> eb.Gosh:
    return eb.gosh(fit(tau2="DL"))


def test_few_subsets_are_points_each(few: eb.Gosh) -> None:
    _, main, _ = parts(drawn(few))
    x, y = at(main)
    assert np.log(x) == pytest.approx(few.estimate)
    assert y.tolist() == few.i2.tolist()


def test_those_with_a_study_are_told_apart(few: eb.Gosh) -> None:
    chart = drawn(few, highlight="Hart")
    x, _ = at(parts(chart)[1], Ink.PICKED)
    assert np.log(x) == pytest.approx(few.estimate[few.includes("Hart")])
    assert {"subsets with Hart", "subsets without Hart"} <= words(chart.svg())


def test_many_are_a_cloud(every: eb.Gosh) -> None:
    _, main, _ = parts(drawn(every, highlight=["Hart", "Madras"]))
    (cloud,) = main.of(Cloud)
    assert cloud.x.size == 2**13 - 1
    assert cloud.chosen.sum() == (every.includes("Hart") | every.includes("Madras")).sum()


def test_the_fit_of_all_is_marked(every: eb.Gosh) -> None:
    (whole,) = (mark for mark in parts(drawn(every))[1].of(Points) if mark.diamond)
    assert whole.x[0] == pytest.approx(every.fit.display.estimate)
    assert whole.y[0] == pytest.approx(every.fit.heterogeneity.i2)


def test_a_density_adds_up_to_all_its_subsets(every: eb.Gosh) -> None:
    above, _, beside = parts(drawn(every))
    (over,), (along,) = above.of(Band), beside.of(Band)
    assert over.high[::2].sum() == pytest.approx(1)
    assert along.high[::2].sum() == pytest.approx(1)
    assert along.upright
    assert not over.upright


def test_each_group_has_a_density_of_its_own(every: eb.Gosh) -> None:
    above, _, _ = parts(drawn(every, highlight="Hart"))
    without, with_it = above.of(Line)
    counts, _ = np.histogram(np.exp(every.estimate[every.includes("Hart")]), bins=[*with_it.x[::2], with_it.x[-1]])
    assert with_it.y[::2] == pytest.approx(counts / counts.sum())
    assert (without.ink, with_it.ink) == (Ink.STUDY, Ink.PICKED)


def test_a_cloud_is_one_small_picture_in_the_svg(every: eb.Gosh) -> None:
    svg = drawn(every).svg()
    assert len(re.findall("<image ", svg)) == 1
    assert len(svg) < 200_000
    assert "All 8,191 subsets." in svg


def test_a_sample_says_so() -> None:
    assert drawn(eb.gosh(fit(tau2="DL"), 500)).notes == ("A sample of 500 subsets (seed 1).",)
