"""The whole page of an entry, and one file of it that opens from disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from effectbank.publish.article import article
from effectbank.publish.environment import shared_environment
from effectbank.publish.listing import Line
from effectbank.publish.site import Site
from effectbank.review.model import EntryCard
from effectbank.review.writing.files import write_atomically

if TYPE_CHECKING:
    from effectbank.review import Review


def page(review: Review, *, site: Site | None = None, related: Sequence[Line] = ()) -> str:
    """The entry's page: its article in the bank's frame, with what is related to it."""
    around = site or Site()
    return wrap(review.card, article(review, site=around), site=around, related=related)


def wrap(card: EntryCard, article_html: str, *, site: Site, related: Sequence[Line] = ()) -> str:
    """The frame around an article already made; a bank keeps articles and frames them as they are asked for."""
    return (
        shared_environment()
        .get_template("entry.html")
        .render(
            site=site,
            card=card,
            title=card.title,
            description=card.strapline,
            meta=highwire(card),
            article=Markup(article_html),  # noqa: S704 -- made by article(), escaped there
            related=related,
        )
    )


def highwire(card: EntryCard) -> tuple[tuple[str, str], ...]:
    """The meta tags by which reference managers pick a page up."""
    year = (("citation_publication_date", str(card.year)),) if card.year else ()
    authors = tuple(("citation_author", author) for author in card.authors)
    return (("citation_title", card.title), *authors, *year)


def publish_page(
    review: Review, path: str | Path, *, site: Site | None = None, related: Sequence[Line] = ()
) -> Path:
    """Write the entry's page as one self-contained HTML file; a reader never meets a half-written one."""
    return write_atomically(Path(path), page(review, site=site, related=related).encode("utf-8"))
