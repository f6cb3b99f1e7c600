"""The funnel plot: points where they belong, sides that are the fit's interval at each standard error."""

from __future__ import annotations

import math
import re

import pytest

import effectbank as eb
from effectbank.problems import NotEstimable


@pytest.fixture
def fit() -> eb.Pooled:
    trials = {"yi": [0.0, 0.4, math.log(2)], "vi": [0.01, 0.04, 0.16], "study": ["A", "B", "C"]}
    return eb.pool(eb.effects("GEN", trials, estimates="yi", variances="vi", study="study"), model="common")


def test_each_study_stands_at_its_estimate_and_standard_error(fit: eb.Pooled) -> None:
    plot = eb.funnel(fit, labels={"C": "Cedar"})
    assert [point.label for point in plot.points] == ["A", "B", "Cedar"]
    assert [point.se for point in plot.points] == pytest.approx([0.1, 0.2, 0.4])
    assert plot.points[2].estimate == pytest.approx(math.log(2))


def test_the_sides_are_the_estimate_give_or_take_1_96_standard_errors(fit: eb.Pooled) -> None:
    plot = eb.funnel(fit)
    assert plot.left[0] == plot.right[0] == pytest.approx(fit.estimate)
    assert plot.right[-1] == pytest.approx(fit.estimate + 1.959964 * plot.rows[-1], rel=1e-6)
    assert plot.left[-1] == pytest.approx(fit.estimate - 1.959964 * plot.rows[-1], rel=1e-6)


def test_ratios_are_told_on_their_own_scale() -> None:
    ratios = eb.effects("RR", {"yi": [0.0, 0.4], "vi": [0.01, 0.04]}, estimates="yi", variances="vi")
    plot = eb.funnel(eb.pool(ratios, model="common"))
    assert plot.points[1].estimate == pytest.approx(math.exp(0.4))
    assert plot.axis.scale.log
    words = set(re.findall(r"<text[^>]*>([^<]*)</text>", plot.svg()))
    assert {"Risk ratio", "Standard error", "1"} <= words


def test_one_study_makes_no_funnel() -> None:
    one = eb.effects("GEN", {"yi": [0.1], "vi": [0.01]}, estimates="yi", variances="vi")
    with pytest.raises(NotEstimable, match="two studies"):
        eb.funnel(eb.pool(one, model="common"))


def test_the_same_plot_is_the_same_bytes(fit: eb.Pooled) -> None:
    assert eb.funnel(fit).encode("svg") == eb.funnel(fit).encode("svg")
