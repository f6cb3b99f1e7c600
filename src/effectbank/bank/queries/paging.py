"""The pages of a long list."""

from __future__ import annotations

from collections.abc import Callable

from effectbank.publish.site import Link

PAGE = 25
NEAR = 2  # neighbours shown beside the current page


class NoSuchPage(LookupError):  # noqa: N818 -- the name is the sentence
    """A page beyond the last."""


def last_page(count: int, page: int) -> int:
    """How many pages hold `count` entries. Raises NoSuchPage when the page asked for is not among them."""
    pages = max(1, -(-count // PAGE))
    if page > pages:
        raise NoSuchPage(page)
    return pages


def page_links(page: int, pages: int, address: Callable[[int], str]) -> tuple[Link, ...]:
    """Links to the first and last pages, the neighbours, the one before and the one after; () for a single page."""
    if pages == 1:
        return ()
    shown = sorted({1, pages, *range(max(1, page - NEAR), min(pages, page + NEAR) + 1)})
    numbers = tuple(Link(label=str(one), url=address(one), current=one == page) for one in shown)
    before = (Link(label="Previous", url=address(page - 1)),) if page > 1 else ()
    after = (Link(label="Next", url=address(page + 1)),) if page < pages else ()
    return (*before, *numbers, *after)
