"""How many of each arm an outcome counted, beside how many were randomised to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from effectbank.problems import Place
from effectbank.review.review import Review
from effectbank.review.selecting import Part, part_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """The people of one arm that one outcome counted, over all its strata."""

    study: str
    arm: str
    outcome: str
    total: int
    randomised: int
    place: Place  # of the last of its rows


def analysed(review: Review) -> Iterator[Analysed]:
    """Each arm and outcome for which both numbers are known."""
    randomised = {(arm.study, arm.name): arm.randomised for arm in review.arms}
    for outcome, rows in review.data.items():
        totals: dict[tuple[str, str], int | None] = {}
        places: dict[tuple[str, str], Place] = {}
        seen: set[tuple[str, str, Part]] = set()
        for row in rows:
            arm = (row.study, row.arm)
            if (*arm, part_of(row)) in seen:
                continue  # counted-twice tells it
            seen.add((*arm, part_of(row)))
            so_far = totals.get(arm, 0)
            totals[arm] = None if so_far is None or row.total is None else so_far + row.total
            places[arm] = row.place
        for arm, total in totals.items():
            people = randomised.get(arm)
            if total is not None and people is not None:
                yield Analysed(
                    study=arm[0], arm=arm[1], outcome=outcome, total=total, randomised=people, place=places[arm]
                )
