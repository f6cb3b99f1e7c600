"""Cronbach's alpha and its transformations."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures.errors import BadCell


@pytest.mark.parametrize("measure", ["ARAW", "AHW", "ABT"])
def test_transformations_come_back_and_follow_the_delta_method_in_large_samples(measure):
    ours = eb.effects(measure, alphas=[0.8], items=[10], totals=[1_000_000])
    assert_allclose(ours.of.back(ours.yi), 0.8)
    h = 1e-6
    slope = (ours.of.back(ours.yi + h) - ours.of.back(ours.yi - h)) / (2 * h)
    raw = 2 * 10 * 0.2**2 / (9 * (1_000_000 - 2))
    assert_allclose(ours.vi * slope**2, raw, rtol=2e-6)


def test_all_rise_with_alpha():
    for measure in ("ARAW", "AHW", "ABT"):
        assert (
            np.diff(eb.effects(measure, alphas=[-0.2, 0.0, 0.5, 0.9], items=[5] * 4, totals=[40] * 4).yi) > 0
        ).all()


def test_edges():
    ours = eb.effects("ABT", alphas=[1.0, 0.7], items=[5, 5], totals=[40, 2])
    assert [gap.reason for gap in ours.missing] == ["an alpha of 1, or 2 people or fewer"] * 2
    with pytest.raises(BadCell, match="number of items: 1"):
        eb.effects("ABT", alphas=[0.7], items=[1], totals=[40])
    with pytest.raises(BadCell, match=r"alpha: 1\.1"):
        eb.effects("ARAW", alphas=[1.1], items=[3], totals=[40])
