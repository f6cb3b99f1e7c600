"""An outcome that no study measured: legal, and itself a finding."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import note
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name, outcome in review.outcomes.items():
        if not review.data.get(name) and not review.contrasts.get(name):
            message = f"no study measured {outcome.label}"
            yield note("unmeasured-outcome", outcome.place, message, f"its data would be in data/{name}.csv")
