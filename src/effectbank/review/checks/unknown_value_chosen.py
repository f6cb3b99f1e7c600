"""An analysis filters by a value that no study has in that column."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem, did_you_mean
from effectbank.review.checks.telling import error, key_of, shown
from effectbank.review.model import Analysis
from effectbank.review.review import Review
from effectbank.review.selecting import OF_DATA, study_column


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for analysis in review.analyses.values():
        for column, values in analysis.where.items():
            known = _values(review, analysis, column)
            for value in values:
                if known and value not in known:
                    message = f"no study has {shown(value)} in the column {column}"
                    place = key_of(review, analysis.place, f"where.{column}")
                    yield error("unknown-value-chosen", place, message, did_you_mean(value, known))


def _values(review: Review, analysis: Analysis, column: str) -> set[str]:
    """What stands in a column of studies.csv or of the outcome's data; nothing where there is no such column."""
    if column in OF_DATA:
        rows = (*review.data.get(analysis.outcome, ()), *review.contrasts.get(analysis.outcome, ()))
        return {getattr(row, column) for row in rows}
    return {study_column(study, column) for study in review.studies.values()} - {""}
