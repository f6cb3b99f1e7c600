"""The founding entry as one file from disk, read in Chromium: widths, light and dark, paper, and without script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_faults import grave_faults, outside, unfold
from playwright.sync_api import expect

from effectbank.publish import publish_page
from effectbank.review import Review
from effectbank.review.read import read_files

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1240)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_out_of_the_page(founding_page, open_page, width):
    page = open_page(founding_page, width=width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert outside(page) == []


@pytest.mark.parametrize(
    ("width", "scheme", "open_folds"),
    [(320, "dark", False), (768, "light", False), (1240, "dark", False), (1240, "light", True)],
)
def test_axe_finds_no_serious_fault(founding_page, open_page, width, scheme, open_folds):
    page = open_page(founding_page, width=width, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    if open_folds:
        unfold(page)
    assert grave_faults(page) == []


def test_a_line_of_prose_holds_60_to_75_letters(founding_page, open_page):
    page = open_page(founding_page)
    count = """() => {
        const words = document.querySelector('.voice-commentary p').firstChild;
        const range = document.createRange(), lines = {};
        for (let i = 0; i < words.length; i += 1) {
            range.setStart(words, i); range.setEnd(words, i + 1);
            const line = Math.round(range.getBoundingClientRect().top);
            lines[line] = (lines[line] || 0) + 1;
        }
        return Object.values(lines).slice(0, -1);
    }"""
    held = page.evaluate(count)
    full = sorted(held)[len(held) // 2]
    assert 60 <= full <= 78


@pytest.mark.parametrize("width", WIDTHS)
def test_a_note_is_seen_beside_or_under_its_words(founding_page, open_page, width):
    page = open_page(founding_page, width=width)
    mark, note = page.locator("#mark-b").bounding_box(), page.locator("#note-b").bounding_box()
    paragraph = page.locator("p:has(#mark-b)").bounding_box()
    column = page.locator(".voice-findings p").first.bounding_box()
    assert mark
    assert note
    assert column
    if width == 1240:
        assert note["x"] > column["x"] + column["width"]
        assert abs(note["y"] - mark["y"]) < 40
    else:
        assert paragraph
        assert note["x"] >= column["x"] - 1
        assert 0 <= note["y"] - (paragraph["y"] + paragraph["height"]) < 20


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 768, 1000])
def test_without_a_margin_no_note_splits_a_paragraph(founding_page, open_page, width, script):
    page = open_page(founding_page, width=width, java_script_enabled=script)
    assert page.locator("p .note, h3 .note").count() == 0
    assert page.locator(".note").count() == page.locator("[id^='mark-']").count() > 3
    page.locator("#mark-c").click()
    expect(page.locator("#note-c")).to_be_in_viewport()
    page.locator("#note-c .back").click()
    expect(page.locator("#mark-c")).to_be_in_viewport()


def test_a_note_moves_when_the_window_is_made_narrow_or_wide(founding_page, open_page):
    page = open_page(founding_page)
    assert page.locator("p:has(#mark-b) #note-b").count() == 1
    page.set_viewport_size({"width": 700, "height": 900})
    expect(page.locator("p:has(#mark-b) + #note-b")).to_be_visible()
    page.set_viewport_size({"width": 1240, "height": 900})
    expect(page.locator("p #note-b")).to_be_visible()


def test_zoomed_to_200_percent_nothing_is_lost(founding_page, open_page):
    page = open_page(founding_page, width=620, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 620
    expect(page.locator("#analysis-retained tr.sum .est")).to_contain_text("1.43 (0.72 to 2.82)")


def test_on_paper_notes_are_footnotes_and_what_the_text_unfolds_is_open(founding_page, open_page):
    page = open_page(founding_page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#note-a")).to_be_hidden()
    expect(page.locator(".footnotes")).to_be_visible()
    expect(page.locator(".footnotes")).to_contain_text("sedation or anaesthetic")
    expect(page.locator(".unfold")).to_contain_text("detoxification in hospital")
    expect(page.locator(".unfold li").first).to_be_visible()
    expect(page.locator(".actions button").first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".unfold").get_attribute("open") is None


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_unfolds_and_forest_plots_are_open_and_tables_of_data_are_not(founding_page, open_page, script):
    page = open_page(founding_page, java_script_enabled=script)
    page.emulate_media(media="print")
    if script:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".unfold li").first).to_be_visible()
    expect(page.locator(".fold .forest").first).to_be_visible()
    for data in ("#row-data-retained-csv-2", "#row-studies-csv-2", "#why-1"):
        expect(page.locator(data)).to_be_hidden()
    page.locator("summary", has_text="Numbers quoted from elsewhere").click()  # what a reader opened is printed
    expect(page.locator("[data-block='rows'] .scroll").last).to_be_visible()


def test_on_paper_no_word_of_a_table_is_broken(founding_page, open_page):
    page = open_page(founding_page, width=718)
    page.emulate_media(media="print")
    unfold(page)
    broken = """[...document.querySelectorAll('.data th')].filter((head) => {
        const words = head.firstChild;
        if (!words || /[ -]/.test(words.data)) return false;
        const range = document.createRange();
        range.selectNodeContents(words);
        return range.getClientRects().length > 1;
    }).map((head) => head.textContent)"""
    assert page.evaluate(broken) == []


def test_on_paper_voices_differ_without_colour(founding_page, open_page):
    page = open_page(founding_page)
    page.emulate_media(media="print")
    styles = [
        page.locator(f".voice-{voice}").first.evaluate("(part) => getComputedStyle(part).borderLeftStyle")
        for voice in ("findings", "conclusions", "commentary")
    ]
    assert len(set(styles)) == 3


class TestWithoutScript:
    def test_a_number_leads_to_its_explanation_and_back(self, founding_page, open_page):
        page = open_page(founding_page, java_script_enabled=False)
        number = page.get_by_role("link", name="24 in every 100").first
        why = number.get_attribute("href") or ""
        number.click()
        expect(page.locator(why)).to_be_in_viewport()
        expect(page.locator(why)).to_contain_text("published")
        page.locator(why).get_by_role("link", name="Back to the words").click()
        expect(number).to_be_in_viewport()

    def test_a_jump_lights_its_passage_and_leads_back(self, founding_page, open_page):
        page = open_page(founding_page, java_script_enabled=False)
        page.locator("a.jump[href='#imprisonment']").first.click()
        passage = page.locator("#imprisonment")
        expect(passage).to_be_in_viewport()
        lit, page_colour = (
            page.locator(part).evaluate("(part) => getComputedStyle(part).backgroundColor")
            for part in ("#imprisonment", "body")
        )
        assert lit != page_colour
        passage.get_by_role("link", name="Back to where you were").click()
        expect(page.locator("a.jump[href='#imprisonment']").first).to_be_in_viewport()

    def test_unfolding_and_the_original(self, founding_page, open_page):
        page = open_page(founding_page, java_script_enabled=False)
        page.get_by_text("What applicants had to do").click()
        expect(page.locator(".unfold li").first).to_be_visible()
        original = page.get_by_role("heading", level=1).get_by_role("link")
        assert re.match(r"https://", original.get_attribute("href") or "")
        expect(page.get_by_role("button", name="Copy title and link")).to_have_count(0)


@pytest.fixture(scope="module")
def difference_page(tmp_path_factory) -> Path:
    """The founding review told in risk differences, whose axis has the longest labels."""
    files = dict(Review.open("naltrexone-2011").files)
    files["review.toml"] = files["review.toml"].replace(b'"RR"', b'"RD"')
    return publish_page(read_files("differences", files), tmp_path_factory.mktemp("page") / "page.html")


@pytest.mark.parametrize("width", [320, 720, 1030, 1240])
def test_no_label_of_an_axis_stands_on_another(founding_page, difference_page, open_page, width):
    overlaps = """[...document.querySelectorAll('.scale td.drawn svg')].flatMap((axis) => {
        const boxes = [...axis.querySelectorAll('.tick-label')].map((label) => label.getBoundingClientRect());
        return boxes.slice(1).filter((box, i) => box.left < boxes[i].right + 1);
    }).length"""
    for address in (founding_page, difference_page):
        page = open_page(address, width=width)
        unfold(page)
        assert page.locator(".tick-label").count() > 5
        assert page.evaluate(overlaps) == 0
