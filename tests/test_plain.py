"""The one converter to JSON-ready data."""

from __future__ import annotations

from pathlib import PurePosixPath

import numpy as np
import pytest

from effectbank.plain import plain
from effectbank.problems import Place
from effectbank.words import EntryKind, Interval


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (0, 0),
        (True, True),
        (np.array([1.5, np.nan]), [1.5, None]),
        (np.int64(3), 3),
        (Interval(0.5, float("inf")), [0.5, None]),
        (EntryKind.HOT_TOPIC, "hot topic"),
        (Place(file="arms.csv", line=2), {"file": "arms.csv", "line": 2, "key": None}),
        ({1: (None, "a")}, {"1": [None, "a"]}),
        (PurePosixPath("a/b"), "a/b"),
    ],
)
def test_what_is_not_known_is_null_and_records_are_their_fields(value: object, expected: object) -> None:
    made = plain(value)
    assert made == expected
    assert type(made) is type(expected)
