"""Small-study effects equal metafor's and meta's: every pinned test, filled fit and fail-safe N."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import TAU2_ZERO, Case, cases, with_key

import effectbank as eb
from effectbank.kernel import mantel_haenszel, noncentral
from effectbank.kernel.kendall import kendall
from effectbank.measures.zero_cells import corrected, is_double_zero
from effectbank.problems import NotEstimable
from effectbank.synthesis.fail_safe import with_null_studies

RTOL = 1e-8
SHORT = {"greenland1992": 2e-8}  # where R's REML regression ends 1e-9 short of the optimum; its p enlarges that
R_DEFAULT = 2e-3  # trimfill() refits with R's default REML tolerance, which the other keys were pinned without
SHORT_FILLED = 2e-2  # of greenland1992, where that tolerance costs most


def given(case: Case) -> eb.Effects:
    return case.given(case.answers["primary"])


MEASURED = {
    "2x2": Case.counts,
    "means": Case.means,
    "cor": lambda c, m: eb.effects(m, correlations=c.column("ri"), totals=c.column("ni")),
    "prop": lambda c, m: eb.effects(m, events=c.column("xi"), totals=c.column("ni")),
    "alpha": lambda c, m: eb.effects(m, alphas=c.column("ai"), items=c.column("mi"), totals=c.column("ni")),
    "rates": lambda c, m: eb.effects(m, events=pair(c, "x"), times=pair(c, "t")),
    "yivi": Case.given,
}


def pair(case: Case, column: str) -> tuple[np.ndarray, np.ndarray]:
    return case.column(f"{column}1i"), case.column(f"{column}2i")


def measured(case: Case) -> eb.Effects:
    """The primary measure from raw data, which brings the sample sizes along."""
    return MEASURED[case.answers["type"]](case, case.answers["primary"])


def fitted(effects: eb.Effects, estimator: str) -> eb.Pooled:
    return eb.pool(effects, model="common") if estimator == "EE" else eb.pool(effects, tau2=estimator)


def asked_of(key: str) -> dict[str, str]:
    """rma_REML_sei → model="random", tau2="REML", predictor="sei"."""
    *how, predictor = key.split("_")
    model = {"lm": {"model": "lm"}, "EE": {"model": "common"}}.get(how[-1], {"model": "random", "tau2": how[-1]})
    return {**model, "predictor": predictor}


@pytest.mark.parametrize("name", with_key("regtest"))
def test_regression_tests(name: str):
    effects = measured(cases()[name])
    for key, answer in cases()[name].answers["regtest"].items():
        found = eb.egger(effects, **asked_of(key))
        assert (found.df, found.limit is None) == (answer["df"], answer["est"] is None), key
        assert_allclose(found.statistic, answer["stat"], rtol=RTOL, err_msg=key)
        assert_allclose(found.p, answer["p"], rtol=SHORT.get(name, RTOL), err_msg=key)
        if found.limit is not None:
            ours = [found.limit.estimate, *found.limit.ci]
            assert_allclose(ours, [answer["est"], answer["lb"], answer["ub"]], rtol=RTOL, err_msg=key)


@pytest.mark.parametrize("name", with_key("ranktest"))
def test_rank_tests(name: str):
    effects, answers = given(cases()[name]), cases()[name].answers
    normal, counted = eb.begg(effects, exact=False), eb.begg(effects)
    assert_allclose(
        [normal.tau, normal.p], [answers["ranktest"]["tau"], answers["ranktest"]["p_asymptotic"]], rtol=RTOL
    )
    assert_allclose([counted.tau, counted.p], [answers["ranktest_exact"][x] for x in ("tau", "p")], rtol=RTOL)


@pytest.mark.parametrize("name", with_key("pet_peese"))
def test_pet_peese(name: str):
    found = eb.pet_peese(given(cases()[name]))
    for key, b in (("PET", found.pet.intercept), ("PEESE", found.peese.intercept)):
        assert_allclose([b.estimate, b.se, b.statistic, b.p], cases()[name].answers["pet_peese"][key], rtol=RTOL)


@pytest.mark.parametrize("name", with_key("tes"))
def test_excess_significance(name: str):
    """R goes over to chi-squared beyond 1e6 combinations; we are asked for the same test here."""
    answer = cases()[name].answers["tes"]
    found = eb.excess_significance(given(cases()[name]), test=answer["method"])
    assert found.observed == answer["O"]
    ours = [found.expected, found.ratio, found.p, found.theta]
    assert_allclose(ours, [answer[key] for key in ("E", "OErat", "pval", "theta")], rtol=RTOL)


def filled(case: Case, key: str) -> tuple[eb.TrimAndFill, dict[str, Any]]:
    estimator, count, *side = key.split("_")
    fit = fitted(given(case), estimator)
    return eb.trim_and_fill(fit, estimator=count, side=side[0] if side else None), case.answers["trimfill"][key]


@pytest.mark.parametrize("name", with_key("trimfill"))
def test_trim_and_fill(name: str):
    case = cases()[name]
    for key, answer in case.answers["trimfill"].items():
        if "error" in answer:
            with pytest.raises(NotEstimable, match=r"no real value|nothing is left"):
                filled(case, key)
            continue
        found, _ = filled(case, key)
        rough = (SHORT_FILLED if name == "greenland1992" else R_DEFAULT) if key.startswith("REML") else 0
        assert (found.lacking, found.side) == (answer["k0"], answer["side"]), key
        assert (found.lacking_se is None, found.p_none) == (answer["se_k0"] is None, answer["p0"]), key
        if found.lacking_se is not None:
            assert_allclose(found.lacking_se, answer["se_k0"], rtol=RTOL, err_msg=key)
        f = found.filled
        near = rough * (answer["ub"] - answer["lb"])
        ours = [f.estimate, *f.ci]
        assert_allclose(ours, [answer[x] for x in ("b", "lb", "ub")], rtol=RTOL, atol=near, err_msg=key)
        assert_allclose(f.se, answer["se"], rtol=rough or RTOL, err_msg=key)
        assert_allclose(f.heterogeneity.q, answer["QE"], rtol=RTOL, err_msg=key)
        assert_allclose(
            f.heterogeneity.tau2,
            answer["tau2"],
            rtol=3 * rough or RTOL,
            atol=2 * TAU2_ZERO,
            err_msg=key,
        )
        if "yi_fill" in answer and None not in answer["yi_fill"]:  # R lost a filled study where one is missing
            at = slice(len(found.fit.effects), None)
            tolerance = {"rtol": 1e-3, "atol": 1e-4} if rough else {"rtol": RTOL}
            assert_allclose(f.effects.yi[at], answer["yi_fill"], **tolerance)
            assert_allclose(f.effects.vi[at], answer["vi_fill"], rtol=RTOL)


DIFFER = 22  # data sets, by more than 1e-7 of tau2


def restricted_score(y, v, tau2: float) -> float:
    """Twice the slope of the restricted log-likelihood in tau2, term by term; 0 at its top."""
    w = 1 / (v + tau2)
    mean = math.fsum(w * y) / math.fsum(w)
    return math.fsum(w**2 * (y - mean) ** 2) - math.fsum(w) + math.fsum(w**2) / math.fsum(w)


def test_where_a_filled_reml_differs_ours_is_nearer_the_top():
    apart = 0
    for name in with_key("trimfill"):
        found, answer = filled(cases()[name], "REML_L0")
        ours, theirs, effects = found.filled.heterogeneity.tau2, answer["tau2"], found.filled.effects
        known = np.isfinite(effects.yi)
        if abs(ours - theirs) > 1e-7 * theirs and theirs > 2 * TAU2_ZERO:
            at = [abs(restricted_score(effects.yi[known], effects.vi[known], tau2)) for tau2 in (ours, theirs)]
            assert at[0] < at[1], name
            apart += 1
    assert apart == DIFFER


@pytest.mark.parametrize("name", with_key("fsn"))
def test_fail_safe_n(name: str):
    effects = given(cases()[name])
    for method in ("Rosenthal", "Orwin", "Rosenberg"):
        found, answer = eb.fail_safe_n(effects, method=method), cases()[name].answers["fsn"][method]
        assert found.n == answer["fsnum"], method
        for ours, key in ((found.p, "p"), (found.estimate, "meanes"), (found.target, "target")):
            if answer[key] is not None:
                assert_allclose(ours, answer[key], rtol=RTOL, atol=1e-300, err_msg=method)


ONE_TOO_MANY = 20  # of 47 data sets


def test_general_fail_safe_n_is_the_least():
    """R ends its search just beyond the step and rounds that up: one too many in 20 data sets of 47.

    Ours is the least by definition: there p is at or above .05, and at one less below it. (R's p of
    the studies as they are has its default REML tolerance; the tight fits are held in test_reference_models.py.)
    """
    more = 0
    for name in with_key("fsn"):
        effects, answer = given(cases()[name]), cases()[name].answers["fsn"]["General_REML"]
        found = eb.fail_safe_n(effects, method="general")
        more += found.n != answer["fsnum"]
        assert answer["fsnum"] - found.n in (0, 1), name
        near = 0.2 if name == "greenland1992" else 5e-3
        assert_allclose(found.p, answer["p"], rtol=near, atol=1e-30, err_msg=name)
        if found.n:
            known = np.isfinite(effects.yi)
            y, v = effects.yi[known], effects.vi[known]
            z = [with_null_studies(y, v, n, found.estimate, found.tau2)[1] for n in (found.n - 1, found.n) if n]
            assert abs(z[-1]) <= 1.959963984540054 < abs(z[0] if len(z) == 2 else math.inf)
    assert more == ONE_TOO_MANY


METABIAS = json.loads((Path(__file__).parent / "data_small_study/metabias.json").read_text(encoding="utf-8"))[
    "cases"
]
LINEAR = ("Egger", "Harbord", "Peters", "Macaskill", "Deeks", "Pustejovsky")
HALF_TO_RR = "laopaiboon2015"  # the one risk ratio with a zero cell
MH_CORRECTED = "nielweise2007"  # the one data set where meta's corrected M-H odds ratio changes the ranks


def as_meta(name: str) -> eb.Effects:
    """Double zeros out; risk ratios of studies with a zero cell as meta corrects them: 1/2 to events and to totals.

    metafor, RevMan and we add 1/2 to each cell, so 1 to the totals; that is what keeps b = n - a corrected too.
    """
    case = cases()[name]
    effects = case.counts(case.answers["primary"], double_zero="drop")
    if name != HALF_TO_RR:
        return effects
    a, n1, c, n2 = (effects.cells[x] for x in ("ai", "n1i", "ci", "n2i"))
    half = 0.5 * ((a == 0) | (c == 0) | (a == n1) | (c == n2))
    yi = np.log((a + half) * (n2 + half) / ((c + half) * (n1 + half)))
    vi = 1 / (a + half) - 1 / (n1 + half) + 1 / (c + half) - 1 / (n2 + half)
    return eb.effects("RR", {"yi": yi, "vi": vi, "ni": n1 + n2}, estimates="yi", variances="vi")


@pytest.mark.parametrize("name", sorted(METABIAS))
def test_regressions_of_meta(name: str):
    case = cases()[name]
    for method in LINEAR:
        of_counts = method in ("Harbord", "Peters", "Deeks", "Pustejovsky")
        if name == HALF_TO_RR and method == "Pustejovsky":
            continue  # needs both sizes of groups, which given estimates do not bring; Egger holds the same y and v
        counted = case.counts(case.answers["primary"], double_zero="drop")
        found, answer = eb.asymmetry(counted if of_counts else as_meta(name), method), METABIAS[name][method]
        ours = [found.slope.estimate, found.slope.se, found.statistic, found.p, found.df]
        assert_allclose(ours, [answer[x] for x in ("est", "se", "stat", "p", "df")], rtol=RTOL, err_msg=method)


@pytest.mark.parametrize("name", sorted(METABIAS))
def test_thompson_and_sharp(name: str):
    """meta fits with R's default REML tolerance; the tight pinned regression, on t, is held at 1e-8 above."""
    found, answer = eb.asymmetry(as_meta(name), "Thompson"), METABIAS[name]["Thompson"]
    assert_allclose([found.statistic, found.p], [answer["stat"], answer["p"]], rtol=1e-4)
    assert found.df == answer["df"]


