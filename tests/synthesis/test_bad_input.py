"""What cannot be right, through every door: told with what was given, what is known, a way out."""

from __future__ import annotations

import math

import numpy as np
import pytest

import effectbank as eb
from effectbank.problems import BadInput, EffectBankError, NotEstimable, UnknownName
from effectbank.synthesis.kinds import WrongKind
from effectbank.synthesis.pooled_batch import NO_WEIGHT

NAN, INF = math.nan, math.inf


def given(y, v, **more) -> eb.Effects:
    return eb.effects("GEN", {"yi": y, "vi": v, **more}, estimates="yi", variances="vi")


THREE = given([0.1, 0.5, 0.9], [0.1, 0.2, 0.1], x=[1.0, 2.0, 4.0], site=["a", "b", "a"])
FIT = eb.pool(THREE)
SIX = given([0.1, 0.2, 0.5, 0.9, 0.4, 0.7], [0.1, 0.1, 0.2, 0.1, 0.1, 0.3], x=[1.0, 2.0, 3.0, 4.0, 5.0, 7.0])
REGRESSION = eb.regress(SIX, "x")


@pytest.mark.parametrize(
    ("measure", "columns", "words"),
    [
        ("GEN", {"estimates": [1, 2], "variances": [1, -1]}, "study '2', variances: -1.0 given, a positive number"),
        ("GEN", {"estimates": [1, 2], "variances": [1, 0]}, "study '2', variances: 0.0 given, a positive number"),
        ("GEN", {"estimates": [1, 2], "ses": [INF, 1]}, "study '1', ses: inf given, a finite number expected"),
        ("GEN", {"estimates": [1, "2"], "variances": [1, 1]}, "study '2', estimates: '2' given, a number expected"),
        (
            "GEN",
            {"estimates": [1, "0,2"], "variances": [1, 1]},
            "'0,2' given, a number expected; it is text; make",
        ),
        (
            "GEN",
            {"estimates": [1, "NA"], "variances": [1, 1]},
            "'NA' given, a number expected; leave the cell",
        ),
        (
            "GEN",
            {"estimates": [1, True], "variances": [1, 1]},
            "study '2', estimates: True given, a number",
        ),
        ({"yi": list(range(100))}, {}, "unknown measure {'yi': [0, 1, 2, "),
        ("hedgesg", {}, "unknown measure 'hedgesg'; that is 'SMD' here"),
        ("GEN", {"estimates": np.ones((2, 2)), "variances": [1, 1]}, "a table of shape (2, 2) given; one column"),
        ("GEN", {"estimates": [1, 2], "variances": [1, 1], "study": ["A", None]}, "row 2 has no study label"),
        ("GEN", {"estimates": [1, 2], "variances": [1, 1], "study": [NAN, "B"]}, "row 1 has no study label"),
        (
            "RR",
            {"events": ([5], [1]), "totals": ([4], [4])},
            "5.0 given, at most the total expected; are",
        ),
        ("RR", {"events": ([-1], [1]), "totals": ([4], [4])}, "intervention events: -1.0 given, 0 or more"),
        (
            "RR",
            {"events": ([1], [1]), "totals": ([4], [4]), "add": -1},
            "add -1 given, a finite number",
        ),
        ("RR", {"events": ([1], [1]), "totals": ([4], [4]), "add": "half"}, "add 'half' given"),
        ("MD", {"means": ([1], [2]), "sds": ([0], [0]), "totals": ([5], [5])}, "an SD above 0 in either group"),
        ("RRR", {"estimates": [1], "variances": [1]}, "unknown measure 'RRR'; did you mean RR?"),
        (["RR"], {"estimates": [1], "variances": [1]}, "unknown measure ['RR']"),
        ("RR", {"events": "tp", "totals": "n"}, "events of RR takes a pair of columns, (intervention, control)"),
        ("RR", {}, "RR needs events and totals, or events and nonevents"),
    ],
)
def test_data(measure, columns, words):
    with pytest.raises((BadInput, UnknownName)) as told:
        eb.effects(measure, **columns)
    assert words in str(told.value)


