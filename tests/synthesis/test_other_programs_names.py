"""A statistician who writes what she would write in R is told what it is here, at the door where she wrote it."""

from __future__ import annotations

import copy
import pickle

import pytest
from bcg import bcg
from regress_data import bcg as allocated

import effectbank as eb
from effectbank.problems import BadInput, UnknownName
from effectbank.synthesis.elsewhere import FUNCTIONS
from effectbank.synthesis.kinds import WrongKind

COUNTS = {"ai": [4, 6], "n1i": [123, 306], "ci": [11, 29], "n2i": [139, 303]}
PAIRS = {"events": ("ai", "ci"), "totals": ("n1i", "n2i")}


@pytest.fixture(scope="module")
def fit() -> eb.Pooled:
    return eb.pool(bcg())


@pytest.fixture(scope="module")
def line() -> eb.Regression:
    return eb.regress(bcg(), ["vi"])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("slab", "that is study= here"),
        ("vtype", "that is variance= here"),
        ("ai", "that is events= here"),
        ("sd1i", "that is sds= here"),
        ("to", "that is zero_cells= here"),
        ("variannce", "did you mean variance?"),
    ],
)
def test_a_choice_of_effects(name, told):
    with pytest.raises(UnknownName, match=f"unknown choice of effects '{name}'; {told}".replace("?", r"\?")):
        eb.effects("RR", COUNTS, **PAIRS, **{name: "x"})


@pytest.mark.parametrize(
    ("verb", "name", "told"),
    [
        (eb.cumulative, "order", "that is by= here"),
        (eb.permutation_test, "iter", "that is iterations= here"),
        (eb.predict, "newmods", "that is at={'moderator': values} here"),
        (eb.predict, "transf", "that is .display of the answer here"),
        (eb.leave_one_out, "transf", "that is .display of the answer here"),
        (eb.egger, "predicter", "did you mean predictor?"),
        (eb.tau2_interval, "type", "known: fit, level, method"),
        (eb.wald_test, "X", "that is eb.contrasts(fit, weights), or"),
        (eb.predict, "intercept", "that is eb.contrasts(fit, weights), or"),
    ],
)
def test_a_choice_of_a_verb(verb, name, told, fit, line):
    given = line if verb in (eb.permutation_test, eb.predict, eb.wald_test) else fit
    with pytest.raises(UnknownName) as refusal:
        verb(given, **{name: 1})
    assert str(refusal.value).startswith(f"unknown choice of {verb.__name__} '{name}'; ")
    assert told in str(refusal.value)


def test_a_choice_of_a_regression():
    with pytest.raises(UnknownName, match=r"'mods'; that is eb\.regress\(effects, 'moderator'\) here"):
        eb.regress(bcg(), mods="year")
    with pytest.raises(UnknownName, match="'method'; that is tau2= here"):
        eb.regress(bcg(), "vi", method="ML")


def test_a_call_that_is_wrong_otherwise_stays_pythons():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'formula'"):
        eb.regress(bcg())
    with pytest.raises(TypeError):
        eb.fail_safe_n(bcg(), alpha="much")


@pytest.mark.parametrize(
    ("name", "told"),
    [("b", ".estimate"), ("tau2", ".heterogeneity.tau2"), ("I2", ".heterogeneity.i2"), ("QE", ".heterogeneity.q"),
     ("pval", ".p"), ("yi", ".effects.yi"), ("fit_stats", ".ml or .reml"), ("predict", ".prediction and .display")],
)  # fmt: skip
def test_what_a_fit_holds(name, told, fit):
    with pytest.raises(AttributeError, match=rf"no attribute '{name}'; that is \{told} here"):
        getattr(fit, name)


@pytest.mark.parametrize(
    ("name", "told"),
    [("b", ".coefficients"), ("vb", ".covariance"), ("QM", ".test"), ("R2", ".heterogeneity.r2"),
     ("se", ".coefficients")],
)  # fmt: skip
def test_what_a_regression_holds(name, told, line):
    with pytest.raises(AttributeError, match=rf"no attribute '{name}'; that is \{told} here"):
        getattr(line, name)


def test_what_effects_hold():
    effects = eb.effects("RR", COUNTS, **PAIRS)
    with pytest.raises(AttributeError, match=r"no attribute 'ai'; that is \.cells\['ai'\] here"):
        _ = effects.ai
    with pytest.raises(AttributeError, match=r"no attribute 'slab'; that is \.labels here"):
        _ = effects.slab


