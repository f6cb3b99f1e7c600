"""A quoted fact without the source it is quoted from."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for fact in review.facts.values():
        if not fact.source:
            message = f"the fact {shown(fact.name)} has no source"
            yield error("fact-without-source", at(fact.place, "source"), message, "say where it was read")
