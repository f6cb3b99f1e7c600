"""An arm of nobody: a total of 0, of which no risk, rate or mean can be made."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, shown, warning
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.data.values():
        for row in rows:
            if row.total == 0:
                message = (
                    f"{row.study}, arm {shown(row.arm)}: a total of 0 people, of whom nothing can be estimated"
                )
                hint = "leave it empty where it is unknown"
                yield warning("nobody-in-arm", at(row.place, "total"), message, hint)
