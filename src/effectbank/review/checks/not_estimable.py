"""An analysis with data that cannot be pooled, and why."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import note, warning
from effectbank.review.review import Review
from effectbank.review.synthesis import NOT_ESTIMABLE


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name in review.analyses:
        synthesis = review.synthesis(name)
        if synthesis.status == NOT_ESTIMABLE:
            tell = note if all(row.reason for row in synthesis.rows) else warning
            yield tell("not-estimable", synthesis.analysis.place, f"cannot be pooled: {synthesis.reason}")
