"""Associations in 2x2 tables, SMDs from them, and the risk ratio of non-events."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import association, counts

TABLE = {"events": ([135], [40]), "nonevents": ([15], [10])}  # Handbook of Research Synthesis, Table 13.4


@pytest.mark.parametrize(
    ("measure", "yi", "se"),  # Handbook of Research Synthesis (2nd ed.), p. 242, Table 13.4, by metafor's test file
    [
        ("PHI", 0.1309, 0.0789),
        ("YUQ", 0.3846, 0.1901),
        ("YUY", 0.2000, 0.1071),
        ("PBIT", 0.4399, 0.2456),
        ("OR2DL", 0.4471, 0.2460),
        ("OR2DN", 0.4915, 0.2704),
    ],
)
def test_handbook_table(measure, yi, se):
    ours = eb.effects(measure, **TABLE)
    assert_allclose([ours.yi[0], ours.se[0]], [yi, se], atol=5e-5)


def test_phi_of_groups_drawn_apart_is_the_delta_method():
    cells = tuple(np.array([x]) for x in (30.0, 80.0, 21.0, 90.0))

    def phi_of(p1, p2):
        return association.phi((80 * p1, cells[1], 90 * p2, cells[3]))[0][0]

    p1, p2, h = 30 / 80, 21 / 90, 1e-6
    slope1 = (phi_of(p1 + h, p2) - phi_of(p1 - h, p2)) / (2 * h)
    slope2 = (phi_of(p1, p2 + h) - phi_of(p1, p2 - h)) / (2 * h)
    expected = slope1**2 * p1 * (1 - p1) / 80 + slope2**2 * p2 * (1 - p2) / 90
    assert_allclose(association.phi(cells, variance="ST")[1], expected, rtol=1e-7)


def test_phi_is_the_correlation_of_the_table():
    x = np.repeat([1, 1, 0, 0], [30, 50, 21, 69])
    y = np.repeat([1, 0, 1, 0], [30, 50, 21, 69])
    cells = tuple(np.array([c]) for c in (30.0, 80.0, 21.0, 90.0))
    assert_allclose(association.phi(cells)[0], np.corrcoef(x, y)[0, 1])


def test_risk_ratio_of_non_events_is_the_risk_ratio_of_the_swapped_table():
    a, n1, c, n2 = (np.array([x]) for x in (30.0, 80.0, 21.0, 90.0))
    ours = eb.effects("RRN", events=(a, c), totals=(n1, n2))
    swapped = counts.log_risk_ratio((n1 - a, n1, n2 - c, n2))
    assert_allclose([ours.yi, ours.vi], swapped)
    assert ours.display_label == "risk ratio of non-events"


def test_empty_margins_are_missing_with_a_reason():
    ours = eb.effects("PHI", events=([0, 5], [0, 5]), totals=([10, 5], [10, 5]))
    assert np.isnan(ours.yi).all()
    assert ours.missing[0].reason == "no event in either group, or nothing but events"
