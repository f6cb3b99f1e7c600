"""Which rows of an analysis stand under which heading, in the order in which its source lists the headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from effectbank.review.model import Analysis
from effectbank.review.review import Review
from effectbank.review.selecting import OF_DATA, group_of
from effectbank.review.study_rows import StudyRow

Headings = Mapping[str, tuple[str, ...]]  # the slugs of the rows by heading; "" for rows under none
NO_HEADINGS: Headings = MappingProxyType({})


def headings_of(review: Review, analysis: Analysis, rows: Sequence[StudyRow]) -> Headings:
    """The slugs under each heading, the rows of none last; nothing where no subgroups are asked for."""
    by = analysis.subgroups
    if not by:
        return NO_HEADINGS
    found: dict[str, list[str]] = {name: [] for name in _listed(review, analysis, by)}
    for row in rows:
        found.setdefault(group_of(review.studies[row.study], row.part, by), []).append(row.slug)
    unnamed = found.pop("", [])
    return {name: tuple(slugs) for name, slugs in [*found.items(), ("", unnamed)] if slugs}


def _listed(review: Review, analysis: Analysis, by: str) -> Iterable[str]:
    """The headings that are a column of the data, as its rows come."""
    if by not in OF_DATA:
        return ()
    rows = (*review.data.get(analysis.outcome, ()), *review.contrasts.get(analysis.outcome, ()))
    return (name for row in rows if (name := getattr(row, by)))
