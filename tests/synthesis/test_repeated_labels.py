"""A study may stand in a table more than once: each of its rows keeps its own estimate, reason and weight."""

from __future__ import annotations

import math

import numpy as np
import pytest

import effectbank as eb

TABLE = {
    "study": ["A", "B", "A", "B", "C"],
    "y": [0.1, None, 0.3, 0.4, 0.2],
    "v": [0.1, 0.2, 0.1, 0.2, 0.3],
    "x": [1.0, 2.0, None, 4.0, 5.0],
}
UNKNOWN = "estimate or variance unknown"


@pytest.fixture
def effects() -> eb.Effects:
    return eb.effects("GEN", TABLE, estimates="y", variances="v", study="study")


def test_a_reason_belongs_to_its_row(effects):
    assert effects.gaps == {1: UNKNOWN}
    assert [row["missing"] for row in effects.rows()] == ["", UNKNOWN, "", "", ""]
    assert effects.subset([3, 4]).missing == ()
    assert [gap.study for gap in effects.subset([4, 1, 3]).missing] == ["B"]
    assert effects.subset([4, 1, 3]).gaps == {1: UNKNOWN}


def test_every_row_has_its_weight(effects):
    weights = eb.pool(effects, model="common").to_dict()["weights"]
    assert list(weights) == ["A", "B", "A (2)", "B (2)", "C"]
    assert weights["B"] is None
    assert weights["A"] == weights["A (2)"] == pytest.approx(100 * 10 / (10 + 10 + 5 + 1 / 0.3))


def test_only_the_row_without_a_moderator_is_left_out(effects):
    fit = eb.regress(effects, ["x"])
    assert [(gap.study, gap.reason) for gap in fit.left_out] == [("B", UNKNOWN), ("A", "no value for x")]
    assert fit.k == 3


def test_a_location_scale_model_too():
    rng = np.random.default_rng(1)
    y, x = rng.normal(size=30), rng.normal(size=30)
    x[3] = math.nan
    data = {"y": y, "v": np.full(30, 0.05), "x": x, "study": [f"S{i % 10}" for i in range(30)]}
    fit = eb.location_scale(eb.effects("GEN", data, estimates="y", variances="v", study="study"), "1", "x")
    assert fit.k == np.isfinite(fit.tau2).sum() == 29
    assert [gap.study for gap in fit.left_out] == ["S3"]
    assert fit.to_dict()["tau2"]["S3"] is None
    assert fit.to_dict()["tau2"]["S3 (2)"] == fit.tau2[13]
