"""Two rows of arms.csv for one arm of one study."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.model import Arm
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    first: dict[tuple[str, str], Arm] = {}
    for arm in review.arms:
        earlier = first.setdefault((arm.study, arm.name), arm)
        if earlier is not arm:
            message = f"arm {shown(arm.name)} of {arm.study} is already on line {earlier.place.line}"
            yield error("arm-twice", at(arm.place, "arm"), message, "give each arm of a study its own name")
