"""The page of a review that was imported: its analyses, its proof and its studies, read in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from page_faults import grave_faults, outside, under, unfold
from playwright.sync_api import expect

from effectbank.cli import main

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).parent.parent / "formats" / "data"
FILES = {"fluoride": "cd007868-fluoride-toothpaste.rm5", "fleiss": "fleiss1993.zip", "fleiss5": "fleiss1993.rm5"}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of a whole RevMan file, and of two without any words: a package and a RevMan file."""
    place = tmp_path_factory.mktemp("imported")
    for name, file in FILES.items():
        for words in (["import", file, "-o", name], ["publish", name, "-o", f"{name}.html"]):
            done = CliRunner().invoke(main, [words[0], *(_placed(word, place) for word in words[1:])])
            assert done.exit_code == 0, done.output
    return {name: place / f"{name}.html" for name in FILES}


def _placed(word: str, place: Path) -> str:
    return word if word == "-o" else str(SAMPLES / word if word in FILES.values() else place / word)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1100, 1240, 1440, 1920])
def test_nothing_runs_out_of_the_page_or_lies_on_its_text(imported, open_page, name, width):
    page = open_page(imported[name], width=width)
    assert under(page, ".sure") == []
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert outside(page) == []
    assert under(page, ".sure") == []


@pytest.mark.parametrize("width", [1024, 1100, 1240, 1440])
def test_a_forest_plot_keeps_to_its_column_and_has_room_for_its_drawing(imported, open_page, width):
    page = open_page(imported["fluoride"], width=width)
    unfold(page)
    drawn = page.evaluate(
        """[...document.querySelectorAll('table.forest thead td.drawn')]
            .map((cell) => cell.getBoundingClientRect().width)"""
    )
    assert len(drawn) == 41
    assert min(drawn) >= 140
    beyond = page.evaluate(
        """[...document.querySelectorAll('table.forest')].map((plot) =>
            plot.getBoundingClientRect().right - plot.closest('figure').getBoundingClientRect().right)"""
    )
    assert max(beyond) <= 1


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("scheme", "folds"), [("light", True), ("dark", False)])
def test_axe_finds_no_serious_fault(imported, open_page, name, scheme, folds):
    page = open_page(imported[name], color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    if folds:
        unfold(page)
    assert grave_faults(page) == []


def test_the_numbers_of_an_analysis_stand_on_one_line(imported, open_page):
    page = open_page(imported["fluoride"], width=1240)
    line = page.locator(".line .found").first
    expect(line).to_contain_text("to")
    assert page.evaluate(
        """() => [...document.querySelectorAll('.line .found')].every((part) => {
            const words = part.firstChild, at = words.data.search(/-?[0-9][^ ]*\\u00a0/);
            const range = document.createRange();
            if (at < 0) return true;
            range.setStart(words, at); range.setEnd(words, words.data.length);
            return range.getClientRects().length === 1;
        })"""
    )


def test_an_analysis_unfolds_into_its_forest_plot(imported, open_page):
    page = open_page(imported["fluoride"], width=1240)
    fold = page.locator("details.fold.line").nth(1)
    plot = fold.locator("table.forest")
    expect(plot).to_be_hidden()
    fold.locator("summary").first.click()
    expect(plot).to_be_visible()


def test_the_rows_of_counts_fit_on_a_phone(imported, open_page):
    page = open_page(imported["fleiss5"], width=390)
    unfold(page)
    rows = page.locator("[data-block='rows'] .scroll").first
    assert rows.evaluate("(frame) => frame.scrollWidth - frame.clientWidth") <= 0
