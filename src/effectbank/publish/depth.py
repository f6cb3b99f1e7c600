"""What lies one fold away: how the source was done, its studies, and the rows behind the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.publish.bias_table import BiasTable, bias_tables, support_table
from effectbank.publish.method import Said, eligibility, question, searches, versions
from effectbank.publish.references import ReferenceGroup, reference_groups, reports_counted
from effectbank.publish.row_tables import row_tables
from effectbank.publish.study_tables import StudyList, study_lists
from effectbank.publish.tables import Table
from effectbank.review import Review

FEW = 12  # tables of one kind that may stand one after another


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """The folds under the text; what the folder doesn't say is empty."""

    question: tuple[Said, ...]
    eligibility: tuple[Said, ...]
    searches: tuple[str, ...]
    versions: Table | None
    studies: tuple[StudyList, ...]
    bias: tuple[BiasTable, ...]
    support: Table | None
    references: tuple[ReferenceGroup, ...]
    rows: tuple[Table, ...]

    @property
    def has_method(self) -> bool:
        """Whether anything is known of how the source was done."""
        return any((self.question, self.eligibility, self.searches, self.versions))

    @property
    def documents(self) -> int:
        """How many documents are listed."""
        return sum(group.count for group in self.references)

    @property
    def many_rows(self) -> bool:
        """Whether there are so many tables of rows that they need a fold of their own."""
        return len(self.rows) > FEW

    @property
    def many_judged(self) -> bool:
        """The same of tables of judgements."""
        return len(self.bias) > FEW

    @property
    def anchors(self) -> frozenset[str]:
        """The names of the rows on the page."""
        tables = (*self.rows, *filter(None, (self.versions, self.support, *(one.table for one in self.studies))))
        blocks = (block for one in self.studies for block in one.blocks)
        return frozenset((*(r.anchor for table in tables for r in table.rows), *(b.anchor for b in blocks))) - {""}


def depth(review: Review) -> Depth:
    """All of it, for a review."""
    studies = study_lists(review, reports_counted(review))
    told = any(one.blocks for one in studies)  # with what each judgement rests on
    return Depth(
        question=question(review),
        eligibility=eligibility(review),
        searches=searches(review),
        versions=versions(review),
        studies=studies,
        bias=bias_tables(review),
        support=None if told else support_table(review),
        references=reference_groups(review),
        rows=row_tables(review),
    )
