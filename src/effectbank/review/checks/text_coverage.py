"""Quantities left unbound where entry.toml demands coverage, or no text at all."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.numerals import percent
from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import error
from effectbank.review.claims.coverage import coverage
from effectbank.review.review import Review
from effectbank.review.text import FILE

HINT = (
    "bind it, as in [39 of 116](=retained.intervention) or [eight](=fact:NAME), or exempt it: [eight]{.uncounted}"
)


def check(review: Review) -> Iterator[Problem]:
    """One Problem an unbound quantity, where the share bound falls short of the demand; one where no text is."""
    demand = review.card.coverage
    if demand is None:
        return
    if not review.text.strip():
        how = "is empty" if FILE in review.files else "is not there"
        message = f"{how}, and entry.toml demands that {percent(demand)} of its numbers are bound"
        yield error("text-coverage", Place(file=FILE), message, f"write {FILE}, or take coverage out of entry.toml")
        return
    found = coverage(review)
    if found.share < demand:
        for line, words in found.unbound:
            short = f"“{words}” is not bound; {found}, and entry.toml demands {percent(demand)}"
            yield error("text-coverage", Place(file=FILE, line=line), short, HINT)
