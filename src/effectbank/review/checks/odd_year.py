"""A year that no study or entry can be of."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import at, warning
from effectbank.review.model import EARLIEST, LATEST
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    dated = [(at(study.place, "year"), study.year) for study in review.studies.values()]
    for place, year in [*dated, (Place(file="entry.toml", key="year"), review.card.year)]:
        if year is not None and not EARLIEST <= year <= LATEST:
            yield warning("odd-year", place, f"the year is {year}", "is a digit missing, or one too many?")
