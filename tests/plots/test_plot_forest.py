"""The forest plot: its rows, and the same rows as text and as SVG."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import effectbank as eb
from effectbank.plots import Forest, ForestColumn, ForestRow, RowKind, forest_text
from effectbank.problems import UnknownName

# Hand counts of three trials; RR of the first: (10/20) / (5/20) = 2.
TRIALS = {
    "study": ["Ash 1990", "Birch 1995", "Cedar 2001"],
    "ai": [10, 4, 30],
    "n1i": [20, 40, 100],
    "ci": [5, 8, 30],
    "n2i": [20, 40, 100],
    "kind": ["wood", "wood", "pulp"],
}


@pytest.fixture
def effects() -> eb.Effects:
    return eb.effects("RR", TRIALS, events=("ai", "ci"), totals=("n1i", "n2i"), study="study")


@pytest.fixture
def plot(effects: eb.Effects) -> Forest:
    fit = eb.pool(effects, model="common")
    return eb.forest(fit, groups=("Drug", "Placebo"), favours=("favours drug", "favours placebo"))


def test_each_study_has_its_counts_its_ratio_and_a_line(plot: Forest) -> None:
    ash = plot.rows[0]
    assert (ash.kind, ash.label) == (RowKind.STUDY, "Ash 1990")
    assert ash.cells["group1"] == "10/20"
    assert ash.cells["estimate"].startswith("2.00 (")
    assert ash.interval is not None
    assert ash.interval.low < 2 < ash.interval.high


def test_the_total_adds_the_counts_and_ends_the_drawn_rows(plot: Forest) -> None:
    body, notes = plot.body_and_notes
    assert body[-1].kind is RowKind.TOTAL
    assert body[-1].cells["group1"] == "44/160"
    assert [note.kind for note in notes] == [RowKind.NOTE]


def test_weights_are_percent_of_the_whole(plot: Forest) -> None:
    assert sum(row.weight or 0 for row in plot.rows) == pytest.approx(100)


def test_subgroups_have_a_heading_a_subtotal_and_a_test(effects: eb.Effects) -> None:
    fit = eb.pool(effects, model="common")
    plot = eb.forest(fit, subgroups=eb.subgroups(effects, "kind", model="common"))
    kinds = [row.kind for row in plot.rows]
    assert kinds.count(RowKind.HEADING) == 2
    assert kinds.count(RowKind.SUBTOTAL) == 2
    assert plot.rows[-1].label.startswith("Test for subgroup differences: Q(1) = ")


def test_a_random_effects_plot_shows_where_a_new_study_may_lie(effects: eb.Effects) -> None:
    assert RowKind.PREDICTION in {row.kind for row in eb.forest(eb.pool(effects, tau2="DL")).rows}


def test_a_study_without_estimate_stays_and_says_so() -> None:
    effects = eb.effects(
        "RR", TRIALS | {"ai": [10, None, 30]}, events=("ai", "ci"), totals=("n1i", "n2i"), study="study"
    )
    row = eb.forest(eb.pool(effects, model="common")).rows[1]
    assert (row.label, row.cells["estimate"], row.drawn) == ("Birch 1995", "not estimable", False)


def test_the_text_has_every_study_on_its_line_and_nothing_hangs_over(plot: Forest) -> None:
    text = forest_text(plot)
    ash = next(line for line in text.splitlines() if line.startswith("Ash 1990"))
    assert "10/20" in ash
    assert ash.endswith(plot.rows[0].cells["estimate"])
    assert all(line == line.rstrip() for line in text.splitlines())


def test_plain_characters_are_enough(plot: Forest) -> None:
    drawn = forest_text(plot, ascii_only=True).partition("Heterogeneity")[0]
    assert drawn.isascii()


def test_the_null_is_drawn_where_no_interval_covers_it() -> None:
    harm = TRIALS | {"ai": [15, 20, 60], "ci": [2, 2, 6]}
    effects = eb.effects("RR", harm, events=("ai", "ci"), totals=("n1i", "n2i"), study="study")
    text = forest_text(eb.forest(eb.pool(effects, model="common")), ascii_only=True)
    columns = [line.index(":") for line in text.splitlines() if " : " in line]
    assert len(columns) == 4  # three studies and the total
    assert len(set(columns)) == 1


def test_a_reader_of_the_svg_finds_all_words_and_numbers(plot: Forest) -> None:
    words = set(re.findall(r"<text[^>]*>([^<]*)</text>", plot.svg()))
    assert {"Ash 1990", "10/20", "Drug", "Weight", "1", "← favours drug"} <= words
    assert plot.rows[0].cells["estimate"] in words


def test_the_same_plot_is_the_same_bytes(plot: Forest) -> None:
    for ending in ("svg", "png", "pdf"):
        assert plot.encode(ending) == plot.encode(ending)


def test_no_clock_in_any_file(plot: Forest) -> None:
    assert "<dc:date>" not in plot.svg()
    assert b"CreationDate" not in plot.encode("pdf")


def test_the_ending_says_the_format(plot: Forest, tmp_path: Path) -> None:
    assert plot.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert plot.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(UnknownName, match=r"unknown figure format 'jpg'.*pdf, png, svg"):
        plot.save(tmp_path / "a.jpg")


def test_a_caller_adds_rows_and_columns(plot: Forest) -> None:
    more = plot.with_column(ForestColumn(name="dose", title="Dose", side="right"), {"Ash 1990": "5 mg"})
    more = more.with_row(ForestRow(kind=RowKind.NOTE, label="Ash was small."))
    text = forest_text(more)
    assert "5 mg" in text
    assert text.rstrip().endswith("Ash was small.")
    assert "5 mg" not in forest_text(plot)


def test_a_column_for_a_row_that_is_not_there_is_refused(plot: Forest) -> None:
    with pytest.raises(UnknownName, match="did you mean Ash 1990"):
        plot.with_column(ForestColumn(name="x", title="x"), {"Ash 1991": "5"})


def test_squares_grow_with_weight(plot: Forest) -> None:
    canvas = plot.draw()
    squares = [patch for patch in canvas.axes[0].patches if patch.get_facecolor()[2] > 0.3]
    sides = [patch.get_extents().transformed(canvas.axes[0].transData.inverted()).width for patch in squares]
    weights = [row.weight or 0 for row in plot.rows if row.kind is RowKind.STUDY]
    assert [sides.index(side) for side in sorted(sides)] == [weights.index(weight) for weight in sorted(weights)]


def test_a_synthesis_of_a_folder_is_drawn_too() -> None:
    synthesis = eb.Review.open("naltrexone-2011").synthesis("enforced")
    total = next(row for row in eb.forest(synthesis).rows if row.kind is RowKind.TOTAL)
    assert total.cells["estimate"] == "2.93 (1.66 to 5.18)"  # Minozzi 2011, abstract
    assert total.cells["group1"] == "39/116"
