"""An analysis groups or filters by a column that studies.csv does not have."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem, did_you_mean
from effectbank.review.checks.telling import error, key_of, shown
from effectbank.review.review import Review
from effectbank.review.selecting import OF_DATA, study_columns


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken; without any study missing-file says it once."""
    if not review.studies:
        return
    known = (*study_columns(review), *OF_DATA)
    for analysis in review.analyses.values():
        named = [("subgroups", analysis.subgroups)] if analysis.subgroups else []
        for key, column in [*named, *((f"where.{column}", column) for column in analysis.where)]:
            if column not in known:
                message = f"{shown(column)} is not a column of studies.csv"
                place = key_of(review, analysis.place, key)
                yield error("unknown-column-chosen", place, message, did_you_mean(column, known))
