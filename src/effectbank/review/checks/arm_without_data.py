"""An arm that no data file speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import note, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    seen = {(row.study, row.arm) for rows in review.data.values() for row in rows}
    for contrasts in review.contrasts.values():
        seen |= {(row.study, side) for row in contrasts for side in (row.arm, row.against)}
    for arm in review.arms:
        if (arm.study, arm.name) not in seen:
            yield note("arm-without-data", arm.place, f"no data file speaks of {arm.study}, arm {shown(arm.name)}")
