"""The article of an entry: BANK's blocks in their order, complete without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effectbank.publish.addresses import mail_to, safe_address
from effectbank.publish.citation import authors_shown, bibtex, plain, ris
from effectbank.publish.environment import shared_environment
from effectbank.publish.provenance import availability_line, provenance
from effectbank.publish.site import Site

if TYPE_CHECKING:
    from effectbank.review import Review
    from effectbank.review.model import EntryCard


def article(review: Review, *, site: Site | None = None) -> str:
    """The <article> of an entry, without the bank's frame."""
    around = site or Site()
    card = review.card
    return (
        shared_environment()
        .get_template("article.html")
        .render(
            site=around,
            card=card,
            **_head(card, around, commentary=False, written=bool(review.text.strip())),
        )
    )


def _head(card: EntryCard, site: Site, *, commentary: bool, written: bool) -> dict[str, object]:
    return {
        "provenance": provenance(
            card.kind,
            relevance=card.relevance,
            availability=card.availability,
            commentary=commentary,
            written=written,
        ),
        "availability": availability_line(card.availability),
        "original": safe_address(card.title_url),
        "authors": authors_shown(card.authors),
        "address": site.canonical(card.slug),
        "comment_address": comment_address(card, site),
        "citations": (("Plain", plain(card)), ("RIS", ris(card)), ("BibTeX", bibtex(card))),
    }


def comment_address(card: EntryCard, site: Site) -> str:
    """Where a comment or query goes: the bank's own form, a prepared message to its editor, or nowhere."""
    if site.comments:
        return site.comment(card.slug)
    if not site.editor:
        return ""
    about = f"{card.title}\n{site.canonical(card.slug)}".strip()
    return mail_to(site.editor, subject=f"Comment on: {card.title}", body=f"{about}\n\n")
