"""An analysis some of whose studies lack numbers: its fit is of the others."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import note
from effectbank.review.review import Review
from effectbank.review.synthesis import PARTIAL


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name in review.analyses:
        synthesis = review.synthesis(name)
        if synthesis.status == PARTIAL:
            lacking = "; ".join(f"{gap.study} ({gap.place}): {gap.reason}" for gap in synthesis.missing)
            yield note("partial-analysis", synthesis.analysis.place, f"some of its studies lack numbers: {lacking}")
