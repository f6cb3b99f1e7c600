"""Fewer people analysed in an arm than were randomised to it: attrition, which is worth knowing."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.analysed import analysed
from effectbank.review.checks.telling import at, note, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for found in analysed(review):
        if found.total < found.randomised:
            arm = f"{found.study}, arm {shown(found.arm)}"
            message = f"{arm}: {found.total} people analysed of {found.randomised} randomised"
            yield note("attrition", at(found.place, "total"), message)
