"""A contrast whose standard error is not above zero."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.contrasts.values():
        for row in rows:
            if row.se is not None and row.se <= 0:
                message = f"{row.study}: the standard error is {row.se}"
                yield error("contrast-se", at(row.place, "se"), message, "leave it empty where it is unknown")
