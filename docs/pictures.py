"""Draw the pictures of the README and the how-to pages anew: plots, and the head of an entry page.

python docs/pictures.py        (needs Chromium on the PATH)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

import effectbank as eb
from effectbank.plots.figure import Figure
from effectbank.publish import publish_page
from effectbank.review.selecting import study_column

HERE = Path(__file__).parent / "pictures"
EXAMPLE = "naltrexone-2011"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def forest_picture() -> None:
    """The first analysis of the founding review."""
    review = eb.Review.open(EXAMPLE)
    eb.forest(review.synthesis("retained")).save(HERE / "forest.png")


def diagnostic_pictures() -> None:
    """Three of the gallery: the BCG trials' subsets and their latitude, the magnesium trials' funnel."""
    bcg = eb.Review.open("bcg-vaccine-1994")
    found = bcg.synthesis("tuberculosis")
    small(eb.draw(eb.gosh(found.fit), labels=found.labels, highlight="tpt_madras_1980"), "gosh.png")
    latitude = [float(study_column(bcg.studies[row.study], "latitude")) for row in found.rows]
    moderated = replace(found.effects, moderators={"Latitude": np.array(latitude)})
    small(eb.draw(eb.regress(moderated, ["Latitude"]), labels=found.labels), "bubbles.png")
    magnesium = eb.Review.open("magnesium-2001").synthesis("death")
    filled = eb.trim_and_fill(magnesium.fit)
    small(eb.funnel(magnesium.fit, filled, contours=True), "funnel.png")


def small(figure: Figure, name: str) -> None:
    """Save with few colours: a third of the bytes."""
    Image.open(BytesIO(figure.encode("png"))).convert("RGB").quantize(64).save(HERE / name, optimize=True)


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
    diagnostic_pictures()
    entry_picture()
