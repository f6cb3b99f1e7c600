"""An arm without a treatment is in no comparison."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for arm in review.arms:
        if not arm.treatment:
            message = f"arm {shown(arm.name)} of {arm.study} has no treatment, so no comparison can choose it"
            yield error("arm-without-treatment", at(arm.place, "treatment"), message, "name what it was given")
