"""Bound numbers, notes and jumps by mouse, keyboard and touch; and what script adds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NUMBER = "24 in every 100"


def number(page: Page):
    return page.get_by_role("link", name=NUMBER).first


def test_hover_opens_a_card_that_can_be_reached_and_goes_away(founding_page, open_page):
    page = open_page(founding_page)
    number(page).hover()
    card = page.locator(".card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("published")
    expect(card).to_contain_text("summary-of-findings")
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()


def test_focus_opens_it_and_escape_closes_it(founding_page, open_page):
    page = open_page(founding_page)
    number(page).focus()
    expect(page.locator(".card")).to_contain_text(NUMBER)
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()
    assert focused_words(page) == NUMBER


def test_escape_within_a_card_returns_to_its_number(founding_page, open_page):
    page = open_page(founding_page)
    number(page).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()
    assert focused_words(page) == NUMBER


def focused_words(page: Page) -> str:
    return " ".join(str(page.evaluate("document.activeElement.textContent")).split())


def test_the_cards_link_is_next_in_the_order_of_keys_and_leads_to_the_rows(founding_page, open_page):
    page = open_page(founding_page)
    counted = page.get_by_role("link", name="39 of 116").first
    counted.focus()
    expect(page.locator(".card")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Enter")
    expect(page.locator("#row-data-retained-csv-2")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == "row-data-retained-csv-2"


def test_touch_opens_it_and_a_touch_elsewhere_closes_it(founding_page, open_page):
    page = open_page(founding_page, width=320, has_touch=True, is_mobile=True)
    number(page).tap()
    card = page.locator(".card")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    page.locator("h2").first.tap()
    expect(card).to_be_hidden()


def test_a_reader_by_ear_hears_the_kind(founding_page, open_page):
    page = open_page(founding_page)
    kind = number(page).get_attribute("aria-describedby")
    assert page.locator(f"#{kind}").text_content() == "published"


def test_a_jump_moves_focus_lights_up_and_leads_back_to_the_very_words(founding_page, open_page):
    page = open_page(founding_page, reduced_motion="reduce")
    jump = page.locator("a.jump[href='#family-supervision']").first
    jump.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "family-supervision"
    expect(page.locator("#family-supervision")).to_have_class("passage lit")
    back = page.locator("#family-supervision .back:visible")
    expect(back).to_have_count(1)
    back.click()
    assert page.evaluate("document.activeElement.id") == jump.get_attribute("id")


def test_a_note_mark_leads_to_its_note_and_back(founding_page, open_page):
    page = open_page(founding_page, reduced_motion="reduce")
    page.locator("#mark-b").click()
    assert page.evaluate("document.activeElement.id") == "note-b"
    page.locator("#note-b .back").click()
    assert page.evaluate("document.activeElement.id") == "mark-b"


def test_an_address_with_a_folded_target_opens_the_fold(founding_page, open_page):
    page = open_page(f"{founding_page.as_uri()}#row-data-imprisoned-csv-2")
    expect(page.locator("#row-data-imprisoned-csv-2")).to_be_in_viewport()


def test_find_in_page_reaches_unfolded_text(founding_page, open_page):
    """A closed <details> is searched by Chromium and opened on a hit: shown here by its text fragment."""
    page = open_page(f"{founding_page.as_uri()}#:~:text=detoxification%20in%20hospital")
    expect(page.locator(".unfold")).to_have_attribute("open", "")


def test_copy_gives_the_title_and_the_one_address(founding_page, open_page):
    page = open_page(founding_page)
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    page.get_by_role("button", name="Copy title and link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied") == (
        "Oral naltrexone maintenance treatment for opioid dependence\nhttps://bank.example/entries/naltrexone-2011/"
    )


def test_focus_is_always_seen(founding_page, open_page):
    page = open_page(founding_page)
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
            const style = getComputedStyle(document.activeElement);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }""")
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 100)")


def test_reduced_motion_moves_nothing(founding_page, open_page):
    page = open_page(founding_page, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.locator("#imprisonment").evaluate("(part) => getComputedStyle(part).transitionDuration") == "0s"


def test_all_rows_an_explanation_names_light_up_and_bear_its_numbers(founding_page, open_page):
    page = open_page(founding_page)
    page.locator("#explanations + details > summary").click()
    page.locator(".explanations a", has_text=re.compile(r"Rows 2 to 14 of studies\.csv")).first.click()
    assert page.locator("tr.lit .line").all_inner_texts() == [str(number) for number in range(2, 15)]
    page.locator("#analysis-retained .row-link", has_text="Curran 1976").click()
    names = page.locator("tr.lit th").all_inner_texts()
    assert len(names) == 2
    assert set(names) == {"Curran 1976"}


def test_a_table_wider_than_its_frame_shows_that_it_goes_on(founding_page, open_page):
    page = open_page(founding_page, width=1200)
    page.locator("summary", has_text="Numbers quoted from elsewhere").click()
    frame = page.locator("[data-block='rows'] .scroll").last
    assert frame.evaluate("(part) => part.scrollWidth > part.clientWidth")
    assert frame.evaluate("(part) => getComputedStyle(part).backgroundImage").count("gradient") == 4
