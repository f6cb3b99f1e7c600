"""Draw the README's pictures anew: a forest plot and the head of an entry page, both made by the program.

python docs/pictures.py        (needs Chromium on the PATH)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import effectbank as eb
from effectbank.publish import publish_page

HERE = Path(__file__).parent / "pictures"
EXAMPLE = "naltrexone-2011"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def forest_picture() -> None:
    """The first analysis of the founding review."""
    review = eb.Review.open(EXAMPLE)
    eb.forest(review.synthesis("retained")).save(HERE / "forest.png")


def entry_picture() -> None:
    """The head of the entry, down to where its numbers begin, one of them touched."""
    chromium = shutil.which("chromium") or sys.exit("no chromium on the PATH: `make test` installs it")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "entry.html"
        publish_page(eb.Review.open(EXAMPLE), path)
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        page = browser.new_page(viewport={"width": 1180, "height": 1700})
        page.goto(path.as_uri())
        page.get_by_role("link", name="Thirteen studies").hover()
        page.wait_for_timeout(400)
        page.screenshot(path=HERE / "entry.png")
        browser.close()


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    forest_picture()
    entry_picture()
