"""Study estimates equal metafor's escalc()."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import ESTIMATES, cases, numbers, with_columns

COUNTS = {
    "RR": ("RR", {}),
    "OR": ("OR", {}),
    "RD": ("RD", {}),
    "AS": ("AS", {}),
    "PETO": ("PETO", {}),
    "RR_add_all": ("RR", {"zero_cells": "all"}),
    "OR_drop00": ("OR", {"double_zero": "drop"}),
}
MEANS = {
    "MD": ("MD", {}),
    "SMD": ("SMD", {}),
    "ROM": ("ROM", {}),
    "SMD_vtype_UB": ("SMD", {"variance": "UB"}),
    "SMD_vtype_LS2": ("SMD", {"variance": "LS2"}),
    "SMD_vtype_AV": ("SMD", {"variance": "AV"}),
}


def test_no_case_got_lost():
    assert len(cases()) == 47
    assert len(with_columns("ai", "ci")) == 22
    assert len(with_columns("m1i", "sd1i")) == 5


@pytest.mark.parametrize("name", with_columns("ai", "ci"))
def test_counts(name: str):
    compare(name, COUNTS, cases()[name].counts)


@pytest.mark.parametrize("name", with_columns("m1i", "sd1i"))
def test_means(name: str):
    compare(name, MEANS, cases()[name].means)


def compare(name, measures, effects_of):
    answers = cases()[name].answers["escalc"]
    compared = 0
    for key, (measure, options) in measures.items():
        if key in answers:
            ours = effects_of(measure, **options)
            assert_allclose(ours.yi, numbers(answers[key]["yi"]), rtol=ESTIMATES, atol=1e-15, err_msg=f"{key} yi")
            assert_allclose(ours.vi, numbers(answers[key]["vi"]), rtol=ESTIMATES, err_msg=f"{key} vi")
            assert [gap.study for gap in ours.missing] == [
                label for label, yi in zip(ours.labels, ours.yi, strict=True) if np.isnan(yi)
            ]
            compared += 1
    assert compared >= 5
