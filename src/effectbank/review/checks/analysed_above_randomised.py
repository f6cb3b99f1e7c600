"""More people analysed in an arm than were randomised to it."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.analysed import analysed
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for found in analysed(review):
        if found.total > found.randomised:
            arm = f"{found.study}, arm {shown(found.arm)}"
            message = f"{arm}: {found.total} people analysed, but arms.csv has {found.randomised} randomised"
            hint = "correct one of the two, or leave randomised empty"
            yield error("analysed-above-randomised", at(found.place, "total"), message, hint)
