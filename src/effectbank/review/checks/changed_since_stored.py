"""A study's data are others than those from which the source's file stored its result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import warning
from effectbank.review.proving import CHANGED, Finding, prove
from effectbank.review.review import Review
from effectbank.review.wording import lines_in_words


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken: once for the same rows, however many analyses rest on them."""
    told: set[tuple[Place, ...]] = set()
    for one in changed_in(review):
        if one.rows not in told:
            told.add(one.rows)
            message = f"{one.whose}: {CHANGED} ({one.values})"
            hint = f"look at {lines_in_words(one.rows)}; if the change is meant, say so in the row's note"
            yield warning("changed-since-stored", replace(one.rows[0], key=None), message, hint)


def changed_in(review: Review) -> list[Finding]:
    """Of each row whose data were changed since, the first number stored that they don't yield."""
    if not review.stored:
        return []
    found = [one for one in prove(review).findings if one.cause == CHANGED and one.rows]
    return [next(of_row) for _, of_row in groupby(found, key=lambda one: (one.analysis, one.place, one.rows))]
