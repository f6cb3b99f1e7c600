"""Fail-safe N: BCG as metafor prints it, published formulas, and numbers that do not exist."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import bcg
from regress_data import TESTS, read
from scipy.stats import chi2, norm

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.fail_safe import mixture, whole


@pytest.mark.parametrize(("method", "n"), [("Rosenthal", 598), ("Orwin", 13), ("Rosenberg", 370)])
def test_bcg_as_metafor_prints_it(method, n):
    # fsn(yi, vi, data=dat.bcg, type=…)
    assert eb.fail_safe_n(bcg(), method=method).n == n


def test_it_is_told_with_what_it_assumes():
    found = eb.fail_safe_n(bcg())
    assert repr(found) == "<FailSafe Rosenthal N = 598, k=13>"
    assert "fail-safe N: 598" in str(found)
    assert "average exactly no effect" in found.hypothesis
    assert json.loads(json.dumps(found.to_dict()))["n"] == 598
    assert eb.fail_safe_n(bcg().subset([0, 1, 2])).notes[0].startswith("3 studies, fewer than 10")


def test_adding_so_many_does_it_and_one_less_does_not():
    """Rosenberg and the general method's common form: N null studies of harmonic mean variance, really added."""
    effects = bcg()
    for method, choices in (("Rosenberg", {}), ("general", {"model": "common"})):
        n = eb.fail_safe_n(effects, method=method, **choices).n
        typical = 13 / (1 / effects.vi).sum()
        for added, significant in ((n - 1, True), (n, False)):
            y, v = np.append(effects.yi, np.zeros(added)), np.append(effects.vi, np.full(added, typical))
            assert eb.pool(eb.effects("GEN", estimates=y, variances=v), model="common").significant is significant


def test_orwin_down_to_a_target():
    # fsn(yi, vi, data=dat.bcg, type="Orwin", target=log(0.95)): N = 13 (-0.4303 + 0.0513) / -0.0513 = 96.05…
    found = eb.fail_safe_n(bcg(), method="Orwin", target=np.log(0.95))
    assert found.n == 97
    assert eb.fail_safe_n(bcg(), method="Orwin", target=-np.log(0.95)).n == 97  # the sign is the estimate's
    assert eb.fail_safe_n(bcg(), method="Orwin", target=0).n is None
    assert "no number" in repr(eb.fail_safe_n(bcg(), method="Orwin", target=0))
    assert eb.fail_safe_n(bcg(), method="Orwin", target=-2).n == 0
    assert eb.fail_safe_n(bcg(), method="general", model="common", target=np.log(0.95)).n == 97


BECKER = {  # Becker 2005, three data sets; metafor's test_misc_fsn.r
    "raudenbush1985": {"target": 0.05, "Rosenthal": 26, "Orwin": 4, "Orwin-unweighted": 44, "Rosenberg": 0,
                       "general": 0},
    "hackshaw1998": {"target": 0.049, "Rosenthal": 393, "Orwin": 104, "Orwin-unweighted": 186, "Rosenberg": 202,
                     "general": 112},
    "mcdaniel1994": {"target": 0.15, "Rosenthal": 50364, "Orwin": 65, "Orwin-unweighted": 129, "Rosenberg": 45528,
                     "general": 6068},
}  # fmt: skip


@pytest.mark.parametrize("name", BECKER)
def test_becker_as_metafor_has_it(name):
    given = (
        {"correlations": "ri", "totals": "ni"} if name == "mcdaniel1994" else {"estimates": "yi", "variances": "vi"}
    )
    measure = "ZCOR" if name == "mcdaniel1994" else "GEN"
    columns = read(TESTS / "reference" / "data" / f"{name}.csv")
    effects = eb.effects(measure, columns, **given)
    target, *expected = BECKER[name].items()
    for method, n in expected:
        aim = {"target": target[1]} if method.startswith("Orwin") else {}
        assert eb.fail_safe_n(effects, method=method, **aim).n == n


def test_fishers_number_is_enough_and_one_less_is_not():
    # metafor says 40 here: its search takes half a study more in the degrees of freedom than in the p-values
    columns = read(TESTS / "reference" / "data" / "raudenbush1985.csv")
    effects = eb.effects("GEN", columns, estimates="yi", variances="vi")
    found = eb.fail_safe_n(effects, method="Fisher")
    p = norm.sf(np.abs(effects.yi) / effects.se)
    assert found.n == 41
    for n, significant in ((40, True), (41, False)):
        x2 = -2 * np.log([*p, *[0.5] * n]).sum()
        assert (chi2.sf(x2, 2 * (len(p) + n)) < 0.05) is np.bool_(significant)
    assert found.p == pytest.approx(chi2.sf(-2 * np.log(p).sum(), 2 * len(p)))


def test_none_is_needed_where_nothing_is_significant():
    flat = eb.effects("GEN", estimates=[0.1, -0.1, 0.05], variances=[1, 1, 1.0])
    assert [eb.fail_safe_n(flat, method=m).n for m in ("Rosenthal", "Rosenberg", "general")] == [0, 0, 0]


def test_the_mixture_is_a_sum_of_squares():
    # k = 3 about 0.6 and n = 2 about 0, each with tau2 = 0.1: (2 * 0.1 + 1 * 0.1 + 3 * 0.24^2 + 2 * 0.36^2) / 4
    assert mixture(3, 2, 0.6, 0.1) == pytest.approx((0.3 + 3 * 0.24**2 + 2 * 0.36**2) / 4, rel=1e-14)


def test_rounding_is_up_but_for_rounding_errors():
    assert [whole(x) for x in (12.2, 13.0000000000001, 13 - 1e-12, -4.0)] == [13, 13, 13, 0]
    assert whole(float("inf")) is None


@pytest.mark.parametrize(
    ("choices", "error", "words"),
    [
        ({"method": "Rosental"}, UnknownName, "did you mean Rosenthal"),
        ({"alpha": 5}, BadInput, "0.05"),
        ({"target": 0.1}, BadInput, "Orwin"),
        ({"tau2": "DL"}, BadInput, "general"),
        ({"method": "general", "tau2": "D"}, UnknownName, "tau2 estimator"),
    ],
)
def test_choices_that_cannot_be(choices, error, words):
    with pytest.raises(error, match=words):
        eb.fail_safe_n(bcg(), **choices)


def test_no_study():
    with pytest.raises(NotEstimable, match="needs a study"):
        eb.fail_safe_n(eb.effects("GEN", estimates=[float("nan")], variances=[1.0]))
