"""Excess significance: metafor's example, heterogeneity in closed form, and the three tests."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from bcg import bcg
from scipy.integrate import quad
from scipy.stats import binom, norm

import effectbank as eb
from effectbank.kernel.excess import counts, powers
from effectbank.problems import BadInput, NotEstimable, UnknownName


def test_bcg_is_told():
    # tes(yi, vi, data=dat.bcg): O = 8, E = 6.0927, O/E = 1.3131, p = 0.1344
    found = eb.excess_significance(bcg())
    assert repr(found) == "<ExcessSignificance 8 observed, 6.0927 expected, exact p = .1344, k=13>"
    assert round(found.ratio, 4) == 1.3131
    assert found.theta < found.limit < 0  # nearer to null, fewer are expected
    assert "share one true effect" in found.notes[-1]
    assert json.loads(json.dumps(found.to_dict()))["observed"] == 8


def test_the_limit_is_where_p_is_a_tenth():
    effects = eb.effects("GEN", estimates=[0.5, 0.45, 0.55, 0.4, 0.6, 0.42], variances=[0.04] * 6)
    found = eb.excess_significance(effects)
    at = eb.excess_significance(effects, theta=found.limit)
    assert at.p == pytest.approx(0.10, rel=1e-9)
    turned = eb.excess_significance(eb.effects("GEN", estimates=-effects.yi, variances=effects.vi))
    assert turned.limit == pytest.approx(-found.limit, rel=1e-12)


def test_counts_are_sums_over_all_outcomes():
    chances = np.array([0.1, 0.5, 0.7, 0.95])
    expected = np.zeros(5)
    for outcome in product((0, 1), repeat=4):
        expected[sum(outcome)] += np.prod(np.where(outcome, chances, 1 - chances))
    np.testing.assert_allclose(counts(chances), expected, rtol=1e-14)


def test_power_under_heterogeneity_is_the_integral():
    def chance(effect):
        z = effect / 0.3
        return (norm.sf(1.959963984540054 - z) + norm.cdf(-1.959963984540054 - z)) * norm.pdf(effect, 0.4, 0.5)

    integral, _ = quad(chance, -8, 8, epsabs=1e-13, limit=200)
    assert powers(np.array([0.09]), 0.4, 0.25, 0.05, "two-sided")[0] == pytest.approx(integral, rel=1e-9)


def test_a_fit_brings_its_effect_and_tau2():
    fit = eb.pool(bcg())
    found = eb.excess_significance(fit)
    assert (found.theta, found.tau2) == (fit.estimate, fit.heterogeneity.tau2)
    assert found.notes == ()
    assert eb.excess_significance(bcg(), tau2=0.3).theta != eb.excess_significance(bcg()).theta


def test_binomial_and_chi_squared():
    effects = eb.effects("GEN", estimates=[0.5, 0.45, 0.55, 0.1, 0.6, 0.42], variances=[0.04] * 6)
    exact, binomial, chi2 = (eb.excess_significance(effects, test=t) for t in ("exact", "binomial", "chi2"))
    mean = exact.expected / 6
    assert binomial.p == pytest.approx(binom.sf(exact.observed - 1, 6, mean), rel=1e-12)
    assert exact.p == pytest.approx(binomial.p, rel=1e-10)  # equal powers
    z = (exact.observed - exact.expected) / np.sqrt(6 * mean * (1 - mean))
    assert chi2.p == pytest.approx(norm.sf(z), rel=1e-12)


def test_one_sided_significance():
    effects = eb.effects("GEN", estimates=[0.35, -0.35, 0.9], variances=[0.04] * 3)
    observed = {
        a: eb.excess_significance(effects, alternative=a).observed for a in ("two-sided", "greater", "less")
    }
    assert observed == {"two-sided": 1, "greater": 2, "less": 1}


@pytest.mark.parametrize(
    ("choices", "error"),
    [({"test": "exakt"}, UnknownName), ({"alternative": "more"}, UnknownName), ({"alpha": 5}, BadInput),
     ({"tau2": -1}, BadInput)],
)  # fmt: skip
def test_choices_that_cannot_be(choices, error):
    with pytest.raises(error):
        eb.excess_significance(bcg(), **choices)


def test_no_study():
    with pytest.raises(NotEstimable):
        eb.excess_significance(eb.effects("GEN", estimates=[float("nan")], variances=[1.0]))
