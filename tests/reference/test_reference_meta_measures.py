"""meta's inverse-variance analyses of counts and proportions, weights of sample size, and two more intervals.

As in test_reference_meta.py, what rests on a REML tau2 is compared at meta's own.
"""

from __future__ import annotations

import numpy as np
import pytest
from reference_cases import cases
from test_reference_meta import COUNTS, META, at, close, given, one

import effectbank as eb

PROPORTIONS = {"PRAW": "PR", "PLN": "PLN", "PLOGIT": "PLO", "PAS": "PAS", "PFT": "PFT"}
COMMON = ("TE_common", "se_common", "lower_common", "upper_common", "Q")
RANDOM = ("TE_random", "se_random", "lower_random", "upper_random")


def compare(effects: eb.Effects, answer: dict, name: str) -> None:
    common, random = eb.pool(effects, model="common"), at(effects, one(answer, "tau2"), "z", "V")
    close([common.estimate, common.se, *common.ci, common.heterogeneity.q], [one(answer, k) for k in COMMON], name)
    close([random.estimate, random.se, *random.ci], [one(answer, k) for k in RANDOM], name)
    close(list(random.prediction), [one(answer, "lower_predict"), one(answer, "upper_predict")], name)
    found = eb.tau2_interval(random, "Higgins-Thompson-Q")
    close(list(found.i2), [100 * one(answer, "lower_I2"), 100 * one(answer, "upper_I2")], name, 1e-7)


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
@pytest.mark.parametrize("name", COUNTS)
def test_counts(name: str, measure: str):
    """meta leaves double zeros out of ratios; it corrects a risk difference's variance only, as RevMan does."""
    rules = {"zero_cells": "revman"} if measure == "RD" else {"double_zero": "drop"}
    effects = cases()[name].counts(measure, **rules)
    compare(half_to_totals(effects) if measure == "RR" else effects, META[name][f"Inverse_{measure}"], name)


def half_to_totals(effects: eb.Effects) -> eb.Effects:
    """meta's risk ratios: where a cell is empty 1/2 to events and to totals; others add 1 to totals."""
    a, n1, c, n2 = (effects.cells[x] for x in ("ai", "n1i", "ci", "n2i"))
    half = 0.5 * ((a == 0) | (c == 0) | (a == n1) | (c == n2))
    yi = np.log((a + half) * (n2 + half) / ((c + half) * (n1 + half)))
    vi = 1 / (a + half) - 1 / (n1 + half) + 1 / (c + half) - 1 / (n2 + half)
    kept = np.isfinite(effects.yi)
    return eb.effects("RR", estimates=yi[kept], variances=vi[kept])


@pytest.mark.parametrize("code", PROPORTIONS)
@pytest.mark.parametrize("name", [name for name, answers in META.items() if "PAS" in answers])
def test_proportions(name: str, code: str):
    case = cases()[name]
    effects = eb.effects(PROPORTIONS[code], events=case.column("xi"), totals=case.column("ni"))
    compare(effects, META[name][code], name)


WEIGHTED = [
    name for name in COUNTS if META[name]["SSW_OR"]["se_common"] != "Inf"
]  # as meta has it with double zeros


@pytest.mark.parametrize("name", WEIGHTED)
def test_weights_of_sample_size(name: str):
    """Bakbergenuly, Hoaglin & Kulinskaya (2020): n1 n2 / (n1 + n2) as weights, whatever the variances."""
    effects, answer = cases()[name].counts("OR", double_zero="drop"), META[name]["SSW_OR"]
    n1, n2 = effects.cells["n1i"], effects.cells["n2i"]
    common = eb.pool(effects, model="common", weights=n1 * n2 / (n1 + n2))
    random = eb.pool(effects, tau2=one(answer, "tau2"), weights=n1 * n2 / (n1 + n2))
    close([common.estimate, common.se], [one(answer, k) for k in COMMON[:2]], name)
    close([random.estimate, random.se], [one(answer, k) for k in RANDOM[:2]], name)


@pytest.mark.parametrize("name", META)
def test_knapp_hartung_held_to_the_usual_error(name: str):
    answer = META[name]["generic"]["HK_adhoc_se"]
    fit = at(given(name), one(META[name]["generic"]["tau_ci_QP"], "tau2"), "ad-hoc", "as-test")
    assert fit.se == pytest.approx(one(answer, "se_random"), rel=1e-8)
    # meta widens the interval to the normal one where that is wider; ours is t on k - 1 with the larger error
    lower, upper = one(answer, "lower_random"), one(answer, "upper_random")
    assert fit.ci.low <= lower + 1e-9 * (upper - lower)
