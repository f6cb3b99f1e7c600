"""More people with the event than people."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.data.values():
        for row in rows:
            if row.events is not None and row.total is not None and row.time is None and row.events > row.total:
                message = f"{row.study}, arm {shown(row.arm)}: {row.events} events among {row.total} people"
                yield error("events-above-total", at(row.place, "events"), message, "are events and total swapped?")
