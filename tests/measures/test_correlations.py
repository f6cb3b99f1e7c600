"""Correlations, partial and semi-partial."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import correlations
from effectbank.measures.errors import BadCell
from effectbank.problems import BadInput, UnknownName

MCDANIEL = {"correlations": [0.00, 0.62, 0.99, -0.13], "totals": [123, 15, 6, 41]}  # studies 1, 13, 33, 102


@pytest.mark.parametrize(
    ("measure", "options", "yi", "vi"),  # metafor's test file on dat.mcdaniel1994
    [
        ("COR", {}, [0.0000, 0.6200, 0.9900, -0.1300], [0.0082, 0.0271, 0.0001, 0.0242]),
        ("UCOR", {}, [0.0000, 0.6363, 0.9925, -0.1317], [0.0082, 0.0253, 0.0000, 0.0241]),
        ("UCOR", {"variance": "UB"}, [0.0000, 0.6363, 0.9925, -0.1317], [0.0084, 0.0283, 0.0000, 0.0261]),
        ("ZCOR", {}, [0.0000, 0.7250, 2.6467, -0.1307], [0.0083, 0.0833, 0.3333, 0.0263]),
    ],
)
def test_published_values(measure, options, yi, vi):
    ours = eb.effects(measure, **MCDANIEL, **options)
    assert_allclose(ours.yi, yi, atol=5e-5)
    assert_allclose(ours.vi, vi, atol=5e-5)


@pytest.mark.parametrize("n", [5.0, 8.0, 30.0])
@pytest.mark.parametrize("rho", [0.0, 0.3, -0.8])
def test_unbiased_correlation_is_unbiased(n, rho):
    # E(yi) = rho under Fisher's (1915) density of r, by Gauss-Legendre in the angle
    nodes, weights = np.polynomial.legendre.leggauss(120)
    angle = nodes * np.pi / 2
    r = np.sin(angle)
    density = fisher_density(r, n, rho) * np.cos(angle) * weights
    yi, _ = correlations.unbiased_correlation(r, np.full_like(r, n))
    assert_allclose((density * yi).sum() / density.sum(), rho, atol=2e-6)


@pytest.mark.parametrize("n", [41.0, 44, 60, 1000, 1e5, 1e8])
def test_unbiased_correlation_of_large_samples(n):
    # Olkin & Pratt 1958: r (1 + (1 - r^2) / (2 (n - 4))), in error by terms of 1/n^2
    r = np.array([-0.9, 0.3, 1e-9])
    yi, vi = correlations.unbiased_correlation(r, np.full(3, n), variance="UB")
    assert_allclose(yi, r * (1 + (1 - r**2) / (2 * (n - 4))), rtol=2 / n**2 + 1e-15)
    assert_allclose(vi, (1 - r**2) ** 2 / n, rtol=12 / n + 1e-6)


def fisher_density(r, n, rho):
    """Up to a constant: (1-r^2)^((n-4)/2) times the integral over w of (cosh w - rho r)^-(n-1)."""
    nodes, weights = np.polynomial.legendre.leggauss(120)
    w = 14 * (nodes + 1) / 2
    inner = ((np.cosh(w)[:, None] - rho * r) ** -(n - 1) * weights[:, None]).sum(0)
    return (1 - r**2) ** ((n - 4) / 2) * inner


def test_partial_and_semi_partial_of_aloe_and_thompson():
    # Aloe & Thompson (2013); metafor 4 divides by n-m-1 and takes n-m-1 for z: see the docstrings
    data = {"ts": [4.61, 6.19], "totals": [218, 232], "predictors": [4, 7]}
    partial, z = eb.effects("PCOR", **data), eb.effects("ZPCOR", **data)
    semi = eb.effects("SPCOR", **data, r2=[0.240, 0.455])
    assert_allclose([partial.yi[0], z.yi[0], semi.yi[0]], [0.3012, 0.3108, 0.2754], atol=5e-5)
    assert_allclose([partial.vi[0], semi.vi[0]], [0.0039, 0.0033], atol=5e-5)
    assert_allclose(z.vi, [1 / (218 - 4 - 2), 1 / (232 - 7 - 2)])


def test_a_partial_correlation_given_only_one_predictor_is_a_plain_one():
    plain = eb.effects("COR", correlations=[0.4], totals=[50])
    partial = eb.effects("PCOR", correlations=[0.4], predictors=[1], totals=[50])
    assert_allclose([partial.yi, partial.vi], [plain.yi, plain.vi])


def test_z_semi_partial_is_the_delta_method():
    plain, z = (eb.effects(m, correlations=[0.3], r2=[0.4], totals=[90]) for m in ("SPCOR", "ZSPCOR"))
    assert_allclose([z.yi[0], z.vi[0]], [np.arctanh(0.3), plain.vi[0] / (1 - 0.09) ** 2])


def test_correlation_from_t():
    # r = t / sqrt(t^2 + n - 2)
    assert_allclose(eb.effects("COR", ts=[2.0], totals=[18]).yi, 2 / np.sqrt(20))


def test_fishers_z_comes_back():
    ours = eb.effects("ZCOR", correlations=[-0.7, 0.2], totals=[20, 30])
    assert_allclose(ours.of.back(ours.yi), [-0.7, 0.2])


@pytest.mark.parametrize("measure", ["COR", "UCOR", "ZCOR"])
def test_perfect_correlations_and_tiny_samples_are_missing_with_a_reason(measure):
    ours = eb.effects(measure, correlations=[1.0, -1.0, 0.4, None], totals=[20, 20, 3, 20])
    assert np.isnan(ours.yi).all()
    assert np.isnan(ours.vi).all()
    reasons = [gap.reason for gap in ours.missing]
    assert reasons == ["a correlation of -1 or 1, or too few people"] * 3 + ["correlation unknown"]


def test_impossible_cells_and_unknown_choices_are_refused():
    with pytest.raises(BadCell, match=r"correlation: 1\.2 given"):
        eb.effects("ZCOR", correlations=[1.2], totals=[20])
    with pytest.raises(BadCell, match="at least two more than the predictors"):
        eb.effects("PCOR", correlations=[0.2], predictors=[19], totals=[20])
    with pytest.raises(BadCell, match="at least the square"):
        eb.effects("SPCOR", correlations=[0.9], r2=[0.5], predictors=[2], totals=[20])
    with pytest.raises(UnknownName, match="UB belongs to UCOR"):
        eb.effects("COR", correlations=[0.2], totals=[20], variance="UB")
    with pytest.raises(BadInput, match="ZCOR takes no choice of formula"):
        eb.effects("ZCOR", correlations=[0.2], totals=[20], variance="LS")


def test_average_variance_uses_the_weighted_mean_of_the_known():
    ours = eb.effects("COR", correlations=[0.2, 0.6, None], totals=[10, 30, 50], variance="AV")
    assert_allclose(ours.vi[:2], (1 - 0.5**2) ** 2 / np.array([9, 29]))