TWO_BY_TWO = eb.effects("RR", study=["A", "B"], events=([0, 0], [0, 0]), totals=([5, 6], [4, 6]))


@pytest.mark.parametrize(
    ("effects", "choices", "words"),
    [
        (given([], []), {}, "no study was given"),
        (given([NAN], [1]), {}, "no study has an estimate; 1: estimate or variance unknown"),
        (TWO_BY_TWO, {"double_zero": "drop"}, "no study has an estimate; A: no event in either group, or nothing"),
        (TWO_BY_TWO, {"method": "MH", "model": "common"}, "no study has an estimate; A: no event in either group"),
        (THREE, {"weights": [0, 0, 0]}, "all studies have the weight 0 in 'weights'"),
        (THREE, {"weights": [1, 2]}, "2 weights given for 3 studies"),
        (THREE, {"weights": ["a", "b", "c"]}, "weights 'weights' hold words"),
        (THREE, {"level": "95"}, "level '95' given, a proportion between 0 and 1 expected: 0.95, not 95"),
        (THREE, {"add": "x"}, "add 'x' given, a positive number expected"),
        (THREE, {"tau2": NAN}, "tau2 nan given, a finite number of 0 or more expected"),
        (THREE, {"method": "MH"}, "MH pools RR, OR, RD, IRR, IRD; these are GEN effects"),
    ],
)
def test_pooling(effects, choices, words):
    with pytest.raises((BadInput, NotEstimable)) as told:
        eb.pool(effects, **choices)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("choice", "name", "here"),
    [
        ("test", "knha", "test='knapp-hartung'"),
        ("test", "adhoc", "test='ad-hoc'"),
        ("model", "FE", "model='common'"),
        ("method", "REML", "tau2='REML'"),
        ("method", "EE", "model='common'"),
        ("prediction", "Riley", "prediction='t-2'"),
        ("tau2", "dlaird", "tau2='DL'"),
        ("mods", "x", "eb.regress(effects, 'moderator')"),
        ("slab", "author", "study= of eb.effects"),
        ("tau2", "CA", "tau2='HE'"),
        ("control", {}, "nothing to choose (a search ends at its optimum"),
        ("weighted", False, "weights=[1] * len(effects)"),
    ],
)
def test_another_programs_name_is_answered_with_ours(choice, name, here):
    with pytest.raises(UnknownName) as told:
        eb.pool(THREE, **{choice: name})
    assert f"that is {here}" in str(told.value)


EFFECTS_OR_FIT = (
    eb.egger, eb.begg, eb.asymmetry, eb.trim_and_fill, eb.fail_safe_n, eb.excess_significance, eb.pet_peese,
    eb.henmi_copas, eb.limit_meta, eb.association_tests,
)  # fmt: skip
OF_A_FIT = (
    eb.leave_one_out, eb.cumulative, eb.influence, eb.baujat, eb.radial, eb.labbe, eb.gosh, eb.blup, eb.rstandard,
    eb.rstudent, eb.residuals, eb.p_value_function, eb.driving, eb.fragility, eb.next_trial, eb.absolute,
    eb.tau2_interval,
)  # fmt: skip
OF_A_REGRESSION = (eb.predict, eb.variance_inflation, eb.permutation_test)


@pytest.mark.parametrize("verb", [eb.pool, *EFFECTS_OR_FIT], ids=lambda verb: verb.__name__)
def test_bare_numbers_are_no_effects(verb):
    with pytest.raises(WrongKind, match=rf"{verb.__name__} takes effects.*a value of type list given: make it by"):
        verb([0.1, 0.2, 0.3])


@pytest.mark.parametrize("verb", OF_A_FIT, ids=lambda verb: verb.__name__)
def test_effects_are_no_fit(verb):
    with pytest.raises(WrongKind, match=r"takes a fit.*, effects given: make it by eb.pool\(effects, …\)"):
        verb(THREE)


@pytest.mark.parametrize("verb", OF_A_REGRESSION, ids=lambda verb: verb.__name__)
def test_a_fit_is_no_regression(verb):
    with pytest.raises(WrongKind, match=r"takes a regression.*, a fit given: "):
        verb(FIT)