@pytest.mark.parametrize("name", sorted(METABIAS))
def test_rank_tests_of_meta(name: str):
    for method in ("Begg", "Schwarzer"):
        if (name, method) == (MH_CORRECTED, "Schwarzer"):
            continue
        effects, answer = as_meta(name) if method == "Begg" else raw(name), METABIAS[name][method]
        found = eb.begg(effects, method=method, exact=False)
        ours = [found.kendall.s, found.kendall.se, found.statistic, found.p]
        assert_allclose(ours, [answer[x] for x in ("est", "se", "stat", "p")], rtol=RTOL, err_msg=method)


def raw(name: str) -> eb.Effects:
    return cases()[name].counts("OR")


def test_schwarzer_needs_no_correction_where_meta_makes_one():
    """meta adds 1/2 inside Mantel-Haenszel (MH.exact = FALSE) before it asks what to expect: S is -6, not -8."""
    effects = raw(MH_CORRECTED)
    cells = tuple(effects.cells[x] for x in ("ai", "n1i", "ci", "n2i"))
    a, n1, c, n2 = (cell[~is_double_zero(cells)] for cell in cells)
    odds, _ = mantel_haenszel.pooled(mantel_haenszel.tables(*corrected((a, n1, c, n2), "only0", 0.5)), "OR")
    mean, variance = np.array([noncentral.moments(*x, float(odds)) for x in zip(n1, n2, a + c, strict=True)]).T
    meta = kendall((a - mean) / np.sqrt(variance), 1 / variance)
    assert (meta.s, eb.begg(effects, method="Schwarzer").kendall.s) == (
        METABIAS[MH_CORRECTED]["Schwarzer"]["est"],
        -8,
    )


def test_the_grid_did_not_shrink():
    compared = {key: len(with_key(key)) for key in ("regtest", "ranktest", "trimfill", "fsn", "tes", "pet_peese")}
    assert compared == dict.fromkeys(compared, 47) | {"trimfill": 46}
    assert len(METABIAS) == 13
    assert sum(len(cases()[name].answers["regtest"]) for name in with_key("regtest")) == 570
