"""Data of a study that is not included: no analysis uses them."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import warning
from effectbank.review.concerns import Resting
from effectbank.review.review import Review
from effectbank.words import StudyStatus


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for row in Resting(review).rows:
        study = review.studies.get(row.study)
        if study and study.status is not StudyStatus.INCLUDED:
            message = f"{row.study} is {study.status}, so no analysis uses this row"
            hint = f"set its status in studies.csv:{study.place.line}, or delete the row"
            yield warning("study-not-included", row.place, message, hint)
