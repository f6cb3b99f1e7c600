"""The methods paragraph says what was done and cites it; tests carry their null hypotheses."""

from __future__ import annotations

import pytest

import effectbank as eb
from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.inference import TESTS
from effectbank.kernel.prediction import RULES
from effectbank.synthesis import methods
from effectbank.synthesis.options import TAU2
from effectbank.synthesis.references import REFERENCES, cited

TRIALS = {"study": list("abcd"), "events": ([1, 2, 0, 5], [4, 5, 3, 6]), "totals": ([20] * 4, [21] * 4)}


@pytest.fixture
def effects() -> eb.Effects:
    return eb.effects("RR", **TRIALS)


def test_every_choice_has_its_words():
    assert methods.TAU2.keys() == set(TAU2)
    assert methods.TESTS.keys() == TESTS.keys()
    assert methods.PREDICTION.keys() == RULES.keys()


def test_every_citation_has_its_reference():
    tables = (methods.TAU2, methods.TESTS, methods.PREDICTION, methods.SUMS, methods.ZERO_CELLS)
    for words in [words for one in tables for words in one.values() if any(mark.isdigit() for mark in words)]:
        if "k - " not in words or "(" in words:
            assert cited(words), words
    assert list(REFERENCES) == sorted(REFERENCES)


def test_the_paragraph(effects):
    told = eb.pool(effects, test="knapp-hartung").methods()
    assert told.startswith(
        "The risk ratio from 4 studies was pooled as its logarithm under a random-effects model with "
        "inverse-variance weights, the variance between studies estimated by restricted maximum likelihood "
        "(Viechtbauer 2005)."
    )
    assert "by the Hartung-Knapp-Sidik-Jonkman method (Hartung & Knapp 2001; Sidik & Jonkman 2002)" in told
    assert "0.5 was added to every cell of the studies with an empty cell." in told
    assert "\nHartung & Knapp 2001: A refined method" in told
    assert "DerSimonian" not in told


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"tau2": "DL"}, "the method of moments (DerSimonian & Laird 1986)"),
        ({"tau2": 0.25}, "the variance between studies taken to be 0.25"),
        ({"model": "common", "method": "MH"}, "(Mantel & Haenszel 1959; variance: Greenland & Robins 1985)"),
        ({"tau2": "GENQ", "weights": [1, 2, 3, 4]}, "weights of our own (weights)"),
        ({"method": "MH", "preset": "revman5"}, "Empty cells were corrected as in Review Manager 5"),
        ({"prediction": "HTS"}, "k - 2 degrees of freedom (Higgins, Thompson & Spiegelhalter 2009)"),
    ],
)
def test_what_was_done_is_what_is_told(effects, choices, words):
    assert words in eb.pool(effects, **choices).methods()


def test_what_was_not_done_is_not_told(effects):
    told = eb.pool(effects, model="common", method="MH").methods()
    assert "prediction" not in told
    assert "was added" not in told
    without_zeros = eb.pool(effects.subset([0, 1, 3])).methods()
    assert "was added" not in without_zeros


def test_who_was_left_out_and_why():
    effects = eb.effects("RR", study=["a", "b", "c"], events=([None, 3, 4], [2, 5, 6]), totals=([9] * 3, [9] * 3))
    told = eb.pool(effects, model="common").methods()
    assert "a was left out: events of the intervention group unknown." in told


def test_tests_carry_their_null_hypothesis(effects):
    fit = eb.pool(effects, test="t")
    assert fit.test.null == "the mean risk ratio is 1"
    assert (fit.test.statistic, fit.test.df, fit.test.p) == (fit.statistic, fit.df, fit.p)
    assert fit.heterogeneity.test.null == "all studies share one true effect"
    assert str(fit.heterogeneity.test).startswith("Test for heterogeneity: Q(df = 3) = 2.1691, p = .5381; null:")
    tests = list(eb.association_tests(effects))
    assert [test.null for test in tests[:3]] == ["in no study is the group associated with the event"] * 3
    assert [test.null for test in tests[3:]] == ["all studies share one odds ratio"] * 2


def test_two_step_estimators_start_from_the_first():
    """DL2 from equal variances is DL: its weights are equal too (DerSimonian & Kacker 2007, eq. 6)."""
    assert {"DL2", "HE2"} <= ESTIMATORS.keys()
    effects = eb.effects("GEN", estimates=[0.1, 0.9, 0.4, 1.8], variances=[0.05] * 4)
    by_name = {name: eb.pool(effects, tau2=name).heterogeneity.tau2 for name in ("DL", "DL2", "HE2")}
    assert by_name["DL2"] == pytest.approx(by_name["DL"], rel=1e-13)
    assert by_name["HE2"] == pytest.approx(by_name["DL"], rel=1e-13)
