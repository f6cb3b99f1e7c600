"""Two rows for the same study, arm and stratum in one outcome: its people would count twice."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.model import Datum
from effectbank.review.review import Review
from effectbank.review.selecting import Part, part_of


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.data.values():
        first: dict[tuple[str, str, Part], Datum] = {}
        for row in rows:
            earlier = first.setdefault((row.study, row.arm, part_of(row)), row)
            if earlier is not row:
                message = f"{row.study}, arm {shown(row.arm)}, is already on line {earlier.place.line}"
                hint = "delete one, or tell them apart in a column stratum; until then neither is used"
                yield error("counted-twice", at(row.place, "arm"), message, hint)
