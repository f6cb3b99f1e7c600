"""The forest plot of a folder's synthesis: headings, order, levels and counts as its plan has them, with or without
a total.
"""

from __future__ import annotations

import pytest
from headed_folder import headed

from effectbank.plots import Forest, RowKind, forest, forest_text
from effectbank.plots.draw import draw
from effectbank.problems import NotEstimable

SUBGROUPS_ONLY = 'totals = "subgroups"'


def kinds(plot: Forest) -> list[tuple[RowKind, str]]:
    return [(row.kind, row.label) for row in plot.rows]


def test_without_a_total_the_studies_and_subtotals_stand_and_the_reason_is_said() -> None:
    plot = forest(headed(SUBGROUPS_ONLY).synthesis("well"))
    assert kinds(plot) == [
        (RowKind.HEADING, "Children"),
        (RowKind.STUDY, "Ash"),
        (RowKind.SUBTOTAL, "Subtotal"),
        (RowKind.HEADING, "Adults"),
        (RowKind.STUDY, "Ash"),
        (RowKind.STUDY, "Birch"),
        (RowKind.STUDY, "Birch, 2"),
        (RowKind.SUBTOTAL, "Subtotal"),
        (RowKind.NOTE, "No total: the review gives no total but those of its subgroups"),
        (RowKind.NOTE, plot.rows[-1].label),
    ]
    assert plot.rows[-1].label.startswith("Test for subgroup differences: Q(1) = ")
    adults = headed(SUBGROUPS_ONLY).synthesis("well").subgroups.groups["Adults"]  # type: ignore[union-attr]
    assert plot.rows[7].estimate == pytest.approx(adults.display.estimate)
    assert plot.rows[7].cells["group1"] == "25/115"
    assert sum(row.weight or 0 for row in plot.rows[4:7]) == pytest.approx(100)


def test_without_any_total_there_are_headings_but_no_weights() -> None:
    plot = forest(headed('totals = "none"').synthesis("well"))
    assert [label for kind, label in kinds(plot) if kind is RowKind.HEADING] == ["Children", "Adults"]
    assert {kind for kind, _ in kinds(plot)} == {RowKind.HEADING, RowKind.STUDY, RowKind.NOTE}
    assert "weight" not in {column.name for column in plot.columns}
    assert plot.rows[-1].label == "No total: the review gives no total"


def test_rows_of_one_place_only_are_drawn_where_they_stand() -> None:
    plot = forest(headed().synthesis("well"))
    again = next(row for row in plot.rows if row.label == "Birch, 2")
    assert (again.weight, again.cells["group1"]) == (None, "7/25")
    total = next(row for row in plot.rows if row.kind is RowKind.TOTAL)
    assert total.cells["group1"] == "23/120"


@pytest.mark.parametrize(
    ("order", "adults"),
    [
        ("year", ["Birch", "Birch, 2", "Ash"]),
        ("effect", ["Ash", "Birch, 2", "Birch"]),
        ("weight", ["Ash", "Birch", "Birch, 2"]),
    ],
)
def test_rows_are_drawn_in_the_order_of_the_plan(order: str, adults: list[str]) -> None:
    plot = forest(headed(f'order = "{order}"').synthesis("well"))
    studies = [label for kind, label in kinds(plot) if kind is RowKind.STUDY]
    assert studies == ["Ash", *adults]


def test_studies_are_drawn_with_their_own_level_and_the_head_says_so() -> None:
    plot, usual = (forest(headed(more).synthesis("well")) for more in ("study_level = 0.99", ""))
    assert plot.columns[-1].title == "Risk ratio (95% CI, of studies 99%)"
    assert usual.columns[-1].title == "Risk ratio (95% CI)"
    wide, narrow = (one.rows[1].interval for one in (plot, usual))
    assert wide is not None
    assert narrow is not None
    assert wide.low < narrow.low < narrow.high < wide.high
    untold = forest(headed('study_level = 0.99\ntotals = "none"').synthesis("well"))
    assert untold.columns[-1].title == "Risk ratio (99% CI)"


def test_swapped_events_are_those_that_are_pooled() -> None:
    plot = forest(headed("swap_events = true").synthesis("well"))
    assert plot.rows[1].cells["group1"] == "25/30"
    assert plot.rows[1].estimate == pytest.approx((25 / 30) / (24 / 30))


@pytest.mark.parametrize(("scale", "ends"), [("4", (0.25, 4)), ("0.25", (0.25, 4)), ("100", None), ("1", None)])
def test_the_axis_goes_as_far_as_the_plan_says(scale: str, ends: tuple[float, float] | None) -> None:
    """A hundred is what Review Manager has until somebody chooses; and an axis from 1 to 1 is none."""
    plain = forest(headed().synthesis("well")).axis.scale
    found = forest(headed(f"scale = {scale}").synthesis("well")).axis.scale
    if ends is None:
        assert found == plain
    else:
        assert (found.low, found.high) == pytest.approx(ends, rel=0.1)


def test_no_plan_hides_an_estimate_beyond_its_axis() -> None:
    """The risk ratio of ash among adults is 0.5."""
    found = forest(headed("scale = 1.1").synthesis("well")).axis.scale
    assert found.low < 0.5


def test_a_synthesis_without_total_is_drawn_by_draw_too_and_as_text() -> None:
    found = headed('totals = "none"').synthesis("well")
    assert draw(found).rows == forest(found).rows  # type: ignore[attr-defined]
    text = forest_text(forest(found))
    assert "Adults" in text
    assert "5/30" in text
    assert text.rstrip().endswith("No total: the review gives no total")


def test_nothing_can_be_drawn_of_nothing() -> None:
    empty = headed(rows="study,arm,events,total\nash,drug,0,30\nash,none,0,30\n").synthesis("well")
    with pytest.raises(NotEstimable, match="none of its studies"):
        forest(empty)
