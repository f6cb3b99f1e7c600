"""What lies one fold away: how the source was done, its studies, and the rows behind the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.publish.bias_table import bias_tables
from effectbank.publish.method import Said, eligibility, question, searches, versions
from effectbank.publish.row_tables import row_tables
from effectbank.publish.study_tables import study_tables
from effectbank.publish.tables import Table
from effectbank.review import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """The folds under the text; what the folder doesn't say is empty."""

    question: tuple[Said, ...]
    eligibility: tuple[Said, ...]
    searches: tuple[str, ...]
    versions: Table | None
    studies: tuple[Table, ...]
    bias: tuple[Table, ...]
    rows: tuple[Table, ...]

    @property
    def has_method(self) -> bool:
        """Whether anything is known of how the source was done."""
        return any((self.question, self.eligibility, self.searches, self.versions, self.studies, self.bias))

    @property
    def anchors(self) -> frozenset[str]:
        """The names of the rows on the page."""
        tables = (*self.studies, *self.rows, *filter(None, [self.versions]))
        return frozenset(row.anchor for table in tables for row in table.rows) - {""}


def depth(review: Review) -> Depth:
    """All of it, for a review."""
    return Depth(
        question=question(review),
        eligibility=eligibility(review),
        searches=searches(review),
        versions=versions(review),
        studies=study_tables(review),
        bias=bias_tables(review),
        rows=row_tables(review),
    )
