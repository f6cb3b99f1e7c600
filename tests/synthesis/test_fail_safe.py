"""Fail-safe N: BCG as metafor prints it, published formulas, and numbers that do not exist."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bcg import bcg

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
