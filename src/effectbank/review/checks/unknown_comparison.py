"""An analysis names a comparison that review.toml does not define, or none at all."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem, did_you_mean
from effectbank.review.checks.telling import error, key_of, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for analysis in review.analyses.values():
        if analysis.comparison not in review.comparisons:
            found = f"{shown(analysis.comparison)} is not one of [comparisons]"
            message = found if analysis.comparison else "names no comparison"
            hint = did_you_mean(analysis.comparison, review.comparisons)
            yield error("unknown-comparison", key_of(review, analysis.place, "comparison"), message, hint)
