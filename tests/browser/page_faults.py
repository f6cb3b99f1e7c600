"""What no page may have: faults for who can't see it well, and parts outside it or on each other."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
OUTSIDE = """[...document.querySelectorAll('.entry *')].filter((part) => {
    const box = part.getBoundingClientRect();
    return box.width > 1 && box.right > innerWidth + 1 && !part.closest('.scroll, svg, .unseen, thead');
}).map((part) => part.outerHTML.slice(0, 120))"""
UNDER = """(chosen) => [...document.querySelectorAll(chosen)].flatMap((above) => {
    const a = above.getBoundingClientRect();
    return [...document.querySelectorAll('.entry :is(p, li, table, summary, h1, h2, h3)')].filter((part) => {
        const b = part.getBoundingClientRect();
        const beside = b.right <= a.left + 1 || a.right <= b.left + 1;
        const below = b.bottom <= a.top + 1 || a.bottom <= b.top + 1;
        return !beside && !below && b.width > 1 && !above.contains(part) && !part.contains(above);
    }).map((part) => part.outerHTML.slice(0, 120));
})"""


def unfold(page: Page) -> None:
    """Open every fold."""
    page.evaluate(UNFOLD)


def outside(page: Page) -> list[str]:
    """The parts that run out of the page, but for those in a frame that scrolls."""
    return list(page.evaluate(OUTSIDE))


def under(page: Page, chosen: str) -> list[str]:
    """The parts of the text on which a chosen part lies."""
    return list(page.evaluate(UNDER, chosen))


def grave_faults(page: Page) -> list[tuple[str, list[str]]]:
    """The serious and critical faults that axe finds."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"][:3]])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
