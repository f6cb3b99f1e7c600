"""The published regressions by name: each is its formula, and asks for the data it needs."""

from __future__ import annotations

import numpy as np
import pytest
from bcg import bcg

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.asymmetry import METHODS

CELLS = ("ai", "n1i", "ci", "n2i")


def line(x, y, w):
    """Slope and t of the weighted regression of y on x, by the normal equations."""
    x_mean, y_mean = np.average(x, weights=w), np.average(y, weights=w)
    spread = (w * (x - x_mean) ** 2).sum()
    slope = (w * (x - x_mean) * (y - y_mean)).sum() / spread
    residual = (w * (y - y_mean - slope * (x - x_mean)) ** 2).sum()
    return slope, slope / np.sqrt(residual / (len(x) - 2) / spread)


def by_hand(method):
    a, n1, c, n2 = (bcg().cells[name] for name in CELLS)
    n, events, rr = n1 + n2, a + c, bcg()
    odds = np.log(a * (n2 - c) / (c * (n1 - a)))
    pooled = 1 / (1 / events + 1 / (n - events))
    z, v = a - events * n1 / n, n1 * n2 * events * (n - events) / (n**2 * (n - 1))
    arcsine = np.arcsin(np.sqrt(a / n1)) - np.arcsin(np.sqrt(c / n2))
    return {
        "Egger": (rr.se, rr.yi, 1 / rr.vi),
        "Harbord": (1 / np.sqrt(v), z / v, v),
        "Peters": (1 / n, odds, pooled),
        "Macaskill": (n, rr.yi, 1 / rr.vi),
        "Macaskill-FPV": (n, odds, pooled),
        "Deeks": (np.sqrt(n / (4 * n1 * n2)), odds, 4 * n1 * n2 / n),
        "Ruecker": (np.sqrt(1 / (4 * n1) + 1 / (4 * n2)), arcsine, 4 * n1 * n2 / n),
        "Debray-FIV": (1 / events, rr.yi, 1 / rr.vi),
        "Debray-FAV": (1 / events, rr.yi, 1 / (1 / a + 1 / c)),
        "Pustejovsky": (np.sqrt(1 / n1 + 1 / n2), rr.yi, 1 / rr.vi),
    }[method]


@pytest.mark.parametrize("method", [name for name, each in METHODS.items() if each.model == "lm"])
def test_each_is_its_formula(method):
    slope, t = line(*by_hand(method))
    found = eb.asymmetry(bcg(), method)
    assert (found.slope.estimate, found.statistic) == pytest.approx((slope, t), rel=1e-9)
    assert (found.df, found.k) == (11, 13)


def test_the_mixed_ones_are_eggers_random_form_on_t():
    for method, effects in (("Thompson", bcg()), ("Ruecker-Thompson", bcg("AS"))):
        found = eb.asymmetry(bcg(), method, tau2="DL")
        assert found.p == pytest.approx(eb.egger(effects, model="random", tau2="DL", test="t").p, rel=1e-12)


def test_the_arcsine_test_is_eggers_of_arcsine_differences():
    assert eb.asymmetry(bcg(), "Ruecker").p == pytest.approx(eb.egger(bcg("AS")).p, rel=1e-12)


def test_rank_tests_by_the_same_door():
    assert eb.asymmetry(bcg(), "Begg").to_dict() == eb.begg(bcg()).to_dict()
    assert eb.asymmetry(bcg(), "Schwarzer").method == "Schwarzer"


def test_double_zeros_say_nothing_of_an_odds_ratio():
    counts = {"events": ([4, 0, 6, 9], [1, 0, 3, 8]), "totals": ([40, 50, 90, 300], [40, 50, 90, 300])}
    for method in ("Harbord", "Peters", "Deeks", "Ruecker"):
        assert eb.asymmetry(eb.effects("OR", **counts), method).k == 3


def test_events_of_survival_may_come_as_columns():
    data = {"yi": [0.1, 0.4, 0.2], "vi": [0.01, 0.05, 0.02], "e1i": [40, 9, 20], "e2i": [50, 8, 30]}
    found = eb.asymmetry(eb.effects("HR", data, estimates="yi", variances="vi"), "Debray-FIV")
    slope, _ = line(1 / np.array([90, 17, 50]), np.array(data["yi"]), 1 / np.array(data["vi"]))
    assert found.slope.estimate == pytest.approx(slope, rel=1e-9)


def test_a_method_asks_for_its_data():
    bare = eb.effects("GEN", estimates=[0.1, 0.4, 0.2], variances=[0.01, 0.05, 0.02])
    for method in ("Harbord", "Peters", "Deeks", "Ruecker", "Schwarzer", "Debray-FIV", "Pustejovsky"):
        with pytest.raises(NotEstimable, match=r"hold|came without events"):
            eb.asymmetry(bare, method)
    with pytest.raises(UnknownName, match="did you mean Harbord"):
        eb.asymmetry(bare, "Habord")
    with pytest.raises(BadInput, match="Thompson"):
        eb.asymmetry(bare, "Egger", tau2="DL")


def test_every_method_names_its_source():
    assert all(each.source for each in METHODS.values())
