"""A standard deviation of nought: everyone the same, or a number that is not known."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, shown, warning
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.data.values():
        for row in rows:
            if row.sd == 0:
                message = f"{row.study}, arm {shown(row.arm)}: a standard deviation of 0"
                hint = "leave it empty where it is unknown"
                yield warning("sd-zero", at(row.place, "sd"), message, hint)
