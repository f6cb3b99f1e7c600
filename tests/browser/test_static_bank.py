"""A static bank opened from disk: from the front door by search to an entry, and on to a related one."""

from __future__ import annotations

import pytest
from page_faults import grave_faults, unfold
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_from_search_to_entry_to_note_to_jump_to_related(static_bank, open_page):
    page = open_page(static_bank / "index.html", reduced_motion="reduce")
    page.get_by_label("Search the bank").fill("naltrexone imprison")
    page.keyboard.press("Enter")
    expect(page.locator("#says")).to_contain_text("1 entry holds all the words asked for")
    expect(page.locator("#found mark").first).to_have_text("naltrexone")
    page.locator("#found a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Oral naltrexone maintenance treatment for opioid dependence"
    )
    page.locator("#mark-a").click()
    assert page.evaluate("document.activeElement.id") == "note-a"
    page.locator("a.jump").first.click()
    expect(page.locator(".passage.lit")).to_be_in_viewport()
    related = page.locator(".related li").first
    expect(related.locator(".reason")).not_to_be_empty()
    title = related.locator("a").text_content()
    related.locator("a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title or "")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("tuberculosis", ["BCG"]),
        ("tubercul", ["BCG"]),  # the beginning of a word
        ("uberculosis", []),  # not its middle
        ("naltrexone -oral", ["Ethics"]),
        ('"maintenance treatment"', ["Oral naltrexone"]),
        ('"treatment maintenance"', []),
        ("NALTREXONE oral", ["Oral naltrexone"]),
        ("<script> naltrexone oral", []),
        ("((", []),
    ],
)
def test_what_a_search_finds(static_bank, open_page, query, titles):
    page = open_page(static_bank / "search.html")
    page.locator("#q").fill(query)
    found = page.locator("#found h2").all_text_contents()
    assert len(found) == len(titles), found
    assert all(title in said for title, said in zip(titles, found, strict=True))


def test_without_script_every_entry_is_listed(static_bank, open_page):
    page = open_page(static_bank / "search.html", java_script_enabled=False)
    expect(page.locator("noscript li")).to_have_count(5)
    expect(page.locator(".search-large")).to_be_hidden()


def test_found_words_are_never_read_as_markup(static_bank, open_page):
    page = open_page(static_bank / "search.html")
    page.evaluate(
        """() => { for (const entry of window.bankEntries) entry.title = '<img src=x> ' + entry.title; }"""
    )
    page.locator("#q").fill("naltrexone")
    expect(page.locator("#found img")).to_have_count(0)


PAGES = ("index.html", "entries.html", "search.html?q=naltrexone", "entries/bcg-vaccine-1994.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_fault(static_bank, open_page, path, scheme):
    page = open_page(f"{static_bank.as_uri()}/{path}", color_scheme=scheme, reduced_motion="reduce")
    assert grave_faults(page) == []


@pytest.mark.parametrize("width", [320, 768, 1240])
@pytest.mark.parametrize("path", ["index.html", "entries.html", "entries/magnesium-2001.html"])
def test_nothing_runs_out_of_the_page(static_bank, open_page, path, width):
    page = open_page(static_bank / path, width=width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
