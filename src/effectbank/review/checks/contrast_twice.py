"""Two contrasts of the same arms of a study in one outcome, the second perhaps the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.model import Contrast
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for rows in review.contrasts.values():
        first: dict[tuple[str, frozenset[str], str], Contrast] = {}
        for row in rows:
            earlier = first.setdefault((row.study, frozenset((row.arm, row.against)), row.measure), row)
            if earlier is not row:
                message = (
                    f"{row.study}, {shown(row.arm)} against {shown(row.against)}: on line {earlier.place.line} too"
                )
                hint = "delete one; until then neither is used"
                yield error("contrast-twice", at(row.place, "arm"), message, hint)