def test_a_fit_where_effects_are_wanted_is_told_where_they_are():
    for verb in (eb.pool, eb.regress, eb.subgroups):
        with pytest.raises(WrongKind, match=r"takes effects, a fit given: its effects are \.effects"):
            verb(FIT)
    with pytest.raises(
        WrongKind, match="likelihood_ratio takes a regression or a location-scale model, a fit given"
    ):
        eb.likelihood_ratio(REGRESSION, FIT)


@pytest.mark.parametrize("of", [given([0.3], [0.1]), given([NAN, 0.3], [0.1, 0.1])], ids=["one", "one of two"])
@pytest.mark.parametrize("verb", [*EFFECTS_OR_FIT, *OF_A_FIT], ids=lambda verb: verb.__name__)
def test_one_study_gives_an_answer_or_says_why_not(verb, of):
    """No traceback, no warning: a number, or a sentence that says how many studies it takes."""
    fit = eb.pool(of)
    answer: object = ""
    try:
        answer = verb(fit)
    except EffectBankError as told:
        answer = told
    assert len(str(answer)) > 20


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("y", "unknown moderator 'y'"),
        (None, "moderators given as NoneType; a formula expected, 'ablat + C(alloc)'"),
        (np.ones((6, 2)), "moderators given as ndarray"),
        ("x + ", "formula 'x + '"),
        ("yi ~ x", "more than one side"),
    ],
)
def test_formulas(asked, words):
    with pytest.raises((BadInput, UnknownName)) as told:
        eb.regress(SIX, asked)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ({"x": "a"}, "'x' is given 'a'; the studies have numbers there"),
        ({"z": 1}, "unknown moderator 'z'; known: x"),
        ([1, 2], "values to predict at given as list; a mapping expected: {'x': [1, 2]}"),
        ({"x": NAN}, "an empty value given for 'x'"),
    ],
)
def test_values_to_predict_at(at, words):
    with pytest.raises((BadInput, UnknownName)) as told:
        eb.predict(REGRESSION, at)
    assert words in str(told.value)


def test_counts_and_names_of_the_rest():
    with pytest.raises(BadInput, match="'many' iterations given, at least 1 expected"):
        eb.permutation_test(REGRESSION, "many")
    with pytest.raises(BadInput, match=r"p-values \['a', 0.2\] given; numbers from 0 to 1 expected"):
        eb.combine_p(["a", 0.2])
    with pytest.raises(UnknownName, match="unknown interval method 'QP'; that is 'Q-profile' here"):
        eb.tau2_interval(FIT, "QP")
    with pytest.raises(UnknownName, match=r"known: intrcpt, x$"):
        eb.wald_test(REGRESSION, "z")
    with pytest.raises(BadInput, match="'Jackson' given; of a regression there are 'Q-profile' and"):
        eb.tau2_interval(REGRESSION, "Jackson")


@pytest.mark.parametrize("by", [[NAN, 1.0, 1.0], [1, None, 1], ["a", "", "a"], np.array([1.0, NAN, 1.0])])
def test_a_row_of_no_analysis(by):
    row = 1 if by[0] != by[0] else 2
    with pytest.raises(BadInput, match=f"row {row} names no analysis"):
        eb.pool_many(THREE, by)


def test_labels_that_are_none():
    with pytest.raises(BadInput, match="labels of type NoneType given; the name of a moderator, or"):
        eb.pool_many(THREE, None)


def test_a_batch_marks_what_it_cannot_fit():
    effects = given([0.1, 0.2, 0.3, 0.4, NAN], [0.1] * 5)
    many = eb.pool_many(effects, ["fit", "fit", "no weight", "no weight", "unknown"], weights=[1, 2, 0, 0, 1])
    assert dict(many.not_estimable) == {
        "no weight": "all studies have the weight 0", "unknown": "no study has an estimate",
    }  # fmt: skip
    assert list(many.reason) == [0, NO_WEIGHT, 1]
    with pytest.raises(NotEstimable, match="all studies have the weight 0 in 'weights'"):
        many["no weight"]


