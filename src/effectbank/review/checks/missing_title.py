"""An entry without a title."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import error
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """One Problem, or none."""
    if "entry.toml" in review.files and not review.card.title.strip():
        yield error("missing-title", Place(file="entry.toml"), "the entry has no title", 'write title = "…"')
