"""A published ratio, or an end of its interval, of nought or less: no ratio is."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import error, key_of
from effectbank.review.paths.published import RATIOS
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for analysis in review.analyses.values():
        published = analysis.published
        if published is None or (published.measure or analysis.measure) not in RATIOS:
            continue
        for name in ("estimate", "low", "high"):
            found = getattr(published, name)
            if found is not None and (found < 0 or (found == 0 and name == "estimate")):
                place = key_of(review, published.place or analysis.place, name)
                hint = "is it on the log scale, or of another measure? name that as measure"
                yield error(
                    "published-ratio", place, f"{found} is no {published.measure or analysis.measure}", hint
                )
