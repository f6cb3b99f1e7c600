"""An included study without arms: no analysis of arms can hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from effectbank.problems import Problem
from effectbank.review.checks.telling import note, warning
from effectbank.review.model import Study
from effectbank.review.review import Review
from effectbank.words import StudyStatus, some_of

MOST_NAMED = 3


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken; where data lack all arms, missing-file says it once."""
    if not review.arms and review.data:
        return
    with_arms = {arm.study for arm in review.arms}
    with_arms |= {row.study for rows in review.contrasts.values() for row in rows}
    without = [
        study
        for name, study in review.studies.items()
        if study.status is StudyStatus.INCLUDED and name not in with_arms and review.analyses
    ]
    if review.card.taken_from and len(without) > 1:
        yield _of_source(without)
        return
    for study in without:
        message = f"{study.name} has no arm in arms.csv"
        yield warning("study-without-arms", study.place, message, "list its arms, even with sizes unknown")


def _of_source(without: list[Study]) -> Problem:
    """Those of a source's file, told once: reviews include studies that no analysis could use."""
    named = some_of([study.name for study in without], MOST_NAMED)
    message = f"{len(without)} studies are in no analysis, so they have no arm in arms.csv: {named}"
    return note("study-without-arms", replace(without[0].place, line=None), message)
