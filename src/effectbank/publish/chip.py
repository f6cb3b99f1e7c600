"""The small mark at the head of an entry: what of its numbers is proved, and when it was last revised."""

from __future__ import annotations

from effectbank.publish.dates import in_words
from effectbank.review import Review
from effectbank.review.claims import coverage


def chip(review: Review, proved: str = "") -> str:
    """ "61 of 61 numbers bound · revised 15 July 2011"; each part only where there is something to say.

    `proved` tells of the numbers that the source's own file stores. Of a text taken over as it is nothing is bound,
    and that goes without saying.
    """
    counted = coverage(review) if review.text.strip() else None
    told = counted and counted.total and (counted.bound or not review.card.taken_from)
    bound = f"{counted.bound} of {counted.total} numbers bound" if counted and told else ""
    revised = f"revised {in_words(review.card.revised)}" if review.card.revised else ""
    return " · ".join(filter(None, (proved, bound, revised)))
