"""A real Chromium for the browser tests: the system's, quiet, and without a network of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from effectbank.publish import publish_bank, publish_page
from effectbank.publish.site import Site
from effectbank.review import Review

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]
SHOWN = (
    "naltrexone-2011",
    "bcg-vaccine-1994",
    "magnesium-2001",
    "naltrexone-offenders-ethics-2018",
    "uk-clinical-guidelines-2017",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Where there is none the tests fail and say what to do: they are never skipped."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail(
            "the browser tests need Chromium on the PATH: `make test` installs it, `make test-core` needs none"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=FLAGS)
        yield browser
        browser.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Opener]:
    """Opens a file or an address; on leaving, fails if the page complained or asked for anything from elsewhere."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(address: Path | str, *, width: int = 1240, height: int = 900, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: said.type in ("error", "warning") and faults.append(said.text))
        page.on("request", lambda asked: asked.url.startswith("http") and faults.append(f"asked for {asked.url}"))
        page.goto(address.as_uri() if isinstance(address, Path) else address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def founding_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding review as one page on disk."""
    target = tmp_path_factory.mktemp("page") / "naltrexone.html"
    site = Site(name="Evidence bank", editor="editor@example.org", address="https://bank.example")
    return publish_page(Review.open("naltrexone-2011"), target, site=site)


@pytest.fixture(scope="session")
def static_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static bank of shipped entries on disk."""
    target = tmp_path_factory.mktemp("bank")
    publish_bank([Review.open(name) for name in SHOWN], target, name="Evidence bank")
    return target