def test_what_nobody_has_is_refused_plainly(fit):
    with pytest.raises(AttributeError, match=r"no attribute 'nonsense'$"):
        _ = fit.nonsense
    with pytest.raises(AttributeError, match=r"no attribute 'nonsense'$"):
        _ = eb.nonsense
    assert not hasattr(fit, "tau2")


def test_copies_and_pickles_are_none_the_worse(fit):
    assert copy.copy(fit).estimate == fit.estimate
    assert pickle.loads(pickle.dumps(fit.heterogeneity)) == fit.heterogeneity


@pytest.mark.parametrize("name", ["rma", "escalc", "metabin", "trimfill", "confint"])
def test_a_function(name):
    with pytest.raises(AttributeError) as refusal:
        getattr(eb, name)
    assert str(refusal.value).endswith(f"; that is {FUNCTIONS[name]} here")


def test_a_function_that_is_not_here_yet():
    with pytest.raises(AttributeError, match="'rma_mv'; that isn't here yet"):
        _ = eb.rma_mv


def test_a_choice_without_its_name(fit):
    with pytest.raises(BadInput, match=r"pool takes effects in place and its choices by name \(name=…\); 2 values"):
        eb.pool(bcg(), "DL")
    with pytest.raises(BadInput, match=r"takes of in place and its choices by name \(method=…, alpha=…"):
        eb.fail_safe_n(fit, "Orwin")


@pytest.mark.parametrize("verb", [eb.permutation_test, eb.likelihood_ratio])
def test_a_fit_without_moderators_is_told_which_regression_it_is(verb, fit):
    with pytest.raises(WrongKind, match=r"it is the regression eb\.regress\(fit\.effects, '1', …\)"):
        verb(fit, *([fit] if verb is eb.likelihood_ratio else []))


def test_bounds_and_tests_are_found_where_they_are(fit, line):
    for of, name, where in [
        (fit, "ci_lb", ".ci.low"), (fit, "pi_ub", ".prediction.high"), (fit, "MH", "eb.association_tests(fit)"),
        (line, "ci_ub", ".coefficients"), (line, "pi_lb", "eb.predict(fit)"),
    ]:  # fmt: skip
        with pytest.raises(AttributeError) as refusal:
            getattr(of, name)
        assert str(refusal.value).endswith(f"'{name}'; that is {where} here")


def test_every_verb_named_in_their_place_is_there():
    words = " ".join(FUNCTIONS.values()).replace(",", " ").replace("(", " ").split()
    assert all(hasattr(eb, word.removeprefix("eb.")) for word in words if word.startswith("eb."))


def test_a_fit_tells_its_own_prediction(fit):
    with pytest.raises(WrongKind, match=r"it holds its own, \.ci and \.prediction"):
        eb.predict(fit)


def test_positions_of_coefficients_are_no_contrast(line):
    with pytest.raises(BadInput, match="To test coefficients together, name them"):
        eb.wald_test(line, [1, 2, 3])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("relevel(factor(alloc), ref='random')", "C(alloc, contr.treatment('random'))"),
        ('~ relevel(alloc, "random") + ablat', "C(alloc, contr.treatment('random')) + ablat"),
        ("poly(ablat, 2, raw=TRUE)", "ablat + I(ablat**2)"),
        ("as.factor(alloc)", "C(alloc)"),
    ],
)
def test_rs_words_in_formulas(written, read):
    ours, theirs = (eb.regress(allocated(), formula) for formula in (written, read))
    assert [c.estimate for c in ours.coefficients.values()] == pytest.approx(
        [c.estimate for c in theirs.coefficients.values()], rel=1e-9
    )


def test_studies_are_weighed_and_ordered_by_their_cells():
    effects = eb.effects("RR", COUNTS, **PAIRS)
    n = effects.cells["n1i"]
    assert eb.pool(effects, weights="n1i").estimate == pytest.approx(n @ effects.yi / n.sum())
    firmest = effects.labels[int(effects.vi.argmin())]
    assert eb.cumulative(eb.pool(effects, model="common"), "vi").labels[0] == firmest


def test_a_batch_is_weighed_by_its_cells_too():
    effects = eb.effects("RR", COUNTS | {"review": ["a", "a"]}, **PAIRS)
    assert eb.pool_many(effects, by="review", weights="n1i").estimate[0] == eb.pool(effects, weights="n1i").estimate
