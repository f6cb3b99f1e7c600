"""A name that is used in paths is not of small letters, digits and underscores."""

from __future__ import annotations

import re
from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import at, error, shown
from effectbank.review.reading import data
from effectbank.review.review import Review

SLUG = re.compile(r"[a-z0-9_]+")


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for place, name in _names(review):
        if not SLUG.fullmatch(name):
            message = f"{shown(name)} is used in paths, so it may hold only a-z, 0-9 and _"
            yield error("not-a-slug", place, message, f"write {slug_of(name)}")


def slug_of(words: str) -> str:
    """The nearest name that may be used in paths."""
    return re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_") or "a name"


def _names(review: Review) -> Iterator[tuple[Place, str]]:
    """Each place where a name is given."""
    yield from ((at(study.place, "study"), study.name) for study in review.studies.values())
    yield from ((at(arm.place, "arm"), arm.name) for arm in review.arms)
    yield from ((at(fact.place, "fact"), fact.name) for fact in review.facts.values())
    for table in (review.comparisons, review.outcomes, review.analyses, review.values):
        yield from ((record.place, record.name) for record in table.values())
    yield from ((Place(file="review.toml", key=f"versions.{name}"), name) for name in review.versions)
    yield from ((Place(file=f"{data.FOLDER}{name}.csv"), name) for name in review.data)
