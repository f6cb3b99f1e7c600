"""A published interval whose low end is above its high end, or that does not hold its estimate."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import error, key_of
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for analysis in review.analyses.values():
        published = analysis.published
        if published is None or published.low is None or published.high is None:
            continue
        place = published.place or analysis.place
        if published.low > published.high:
            message = f"the interval runs from {published.low} down to {published.high}"
            yield error("published-order", key_of(review, place, "low"), message, "are low and high swapped?")
        elif published.estimate is not None and not published.low <= published.estimate <= published.high:
            message = f"{published.estimate} is outside its interval, {published.low} to {published.high}"
            yield error("published-order", key_of(review, place, "estimate"), message, "compare with the source")
