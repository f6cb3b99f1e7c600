"""Henmi-Copas: metafor's example, the limits of the method, and an integral done another way."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from bcg import bcg
from scipy.integrate import quad
from scipy.stats import gamma, norm

import effectbank as eb
from effectbank.kernel.henmi_copas import beyond, moments, upper_point
from effectbank.problems import BadInput, NotEstimable

LEE = Path(__file__).parent.parent / "reference/data/lee2004.csv"


def lee() -> eb.Effects:
    rows = list(csv.DictReader(LEE.read_text(encoding="utf-8").splitlines()))
    a, n1, c, n2 = ([float(row[name]) for row in rows] for name in ("ai", "n1i", "ci", "n2i"))
    return eb.effects("OR", events=(a, c), totals=(n1, n2))


def test_lee_and_done_as_metafor_prints_it():
    # hc(rma(measure="OR", …, data=dat.lee2004, method="DL")): tau2 0.3325, -0.5145, se 0.2178, -0.9994 to -0.0295
    found = eb.henmi_copas(lee())
    said = [round(x, 4) for x in (found.tau2, found.estimate, found.se, *found.ci)]
    assert said == [0.3325, -0.5145, 0.2178, -0.9994, -0.0295]
    assert repr(found) == "<HenmiCopas -0.5145 [-0.9994, -0.0295] k=16>"
    assert "odds ratio: 0.5978 (0.3681 to 0.9709)" in str(found)


def test_the_equation_is_solved():
    m = moments(bcg().vi, 0.3)
    t = upper_point(m, 0.95)
    assert beyond(m, t) == pytest.approx(0.025, rel=1e-12)

    def integrand(r):
        at = np.array(np.sqrt(m.spread) * r)
        mean, variance = float(m.mean(at)), float(m.variance(at))
        bound = (m.w1 / m.w2 - 1) * ((r / t) ** 2 - 1) + m.k - 1
        return gamma.cdf(bound, mean**2 / variance, scale=variance / mean) * norm.pdf(r)

    whole, _ = quad(integrand, t, 40, epsabs=1e-13, limit=400)
    assert whole == pytest.approx(0.025, rel=1e-9)


def test_the_level_and_the_scale():
    narrow, wide = (eb.henmi_copas(bcg(), level=level) for level in (0.8, 0.99))
    assert wide.ci.low < narrow.ci.low < narrow.ci.high < wide.ci.high
    effects = bcg()
    scaled = eb.henmi_copas(eb.effects("GEN", estimates=effects.yi * 1e3, variances=effects.vi * 1e6))
    assert tuple(scaled.ci) == pytest.approx([1e3 * x for x in eb.henmi_copas(effects).ci], rel=1e-9)


def test_a_few_studies_and_none():
    assert eb.henmi_copas(bcg().subset([0, 1])).notes[0].startswith("2 studies")
    with pytest.raises(NotEstimable, match="2 studies or more"):
        eb.henmi_copas(bcg().subset([0]))
    with pytest.raises(BadInput, match="not 95"):
        eb.henmi_copas(bcg(), level=95)
