"""An item of references.json without an id, by which it is cited."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import error, shown
from effectbank.review.reading import references
from effectbank.review.review import Review


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken."""
    for number, item in enumerate(review.references, start=1):
        if not isinstance(item.get("id"), (str, int)) or item["id"] == "":
            place = Place(file=references.FILE, key=f"item {number}")
            title = item.get("title")
            message = f"has no id ({shown(title)})" if isinstance(title, str) else "has no id"
            yield error("reference-without-id", place, message, 'write "id": "author_year"')
