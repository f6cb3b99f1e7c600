"""Two items of references.json with one id."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import error, shown
from effectbank.review.reading import references
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    first: dict[str, int] = {}
    for number, item in enumerate(review.references, start=1):
        name = item.get("id")
        if isinstance(name, (str, int)) and first.setdefault(str(name), number) != number:
            place = Place(file=references.FILE, key=f"item {number}")
            message = f"the id {shown(str(name))} is already that of item {first[str(name)]}"
            yield error("reference-twice", place, message, "give each item its own id")
