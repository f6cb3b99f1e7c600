"""A part of an analysis pooled by another model than its total: it is no partition of it."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Problem
from effectbank.review.checks.telling import note
from effectbank.review.parts import otherwise_pooled, parts_of, sentence
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for whole in review.analyses.values():
        for part in parts_of(review, whole):
            if otherwise_pooled(part, whole):
                yield note("part-of-another-model", part.place, sentence(part, whole))
