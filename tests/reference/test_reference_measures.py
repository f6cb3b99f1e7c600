"""The further measures equal metafor's escalc(), and no pinned key of it is left uncompared."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import ESTIMATES, Case, cases, numbers, with_key
from test_reference_escalc import COUNTS, MEANS

import effectbank as eb

MEASURES = {
    "PHI": ("PHI", {}),
    "YUQ": ("YUQ", {}),
    "YUY": ("YUY", {}),
    "OR2DN": ("OR2DN", {}),
    "OR2DL": ("OR2DL", {}),
    "SMDH": ("SMDH", {}),
    "SMD1": ("SMD1", {}),
    "ROM": ("ROM", {}),
    "CVR": ("CVR", {}),
    "VR": ("VR", {}),
    "ROM_correct_false": ("ROM", {"bias_corrected": False}),
    "CVR_correct_false": ("CVR", {"bias_corrected": False}),
    "IRR": ("IRR", {}),
    "IRD": ("IRD", {}),
    "IRSD": ("IRSD", {}),
    "PR": ("PR", {}),
    "PLN": ("PLN", {}),
    "PLO": ("PLO", {}),
    "PAS": ("PAS", {}),
    "PFT": ("PFT", {}),
    "COR": ("COR", {}),
    "ZCOR": ("ZCOR", {}),
    "ARAW": ("ARAW", {}),
    "AHW": ("AHW", {}),
    "ABT": ("ABT", {}),
}
ROLES = {  # by a column only that kind of data has
    "ci": {"events": ("ai", "ci"), "totals": ("n1i", "n2i")},
    "m1i": {"means": ("m1i", "m2i"), "sds": ("sd1i", "sd2i"), "totals": ("n1i", "n2i")},
    "x1i": {"events": ("x1i", "x2i"), "times": ("t1i", "t2i")},
    "xi": {"events": "xi", "totals": "ni"},
    "ri": {"correlations": "ri", "totals": "ni"},
    "mi": {"alphas": "ai", "items": "mi", "totals": "ni"},
}
PINNED = [(name, key) for name in with_key("escalc") for key in cases()[name].answers["escalc"]]


def test_every_pinned_key_is_compared():
    assert {key for _, key in PINNED} == MEASURES.keys() | COUNTS.keys() | MEANS.keys()
    assert len(PINNED) == 290


@pytest.mark.parametrize(("name", "key"), [pin for pin in PINNED if pin[1] in MEASURES])
def test_measure(name: str, key: str):
    measure, options = MEASURES[key]
    theirs, ours = cases()[name].answers["escalc"][key], effects(cases()[name], measure, options)
    assert_allclose(ours.yi, numbers(theirs["yi"]), rtol=ESTIMATES, atol=1e-15)
    assert_allclose(ours.vi, numbers(theirs["vi"]), rtol=ESTIMATES)
    without = [label for label, yi in zip(ours.labels, ours.yi, strict=True) if np.isnan(yi)]
    assert [gap.study for gap in ours.missing] == without


def effects(case: Case, measure: str, options: dict[str, object]) -> eb.Effects:
    _, roles = next((column, roles) for column, roles in ROLES.items() if column in case.rows[0])
    cells = {
        role: tuple(map(case.column, columns)) if isinstance(columns, tuple) else case.column(columns)
        for role, columns in roles.items()
    }
    return eb.effects(measure, **cells, **options)
