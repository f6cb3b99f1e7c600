"""The small mark at the head of an entry: how many of its numbers are bound, and when it was last revised."""

from __future__ import annotations

from effectbank.publish.dates import in_words
from effectbank.review import Review
from effectbank.review.claims import coverage


def chip(review: Review) -> str:
    """ "61 of 61 numbers bound · revised 15 July 2011"; either half only where there is something to say."""
    counted = coverage(review) if review.text.strip() else None
    bound = f"{counted.bound} of {counted.total} numbers bound" if counted and counted.total else ""
    revised = f"revised {in_words(review.card.revised)}" if review.card.revised else ""
    return " · ".join(filter(None, (bound, revised)))
