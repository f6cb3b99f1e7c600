"""A row of the data names an arm that arms.csv does not give its study."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken; without any arm missing-file says it once."""
    if not review.arms:
        return
    arms: dict[str, list[str]] = {}
    for arm in review.arms:
        arms.setdefault(arm.study, []).append(arm.name)
    for place, study, arm_named in _named(review):
        known = arms.get(study, [])
        if study in review.studies and arm_named not in known:
            message = f"{study} has no arm {shown(arm_named)} in arms.csv"
            yield error("unknown-arm", place, message, did_you_mean(arm_named, known))


def _named(review: Review) -> Iterator[tuple[Place, str, str]]:
    """Each place where data name an arm: the place, the study, the arm."""
    for rows in review.data.values():
        yield from ((at(row.place, "arm"), row.study, row.arm) for row in rows)
    for contrasts in review.contrasts.values():
        for row in contrasts:
            yield at(row.place, "arm"), row.study, row.arm
            yield at(row.place, "against"), row.study, row.against
