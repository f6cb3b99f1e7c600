"""Every answer is told in a line, as text, as HTML, as rows and as JSON; every test names its null."""

from __future__ import annotations

import json
from dataclasses import astuple
from itertools import pairwise

import numpy as np
import pytest
from regress_data import bcg

import effectbank as eb
from effectbank.problems import NotEstimable

RR = bcg()
FIT = eb.pool(RR)
REGRESSION = eb.regress(RR, "ablat + C(alloc)")
ANSWERS = {
    "effects": RR,
    "fit": FIT,
    "regression": REGRESSION,
    "absolute": eb.absolute(FIT),
    "association": eb.association_tests(RR),
    "batch": eb.pool_many(RR, "alloc"),
    "blups": eb.blup(FIT),
    "baujat": eb.baujat(FIT),
    "combined p": eb.combine_p([0.01, 0.2, 0.03]),
    "cumulative": eb.cumulative(FIT),
    "driving": eb.driving(FIT, 1),
    "egger": eb.egger(RR),
    "excess": eb.excess_significance(RR),
    "fail-safe": eb.fail_safe_n(RR),
    "fragility": eb.fragility(FIT, 5),
    "fragility of a trial": eb.fragility_index((1, 9), (50, 50)),
    "gosh": eb.gosh(FIT),
    "henmi-copas": eb.henmi_copas(RR),
    "inflation": eb.variance_inflation(REGRESSION),
    "influence": eb.influence(FIT),
    "labbe": eb.labbe(FIT),
    "leave one out": eb.leave_one_out(FIT),
    "contrasts": eb.contrasts(REGRESSION, np.eye(len(REGRESSION.coefficients))),
    "likelihood ratio": eb.likelihood_ratio(REGRESSION, eb.regress(RR, "ablat")),
    "limit": eb.limit_meta(RR),
    "location-scale": eb.location_scale(RR, "1", "ablat"),
    "next trial": eb.next_trial(FIT, se=0.2),
    "p-value function": eb.p_value_function(FIT),
    "permutations": eb.permutation_test(eb.regress(RR, "ablat", tau2="DL"), 50),
    "pet-peese": eb.pet_peese(RR),
    "predictions": eb.predict(REGRESSION),
    "radial": eb.radial(FIT),
    "rank test": eb.begg(RR),
    "residuals": eb.rstudent(FIT),
    "subgroups": eb.subgroups(RR, "alloc"),
    "tau2 interval": eb.tau2_interval(FIT),
    "trim and fill": eb.trim_and_fill(FIT),
    "wald": eb.wald_test(REGRESSION, "C(alloc)"),
}
every = pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))


@every
def test_in_a_line(answer):
    line = repr(answer)
    assert line.startswith(f"<{type(answer).__name__} ")
    assert line.endswith(">")
    assert "\n" not in line
    assert len(line) < 300
    assert "0x" not in line


@every
def test_as_text(answer):
    assert len(str(answer)) > 20
    assert str(answer) != object.__repr__(answer)


@every
def test_as_a_table(answer):
    table = answer._repr_html_()
    assert table.startswith("<table><caption>")
    assert table.endswith("</tbody></table>")
    assert table.count("<tr>") == table.count("</tr>") > 0


@every
def test_as_rows_and_as_data(answer):
    rows = answer.rows()
    assert (
        all(one.keys() == other.keys() for one, other in pairwise(rows)) or answer is FIT
    )  # its last is the pooled
    told = answer.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == json.loads(json.dumps(told))
    if answer is not RR:
        assert told["provenance"]["program"].startswith("effectbank ")


@pytest.mark.parametrize(
    ("test", "null"),
    [
        (FIT.test, "the mean risk ratio is 1"),
        (ANSWERS["wald"], "C(alloc)[T.random] and C(alloc)[T.systematic] are all 0"),
        (ANSWERS["likelihood ratio"], "'ablat' (random) is all there is"),
        (ANSWERS["permutations"], "no moderator has to do with the effect"),
        (eb.permutation_test(eb.regress(RR, "1", tau2="DL"), 50), "the estimates are symmetric about 0"),
        (ANSWERS["subgroups"].test, "the subgroups' pooled effects are all equal"),
        (ANSWERS["combined p"], "no study has an effect in that direction"),
    ],
)
def test_a_test_names_its_null(test, null):
    assert test.null == null


def test_effects_print_as_a_table_with_each_studys_own_interval():
    text = str(RR)
    assert text.splitlines()[0] == "Effects log risk ratio, 13 of 13 studies with an estimate"
    # metafor: summary(escalc(measure="RR", …, data=dat.bcg))[1, ]: -0.8893 0.3256 0.5706 -1.5586 -2.0077 0.2290
    assert text.splitlines()[3].split()[-7:] == [
        "-0.8893",
        "0.3256",
        "0.5706",
        "-1.5586",
        ".1191",
        "-2.0077",
        "0.2290",
    ]
    low, high = RR.intervals()
    assert (low[0], high[0]) == pytest.approx((-2.0077, 0.2290), abs=5e-5)
    many = eb.effects("GEN", estimates=np.zeros(500), variances=np.ones(500))
    assert str(many).endswith("… 500 studies in all")
    assert len(str(many).splitlines()) == 104


def test_fit_statistics_of_a_pooled_fit_are_the_regressions_without_moderators():
    for asked in ({}, {"tau2": "ML"}, {"model": "common"}, {"tau2": 0.2}):
        fit, same = eb.pool(RR, **asked), eb.regress(RR, "1", **asked)
        for one, other in ((fit.ml, same.ml), (fit.reml, same.reml)):  # to rounding: the sums run in another order
            assert astuple(one) == pytest.approx(astuple(other), rel=1e-13)
    with pytest.raises(NotEstimable, match="a likelihood of tables"):
        print(eb.pool(RR, model="common", method="MH").ml)


def test_refits_and_batches_are_told_on_the_display_scale_too():
    without = eb.leave_one_out(FIT)
    assert without.display.label == "risk ratio"
    assert without.display.estimate == pytest.approx(np.exp(without.estimate))
    many = ANSWERS["batch"]
    for i in range(len(many)):
        one = many[i].display
        assert many.display.estimate[i] == pytest.approx(one.estimate)
        assert (many.display.ci.low[i], many.display.ci.high[i]) == pytest.approx(tuple(one.ci))
        assert many.significant[i] == many[i].significant


def test_a_batch_turns_back_each_analysis_by_its_own_sizes():
    effects = eb.effects("PFT", events=[3, 6, 10, 1, 5, 50], totals=[11, 17, 21, 6, 400, 900])
    many = eb.pool_many(effects, ["small"] * 4 + ["large"] * 2, tau2="DL")
    assert many.display.estimate == pytest.approx([many[i].display.estimate for i in range(2)], rel=1e-12)


def test_an_interval_of_tau2_that_nothing_fits_says_so():
    """metafor: both bounds below 0, the empty set."""
    found = eb.tau2_interval(eb.pool(eb.effects("GEN", estimates=[0.1, 0.1, 0.1, 0.1], variances=[1, 1, 2, 1])))
    assert found.empty
    assert "the interval is empty" in str(found)
    assert not eb.tau2_interval(FIT).empty
