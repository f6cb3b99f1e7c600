"""A comparison lists one treatment as intervention and as control."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import error, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for comparison in review.comparisons.values():
        for treatment in comparison.intervention:
            if treatment in comparison.control:
                message = f"{shown(treatment)} is on both sides of the comparison"
                yield error("treatment-on-both-sides", comparison.place, message, "keep it on one side")
