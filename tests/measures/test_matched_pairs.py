"""Matched pairs, counts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb


@pytest.mark.parametrize(
    ("measure", "yi", "vi"),  # metafor's test file: ai=20, bi=10, ci=5, di=20
    [
        ("MPRD", 0.0909, 0.0048),
        ("MPRR", 0.1823, 0.0200),
        ("MPOR", 0.3646, 0.0782),
        ("MPORC", 0.6931, 0.3000),
        ("MPPETO", 0.6667, 0.2667),
    ],
)
def test_published_values(measure, yi, vi):
    ours = eb.effects(measure, pairs=([20], [10], [5], [20]))
    assert_allclose([ours.yi[0], ours.vi[0]], [yi, vi], atol=5e-5)


def test_a_zero_takes_the_constant_or_is_missing():
    table = ([20], [10], [0], [20])
    assert_allclose(eb.effects("MPORC", pairs=table).yi, np.log(10.5 / 0.5))
    plain = eb.effects("MPORC", pairs=table, zero_cells="none")
    assert plain.missing[0].reason == "a zero cell, and no correction asked for"


def test_an_unknown_cell_is_named():
    ours = eb.effects("MPORC", pairs=([None], [10], [5], [20]))
    assert ours.missing[0].reason == "pairs with the event in both unknown"
