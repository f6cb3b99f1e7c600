"""A row of arms, data or risk of bias names a study that studies.csv does not list."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem, did_you_mean
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.concerns import Resting
from effectbank.review.model import Arm, Contrast, Datum, RiskOfBias
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken; without any study missing-file says it once."""
    if not review.studies:
        return
    rows: tuple[Arm | RiskOfBias | Datum | Contrast, ...]
    rows = (*review.arms, *Resting(review).rows, *review.risk_of_bias)
    for row in rows:
        if row.study not in review.studies:
            message = f"{shown(row.study)} is not a study of studies.csv"
            hint = did_you_mean(row.study, review.studies)
            yield error("unknown-study", at(row.place, "study"), message, hint)