def test_in_a_long_table_bad_cells_may_be_marked_instead():
    """A study whose cell cannot be right is missing with that reason; its analysis goes on without it."""
    table = {
        "review": ["a", "a", "a", "b", "b", "c"],
        "study": ["one", "two", "three", "four", "five", "six"],
        "yi": [0.1, 0.2, "0.3", 0.4, INF, 0.5],
        "vi": [0.1, 0.1, 0.1, -0.1, 0.1, 0.2],
    }
    columns = {"study": "study", "estimates": "yi", "variances": "vi"}
    with pytest.raises(BadInput, match=r"study 'three', yi: '0\.3' given, a number expected"):
        eb.effects("GEN", table, **columns)
    effects = eb.effects("GEN", table, **columns, bad_cells="mark")
    assert {gap.study: gap.reason for gap in effects.missing} == {
        "three": "yi: '0.3' given, a number expected; it is text; make it 0.3",
        "four": "variances: -0.1 given, a positive number expected",
        "five": "yi: inf given, a finite number expected; leave the cell empty if it is unknown",
    }
    many = eb.pool_many(effects, "review")
    assert list(many.k) == [2, 0, 1]
    assert dict(many.not_estimable) == {"b": "no study has an estimate"}
    with pytest.raises(NotEstimable, match=r"four: variances: -0\.1 given, .*; five: yi: inf given"):
        many["b"]


def test_marked_counts_and_means():
    counts = eb.effects("OR", events=([5, 1], [1, 2]), totals=([4, 9], [4, 9]), bad_cells="mark")
    assert [gap.reason for gap in counts.missing] == [
        "intervention events: 5.0 given, at most the total expected; are events and total swapped?"
    ]
    groups = {"means": ([1, 2], [2, 3]), "sds": ([-1, 1], [1, 1]), "totals": ([9, 9], [9, 9])}
    spread = eb.effects("SMDH", **groups, bad_cells="mark")
    assert [gap.reason for gap in spread.missing] == ["intervention SD: -1.0 given, 0 or more expected"]
    with pytest.raises(UnknownName, match="unknown way with bad cells 'skip'; known: mark, refuse"):
        eb.effects("GEN", estimates=[1], variances=[1], bad_cells="skip")


@pytest.mark.parametrize(("y", "v"), [(1e80, 1.0), (1.0, 1e-80), (1.0, 1e80)])
def test_what_floats_cannot_weigh_is_told_so(y, v):
    with pytest.raises(BadInput, match=r"1e\+75.*change the unit"):
        given([y, 1.0], [v, 1.0])


def test_to_the_edge_of_that_it_is_computed():
    for unit in (1e-37, 1e37):
        fit = eb.pool(given([unit, 3 * unit, 2 * unit], [unit**2, unit**2, 2 * unit**2]), test="knapp-hartung")
        plain = eb.pool(given([1.0, 3.0, 2.0], [1.0, 1.0, 2.0]), test="knapp-hartung")
        assert fit.estimate / unit == pytest.approx(plain.estimate, rel=1e-12)
        assert fit.p == pytest.approx(plain.p, rel=1e-12)


@pytest.mark.parametrize("which", ["x < 2", [True, False], [0, 3]])
def test_a_subset_that_cannot_be_says_what_it_takes(which):
    with pytest.raises(BadInput, match=r"^subset takes a mask of 3 True or False, or positions below 3; .* given$"):
        THREE.subset(which)


@pytest.mark.parametrize("verb", [eb.forest, eb.funnel])
def test_a_plot_of_effects_tells_the_way_to_a_fit(verb):
    with pytest.raises(WrongKind, match=f"^{verb.__name__} takes a fit, effects given: make it by eb.pool"):
        verb(THREE)
    with pytest.raises(BadInput, match=r"^effects given, of which there is no picture"):
        eb.draw(THREE)


def test_what_only_a_regression_holds_is_told_of_a_fit():
    with pytest.raises(AttributeError, match=r"'QM'; that is of eb.regress\(fit.effects, 'moderator'\) here"):
        _ = FIT.QM
