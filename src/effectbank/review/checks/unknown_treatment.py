"""A comparison lists a treatment that no arm of arms.csv was given."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem, did_you_mean
from effectbank.review.checks.telling import error, key_of, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken; where data lack all arms, missing-file says it once."""
    if not review.arms and (review.data or review.contrasts):
        return
    given = {arm.treatment for arm in review.arms if arm.treatment}
    for comparison in review.comparisons.values():
        for side in ("intervention", "control"):
            for treatment in getattr(comparison, side):
                if treatment not in given:
                    message = f"no arm was given {shown(treatment)}"
                    place = key_of(review, comparison.place, side)
                    yield error("unknown-treatment", place, message, did_you_mean(treatment, given))
