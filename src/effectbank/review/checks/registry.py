"""Every check by its code, and all of them run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from effectbank.problems import Problem
from effectbank.review.review import Review

Check = Callable[[Review], Iterable[Problem]]

ALL_CHECKS: Mapping[str, Check] = {}


def problems_of(review: Review) -> tuple[Problem, ...]:
    """All Problems of a review: those of reading, then those of each check."""
    found = [problem for check in ALL_CHECKS.values() for problem in check(review)]
    return (*review.read_problems, *found)
