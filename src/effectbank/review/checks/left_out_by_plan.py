"""An analysis leaves out studies that have data for it, by its `where` or `without`."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import note
from effectbank.review.choosing import choice_in_words
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name, analysis in review.analyses.items():
        left_out = review.synthesis(name).left_out
        if left_out:
            yield note("left-out-by-plan", analysis.place, choice_in_words(review, analysis, left_out))
