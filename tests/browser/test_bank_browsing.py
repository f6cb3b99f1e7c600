"""A reader in the served demo bank: search, entry, note, jump, back, related; and axe on every kind of page."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from page_faults import grave_faults
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

RUN = "from effectbank.cli import main; main()"
ENTRY = "/entry/naltrexone-2011/"
PAGES = (
    "/",
    "/entries/",
    "/types/hot-topic/",
    "/years/2010/",
    "/subjects/naltrexone/",
    "/search/",
    "/search/?q=naltrexone+prison",
    "/search/?q=naltrexne",
    ENTRY,
    f"{ENTRY}revisions/1/",
    "/entry/naltrexone-offenders-ethics-2018/",
    "/entry/nope/",
    "/about/",
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo bank, served as the command serves it; its address."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    folder = str(tmp_path_factory.mktemp("bank"))
    command = [sys.executable, "-c", RUN, "demo", "--no-browser", "--directory", folder, "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found, "the demo bank did not open"
        yield found.group()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0


@pytest.fixture
def visit(chromium: Browser, bank: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the bank; on leaving, fails if it complained or asked for anything from elsewhere."""
    faults: list[str] = []
    contexts = []

    def opened(path: str, *, width: int = 1240, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=bank, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: _is_fault(said.text) and faults.append(said.text))
        page.on("request", lambda asked: asked.url.startswith(bank) or faults.append(f"asked for {asked.url}"))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(said: str) -> bool:
    """A page that isn't there is told by the console too; that is what it should do."""
    return "status of 404" not in said


def test_from_the_search_to_an_entry_a_note_a_jump_and_what_is_related(visit: Callable[..., Page]) -> None:
    page = visit("/")
    box = page.get_by_role("searchbox")
    box.fill('naltrexone "criminal justice"')
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator(".says").first).to_contain_text("with “naltrexone” and “criminal justice”")
    expect(page.locator("mark").first).to_be_visible()

    page.get_by_role("searchbox").fill("oral naltrexone maintenance")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Oral naltrexone maintenance treatment").click()
    expect(page).to_have_url(re.compile(ENTRY))

    page.locator("#mark-a").click()
    assert page.evaluate("document.activeElement.id") == "note-a"
    page.locator("#note-a .back").click()
    assert page.evaluate("document.activeElement.id") == "mark-a"

    jump = page.locator("article a.jump").first
    target = page.locator(jump.get_attribute("href") or "").first
    jump.click()
    expect(target).to_be_in_viewport()
    assert target.evaluate("passage => passage.contains(document.activeElement)")
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(f"{ENTRY}$"))

    related = page.get_by_role("region", name="Most closely related")
    expect(related.get_by_role("listitem")).to_have_count(10)
    first = related.get_by_role("link").first
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_it_is_whole_without_script(visit: Callable[..., Page]) -> None:
    page = visit("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("magnesium")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Intravenous magnesium").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Intravenous magnesium")
    expect(page.get_by_role("region", name="Most closely related")).to_be_visible()


def test_by_keys_alone_from_the_skip_link_to_the_text(visit: Callable[..., Page]) -> None:
    page = visit("/entries/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_lists_lead_on(visit: Callable[..., Page]) -> None:
    page = visit("/")
    page.get_by_role("link", name="Hot topics").click()
    expect(page.locator(".says")).to_have_text("1 hot topic.")
    page.get_by_role("navigation", name="Not what you were looking for?").get_by_role(
        "link", name="All entries"
    ).click()
    expect(page.locator(".says")).to_contain_text("entries, newest first.")
    page.get_by_role("navigation", name="Order").get_by_role("link", name="Title").click()
    expect(page.locator(".says")).to_contain_text("entries, by title.")


def test_an_address_that_leads_nowhere_offers_ways_on(visit: Callable[..., Page]) -> None:
    page = visit("/entry/nope/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    page.get_by_role("main").get_by_role("link", name="All entries").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All entries")


DARK = ("/", "/search/?q=naltrexone+prison", ENTRY, "/entry/nope/")


@pytest.mark.parametrize(
    ("path", "scheme"), [*((path, "light") for path in PAGES), *((path, "dark") for path in DARK)]
)
def test_axe_finds_no_serious_fault(visit: Callable[..., Page], path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme)
    assert grave_faults(page) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 768])
def test_nothing_runs_over_the_edge(visit: Callable[..., Page], path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
