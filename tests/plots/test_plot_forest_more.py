"""Forest plots of refits, subgroups alone and predictions: rows that say what the record says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from charts import effects, fit

import effectbank as eb
from effectbank.plots import Forest, RowKind, forest_text
from effectbank.problems import BadInput, UnknownName


def test_leave_one_out_has_a_row_a_study_and_the_fit_of_all() -> None:
    record = eb.leave_one_out(fit())
    plot = eb.forest(record)
    rows = [row for row in plot.rows if row.kind is RowKind.STUDY]
    assert plot.stub == "Left out"
    assert [row.label for row in rows] == list(record.labels)
    assert [row.estimate for row in rows] == pytest.approx(np.exp(record.estimate).tolist())
    assert [row.interval.low for row in rows if row.interval] == pytest.approx(np.exp(record.low).tolist())
    assert plot.rows[-1].kind is RowKind.TOTAL
    assert plot.centre == plot.rows[-1].estimate == fit().display.estimate
    assert rows[0].cells["i2"] == f"{record.i2[0]:.0f}%"


def test_a_common_effect_has_no_tau2_to_show() -> None:
    assert "tau2" in {column.name for column in eb.forest(eb.leave_one_out(fit())).columns}
    common = eb.forest(eb.leave_one_out(fit(model="common")))
    assert "tau2" not in {column.name for column in common.columns}


def test_cumulative_ends_where_the_fit_is() -> None:
    record = eb.cumulative(fit(), by="ablat")
    plot = eb.draw(record, labels={"Madras": "TPT Madras"})
    assert isinstance(plot, Forest)
    assert plot.stub == "Added"
    last, total = plot.rows[-2:]
    assert last.estimate == pytest.approx(total.estimate)
    assert "TPT Madras" in {row.label for row in plot.rows}


def test_a_refit_without_estimate_says_so() -> None:
    two = eb.effects(
        "RR", events=([3, 0], [5, 0]), totals=([20, 20], [20, 20]), double_zero="drop", study=["A", "B"]
    )
    record = eb.leave_one_out(eb.pool(two, model="common"))
    row = eb.forest(record).rows[0]
    assert (row.cells["estimate"], row.drawn) == ("not estimable", False)


def test_what_drives_a_result() -> None:
    synthesis = eb.Review.open("naltrexone-2011").synthesis("retained")
    record = eb.driving(synthesis.fit)
    plot = eb.forest(record, labels=synthesis.labels)
    first = plot.rows[0]
    assert (first.label, first.cells["turns"]) == ("San 1991", "significance")
    assert first.estimate == pytest.approx(record.sets[0].fit.display.estimate)


def test_where_nothing_turns_it_the_plot_says_how_much_was_tried() -> None:
    record = eb.driving(fit(), 1)
    assert eb.forest(record).rows[0].label == "nothing turns it, of 13 sets tried"


def test_subgroups_alone_have_no_total() -> None:
    record = eb.subgroups(effects(), "alloc")
    plot = eb.forest(record)
    kinds = [row.kind for row in plot.rows]
    assert kinds.count(RowKind.SUBTOTAL) == 3
    assert RowKind.TOTAL not in kinds
    assert plot.rows[-1].label.startswith("Test for subgroup differences: Q(2) = ")
    weights = [row.weight or 0 for row in plot.rows[1:6]]
    assert sum(weights) == pytest.approx(100)


def test_predictions_are_drawn_below_each_study() -> None:
    record = eb.blup(fit())
    plot = eb.draw(record)
    assert isinstance(plot, Forest)
    rows = [row for row in plot.rows if row.kind is RowKind.STUDY]
    assert [row.predicted for row in rows] == pytest.approx(np.exp(record.predicted).tolist())
    assert [row.predicted_interval.high for row in rows if row.predicted_interval] == pytest.approx(
        np.exp(record.high).tolist()
    )
    dots = [line for line in plot.draw().axes[0].lines if line.get_marker() == "o"]
    assert len(dots) == 13
    assert "Predicted effect" in forest_text(plot)


def test_predictions_of_a_regression_have_no_forest() -> None:
    with pytest.raises(BadInput, match="no pooled effect"):
        eb.draw(eb.blup(eb.regress(effects(), ["ablat"])))


def test_a_study_pointed_out_is_of_another_colour() -> None:
    plot = eb.forest(fit(), highlight=["Hart", "Stein"])
    assert [row.label for row in plot.rows if row.picked] == ["Hart", "Stein"]
    colours = {patch.get_facecolor() for patch in plot.draw().axes[0].patches}
    assert len(colours) == 3  # studies, those pointed out, the diamond
    with pytest.raises(UnknownName, match="did you mean Hart"):
        eb.forest(fit(), highlight="Hrat")


def test_the_same_people_twice_have_one_number_in_both_columns() -> None:
    changes = eb.effects(
        "MC", means=([26, 20], [22, 19]), sds=([5, 5], [4, 4]), totals=[60, 50], correlations=[0.7, 0.6]
    )
    row = eb.forest(eb.pool(changes)).rows[0]
    assert (row.cells["group1"], row.cells["group2"]) == ("26.00 (5.00), 60", "22.00 (4.00), 60")


@pytest.mark.parametrize(("name", "told"), [("atransf", "drawn on the display scale"), ("slab", "labels="),
                                            ("titel", "did you mean title?")])  # fmt: skip
def test_a_choice_by_another_name_is_answered(name: str, told: str) -> None:
    for verb in (eb.forest, eb.funnel):
        with pytest.raises(UnknownName) as refusal:
            verb(fit(), **{name: 1})
        assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("measure", "cells"),
    [
        ("MPRR", {"pairs": ([3, 4, 5], [10, 9, 8], [10, 11, 12], [2, 5, 9])}),
        ("ARAW", {"alphas": [0.8, 0.85, 0.9], "items": [8, 9, 8], "totals": [50, 70, 40]}),
    ],
)
def test_cells_that_are_no_two_groups_of_events_have_no_columns(measure: str, cells: dict[str, Any]) -> None:
    plot = eb.forest(eb.pool(eb.effects(measure, **cells)))
    assert [column.name for column in plot.columns if column.name.startswith("group")] == []
    assert [row.cells.get("group1") for row in plot.rows if row.kind is RowKind.STUDY] == [None] * 3
