"""The door takes data frames of any kind, mappings and arrays alike, and names what it cannot take."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import effectbank as eb
from effectbank.measures import BadCell, UnequalLengths, WrongColumns
from effectbank.problems import BadInput, UnknownName

DATA = {
    "author": ["Aronson", "Ferguson", "Rosenthal"],
    "tpos": [4, 6, None],
    "tn": [123, 306, 231],
    "cpos": [11, 29, 11],
    "cn": [139, 303, 220],
    "year": [1948, 1949, 1960],
    "alloc": ["random", "random", None],
}
KINDS = {
    "mapping": lambda: DATA,
    "pandas": lambda: pd.DataFrame(DATA),
    "pandas nullable": lambda: pd.DataFrame(DATA).convert_dtypes(),
    "polars": lambda: pl.DataFrame(DATA),
    "arrow": lambda: pa.table(DATA),
}


def effects_of(data) -> eb.Effects:
    return eb.effects("RR", data, study="author", events=("tpos", "cpos"), totals=("tn", "cn"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_gives_the_same(kind):
    found = effects_of(KINDS[kind]())
    # escalc(measure="RR", ai=4, n1i=123, ci=11, n2i=139)
    assert found.yi[:2] == pytest.approx([-0.88931133392, -1.5853886572], rel=1e-10)
    assert found.labels == ("Aronson", "Ferguson", "Rosenthal")
    assert np.isnan(found.yi[2])
    assert list(found.moderators) == ["year", "alloc"]
    assert list(found.moderators["year"]) == [1948, 1949, 1960]
    assert [(gap.study, gap.reason) for gap in found.missing] == [
        ("Rosenthal", "events of the intervention group unknown")
    ]


def test_bare_arrays():
    found = eb.effects("RD", events=(np.array([1, 2]), [3, 4]), totals=([10, 10], [10, 10]))
    assert found.labels == ("1", "2")
    assert list(found.yi) == pytest.approx([-0.2, -0.2])


def test_nonevents_make_the_totals():
    found = eb.effects("RD", events=([1], [3]), nonevents=([9], [7]))
    assert found.cells["n1i"][0] == 10


def test_given_estimates_keep_their_measure():
    by_se = eb.effects("OR", estimates=[0.5], ses=[0.2])
    by_variance = eb.effects("OR", estimates=[0.5], variances=[0.04])
    assert by_se.vi == pytest.approx(by_variance.vi)
    assert by_se.display_label == "odds ratio"
    assert dict(by_se.cells) == {}


def test_a_subset_carries_everything_along():
    found = effects_of(DATA).subset([2, 0])
    assert found.labels == ("Rosenthal", "Aronson")
    assert list(found.cells["n1i"]) == [231, 123]
    assert list(found.moderators["year"]) == [1960, 1948]
    assert [gap.study for gap in found.missing] == ["Rosenthal"]
    assert effects_of(DATA).subset([True, False, False]).missing == ()
    assert len(effects_of(DATA).subset([])) == 0


WRONG = {
    "unknown measure 'RRR'; did you mean RR": (UnknownName, lambda: eb.effects("RRR", DATA)),
    "unknown column 'tpos'; did you mean tpo": (UnknownName, lambda: effects_of(_renamed())),
    "study 'b', intervention events: 7.0 given, at most the total expected": (BadCell, lambda: _counts([1, 7])),
    "study 'a', intervention events: -1.0 given, 0 or more expected": (BadCell, lambda: _counts([-1, 2])),
    "'two' given, a number expected": (BadCell, lambda: _counts([1, "two"])),
    "inf given, a finite number expected": (BadCell, lambda: _counts([1, np.inf])),
    "columns differ in length": (UnequalLengths, lambda: _counts([1, 2, 3])),
    "a data frame or a mapping": (BadInput, lambda: eb.effects("RR", 7, events=("a", "b"), totals=("c", "d"))),
    "variances: 0.0 given, a positive number": (BadCell, lambda: eb.effects("GEN", estimates=[1], variances=[0])),
    "ses: -0.2 given, a positive number": (BadCell, lambda: eb.effects("GEN", estimates=[1], ses=[-0.2])),
    "MD needs": (WrongColumns, lambda: eb.effects("MD", DATA, events=("tpos", "cpos"), totals=("tn", "cn"))),
    "did you mean only0": (UnknownName, lambda: _counts([1, 2], zero_cells="only")),
    "unknown double-zero rule 'x'": (UnknownName, lambda: _counts([1, 2], double_zero="x")),
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_named(words):
    error, call = WRONG[words]
    with pytest.raises(error) as told:
        call()
    assert words in str(told.value)


def _renamed():
    return {("tpo" if name == "tpos" else name): values for name, values in DATA.items()}


def _counts(events, **rules):
    return eb.effects("RR", study=["a", "b"], events=(events, [1, 1]), totals=([5, 5], [5, 5]), **rules)
