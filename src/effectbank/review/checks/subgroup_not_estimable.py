"""A subgroup without an estimate of its own: it is compared with none of the others."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import key_of, note
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for name, analysis in review.analyses.items():
        groups = review.synthesis(name).subgroups
        for group, why in groups.not_estimable.items() if groups else ():
            place = key_of(review, analysis.place, "subgroups")
            message = f"the subgroup {group} is not estimable by itself: {why}"
            hint = 'a zero_cells rule, or method = "IV", may give it an estimate'
            yield note("subgroup-not-estimable", place, message, hint)
