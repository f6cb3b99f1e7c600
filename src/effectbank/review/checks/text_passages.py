"""Two passages with one name."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import error
from effectbank.review.review import Review
from effectbank.review.text import FILE, parse


def check(review: Review) -> Iterator[Problem]:
    """One Problem a second use of a name."""
    first: dict[str, int] = {}
    for passage in parse(review.text).passages:
        if passage.name in first:
            said = f"the name #{passage.name} is already that of a passage in line {first[passage.name]}"
            yield error("text-passages", Place(file=FILE, line=passage.line), said, "give one of them another name")
        first.setdefault(passage.name, passage.line)
