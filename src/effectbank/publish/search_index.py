"""What the search of a static bank looks through: the entries as data for search.js, readable from disk."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from effectbank.publish.citation import authors_shown
from effectbank.publish.kinds import label
from effectbank.publish.site import Site
from effectbank.review import Review
from effectbank.review.text import parse
from effectbank.review.text.tree import plain


def search_index(reviews: Sequence[Review], site: Site) -> str:
    """A script that hands search.js the entries; a page opened from disk may load a script, but no data."""
    entries = [_entry(review, site) for review in reviews]
    return (
        f'"use strict";\nwindow.bankEntries = {json.dumps(entries, ensure_ascii=False, separators=(",", ":"))};\n'
    )


def _entry(review: Review, site: Site) -> dict[str, object]:
    card = review.card
    return {
        "url": site.entry(card.slug),
        "mark": f"{label(card.kind)} {card.year or ''}".strip(),
        "year": card.year or 0,
        "title": card.title,
        "cite": " · ".join(filter(None, (authors_shown(card.authors), card.citation))),
        "strap": card.strapline,
        "subjects": " ".join(card.subjects).replace("-", " "),
        "text": spoken(review),
    }


def spoken(review: Review) -> str:
    """All the words of an entry that a reader would see, notes and unfolded text among them, on one line."""
    text = parse(review.text)
    studies = (study.label for study in review.studies.values())
    parts = (*review.card.key_points, plain(text.blocks), *(plain(note.blocks) for note in text.notes), *studies)
    return re.sub(r"\s+", " ", " ".join(parts)).strip()
