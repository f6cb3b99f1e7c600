"""The head of an entry: whose words, how to get the original, what may be done with it, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.publish.addresses import mail_to, safe_address
from effectbank.publish.chip import chip
from effectbank.publish.citation import authors_shown, bibtex, plain, ris
from effectbank.publish.download import as_address, folder_zip
from effectbank.publish.legend import Mark, legend
from effectbank.publish.proof import ProofView
from effectbank.publish.provenance import availability_line, provenance
from effectbank.publish.site import Site
from effectbank.publish.sureness import sureness
from effectbank.review import Review
from effectbank.review.model import EntryCard
from effectbank.review.text import Text
from effectbank.review.text.tree import VoiceBlock
from effectbank.words import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands over the text. An address that is "" is not offered."""

    provenance: tuple[str, ...]
    legend: tuple[Mark, ...]
    original: str
    authors: str
    availability: str
    address: str
    comment: str
    data: str
    citations: tuple[tuple[str, str], ...]
    chip: str
    sure: tuple[str, ...]


def head(review: Review, text: Text, site: Site, proved: ProofView | None = None) -> Head:
    """The head of a review's entry."""
    card = review.card
    return Head(
        provenance=_provenance(card, text),
        legend=legend(text),
        original=safe_address(card.title_url),
        authors=authors_shown(card.authors),
        availability=availability_line(card.availability),
        address=site.canonical(card.slug),
        comment=comment_address(card, site),
        data=data_address(review, site),
        citations=(("In words", plain(card)), ("RIS", ris(card)), ("BibTeX", bibtex(card))),
        chip=chip(review, proved.chip if proved else ""),
        sure=sureness(review, proved),
    )


def _provenance(card: EntryCard, text: Text) -> tuple[str, ...]:
    voices = {block.voice for block in text.written if isinstance(block, VoiceBlock)}
    return provenance(
        card.kind,
        relevance=card.relevance,
        availability=card.availability,
        commentary=Voice.COMMENTARY in voices,
        written=bool(text.written),
        taken_from=card.taken_from,
    )


def comment_address(card: EntryCard, site: Site) -> str:
    """Where a comment or query goes: the bank's own form, a prepared message to its editor, or nowhere."""
    if site.comments:
        return site.comment(card.slug)
    if not site.editor:
        return ""
    about = f"{card.title}\n{site.canonical(card.slug)}".strip()
    return mail_to(site.editor, subject=f"Comment on: {card.title}", body=f"{about}\n\n")


def data_address(review: Review, site: Site) -> str:
    """Where the folder may be had: from the bank, or within the page itself."""
    if site.is_bank:
        return site.data(review.card.slug)
    return as_address(folder_zip(review.card.slug, review.files)) if review.files else ""
