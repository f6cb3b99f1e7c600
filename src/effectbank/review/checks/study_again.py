"""A study that an import called after its row, as the sheet names another with other numbers the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import at, shown, warning
from effectbank.review.review import Review

AFTER_ROW = re.compile(r" \(row \d+\)$")


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for study in review.studies.values():
        if AFTER_ROW.search(study.label):
            message = f"{shown(study.label)} has its name from its row: the sheet has one of that name before it"
            hint = "if the same people are counted twice, take one out; else give it a name of its own"
            yield warning("study-again", at(study.place, "label"), message, hint)
