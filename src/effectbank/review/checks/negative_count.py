"""A count, standard deviation or time below zero."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error
from effectbank.review.model import Arm, Datum, Study
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.data.values():
        for row in rows:
            yield from _below_zero(row, ("events", "total", "sd", "time"))
    for study in review.studies.values():
        yield from _below_zero(study, ("randomised",))
    for arm in review.arms:
        yield from _below_zero(arm, ("randomised",))


def _below_zero(row: Datum | Study | Arm, cells: tuple[str, ...]) -> Iterator[Problem]:
    for cell in cells:
        found = getattr(row, cell)
        if found is not None and found < 0:
            message = f"{cell} is {found}, below zero"
            yield error("negative-count", at(row.place, cell), message, "is a sign too many?")
