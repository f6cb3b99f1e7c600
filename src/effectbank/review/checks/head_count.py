"""A study whose arms do not add up to its head count."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, warning
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    by_study: dict[str, list[int | None]] = {}
    for arm in review.arms:
        by_study.setdefault(arm.study, []).append(arm.randomised)
    for name, study in review.studies.items():
        arms = by_study.get(name, [])
        known = [people for people in arms if people is not None]
        total = sum(known)
        if study.randomised is None or not arms:
            continue
        if total > study.randomised or (len(known) == len(arms) and total != study.randomised):
            message = f"{name}: {study.randomised} people randomised, but its arms in arms.csv add up to {total}"
            hint = "is an arm missing, or in two rows?"
            yield warning("head-count", at(study.place, "randomised"), message, hint)
