"""An analysis is without a study that studies.csv does not list."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem, did_you_mean
from effectbank.review.checks.telling import error, key_of, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken; without any study missing-file says it once."""
    if not review.studies:
        return
    for analysis in review.analyses.values():
        for study in analysis.without:
            if study not in review.studies:
                message = f"{shown(study)} is not a study of studies.csv"
                hint = did_you_mean(study, review.studies)
                yield error("unknown-study-left-out", key_of(review, analysis.place, "without"), message, hint)
