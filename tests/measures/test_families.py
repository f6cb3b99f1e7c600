"""What holds of every measure: named, batched, never infinite, and what is missing has its reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import MEASURES
from effectbank.measures.catalogue import COUNTS, GIVEN, MEANS
from effectbank.measures.errors import WrongColumns
from effectbank.measures.families import FAMILIES
from effectbank.problems import BadInput, EffectBankError


def test_every_measure_has_its_family_and_every_formula_its_name():
    assert FAMILIES.keys() <= MEASURES.keys()
    for code, measure in MEASURES.items():
        if code in FAMILIES and code != "HR":
            assert measure.family == FAMILIES[code].name, code
        elif code != "HR":
            assert measure.family in (COUNTS, MEANS, GIVEN), code


@pytest.mark.parametrize("code", MEASURES)
def test_no_effect_is_told_as_the_null_value(code):
    measure = MEASURES[code]
    assert measure.label
    assert measure.display_label
    if not np.isnan(measure.null):
        assert measure.back(0.0) == measure.null


def cells_of(family, shape, rng):
    """Plausible cells: whole counts, enough people."""
    draw = {
        "n": lambda: rng.integers(20, 90, shape),
        "x": lambda: rng.integers(1, 19, shape),
        "t": lambda: rng.uniform(50, 900, shape),
        "m": lambda: rng.uniform(5, 6, shape),
        "s": lambda: rng.uniform(1, 4, shape),
        "r": lambda: rng.uniform(-0.6, 0.6, shape),
    }
    kind = {
        "items": "x",
        "predictors": "x",
        "r2": "r",
        "alphas": "r",
        "aucs": "r",
        "pairs": "x",
        "o_minus_e": "r",
        "variances": "t",
    }
    kind |= {"events": "x", "totals": "n", "times": "t", "means": "m", "sds": "s", "correlations": "r"}
    cells = {cell.name: draw[kind[cell.role]]().astype(float) for cell in family.cells}
    if "r2i" in cells:
        cells["r2i"] = np.maximum(cells.get("ri", cells["r2i"]) ** 2, 0.2)
    if "auci" in cells:
        cells["auci"] = np.abs(cells["auci"])
    return {name: np.maximum(cell, 2) if name == "mi" and "ai" in cells else cell for name, cell in cells.items()}


@pytest.mark.parametrize("code", FAMILIES)
def test_a_batch_is_its_studies_one_by_one(code):
    formula, cells = FAMILIES[code].formulas[code], cells_of(FAMILIES[code], (2, 3, 4), np.random.default_rng(5))
    yi, vi = formula(cells, {})
    assert yi.shape == vi.shape == (2, 3, 4)
    assert np.isfinite(yi).all()
    for at in np.ndindex(2, 3, 4):
        one = formula({name: cell[at] for name, cell in cells.items()}, {})
        assert_allclose([yi[at], vi[at]], one, rtol=1e-13)


counts = st.one_of(st.integers(0, 40).map(float), st.sampled_from([0.0, 1e9, 1e300, 0.5]))
sizes = st.one_of(st.integers(1, 400).map(float), st.sampled_from([1e9, 1e300]))
signed = st.one_of(st.floats(-1e3, 1e3), st.sampled_from([0.0, 1e-300, 1e300, -1e300]))
shares = st.one_of(st.floats(-1, 1), st.sampled_from([0.0, 1.0, -1.0, 1 - 1e-16]))
CELLS = {"events": counts, "pairs": counts, "nonevents": counts, "totals": sizes, "times": sizes, "items": sizes}
CELLS |= {"predictors": sizes, "means": signed, "ts": signed, "o_minus_e": signed, "sds": signed.map(abs)}
CELLS |= {"ds": signed, "ps": shares, "fs": signed.map(abs), "aucs": shares.map(abs)}
CELLS |= {"variances": signed.map(abs), "correlations": shares, "alphas": shares, "r2": shares.map(abs)}


@settings(deadline=None)
@given(code=st.sampled_from(sorted(FAMILIES)), data=st.data())
def test_whatever_is_given_nothing_infinite_comes_out(code, data):
    family = FAMILIES[code]
    form = data.draw(st.sampled_from(family.forms(code)))
    columns = {
        role: tuple(
            data.draw(st.lists(st.none() | CELLS[role], min_size=3, max_size=3)) for _ in family.names_of(role)
        )
        for role in form
    }
    given_columns = {role: cells if len(cells) > 1 else cells[0] for role, cells in columns.items()}
    rule = data.draw(st.sampled_from(["none", "only0", "all"]))
    try:
        ours = eb.effects(code, **given_columns, zero_cells=rule)
    except EffectBankError:
        return  # refused by name, which other tests look at
    known = ~np.isnan(ours.yi)
    assert (known == ~np.isnan(ours.vi)).all()
    assert np.isfinite(ours.yi[known]).all()
    assert (ours.vi[known] > 0).all()
    assert np.isfinite(ours.vi[known]).all()
    assert [gap.study for gap in ours.missing] == [ours.labels[i] for i in np.flatnonzero(~known)]
    assert all(gap.reason for gap in ours.missing)


def test_a_column_the_measure_can_spare_is_kept_beside_it():
    ours = eb.effects("VR", means=([1], [2]), sds=([3], [4]), totals=([10], [10]))
    assert ours.cells["m1i"] == [1]
    assert ours.k == 1


def test_wrong_columns_say_what_is_wanted():
    with pytest.raises(WrongColumns, match="IRR needs events and times, or estimates and variances"):
        eb.effects("IRR", events=([1], [2]), totals=([10], [10]))
    with pytest.raises(WrongColumns, match="ts and r2 and totals and predictors"):
        eb.effects("SPCOR", ts=[2.0], totals=[30])
    with pytest.raises(BadInput, match="totals of PR takes one column; 2 given"):
        eb.effects("PR", events=[1, 2], totals=([3, 4], [5, 6]))
    with pytest.raises(BadInput, match="pairs of MPORC takes four columns; 2 given"):
        eb.effects("MPORC", pairs=([1], [2]))


@pytest.mark.parametrize("option", [{"variance": "UB"}, {"bias_corrected": False}, {"small_sample": "none"}])
def test_no_choice_is_ignored_in_silence(option):
    with pytest.raises(BadInput, match="AS takes no choice of formula"):
        eb.effects("AS", events=([1], [2]), totals=([10], [10]), **option)
    with pytest.raises(BadInput, match="D2ORL takes no choice of formula"):
        eb.effects("D2ORL", means=([1], [2]), sds=([3], [4]), totals=([10], [10]), **option)


def test_a_choice_another_measure_has_is_refused_with_ones_own():
    with pytest.raises(BadInput, match="small_sample='none' given; RR takes variance"):
        eb.effects("RR", events=([1], [2]), totals=([10], [10]), small_sample="none")


def test_two_numbers_are_a_column_not_a_pair():
    assert eb.effects("PR", events=[1, 2], totals=np.array([10, 20])).k == 2
    with pytest.raises(BadInput, match="1 given"):
        eb.effects("IRR", events=np.array([1, 2]), times=([3], [4]))


def test_one_study_alone_has_its_estimate():
    assert eb.effects("IRR", events=([4], [8]), times=([10], [10])).k == 1
