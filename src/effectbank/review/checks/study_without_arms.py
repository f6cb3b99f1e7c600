"""An included study without arms: no analysis of arms can hold it."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import warning
from effectbank.review.review import Review
from effectbank.words import StudyStatus


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken; where data lack all arms, missing-file says it once."""
    if not review.arms and review.data:
        return
    with_arms = {arm.study for arm in review.arms}
    with_arms |= {row.study for rows in review.contrasts.values() for row in rows}
    for name, study in review.studies.items():
        if study.status is StudyStatus.INCLUDED and name not in with_arms and review.analyses:
            message = f"{name} has no arm in arms.csv"
            yield warning("study-without-arms", study.place, message, "list its arms, even with sizes unknown")
