"""What `effectbank new` laid out as an example still stands there: its title, its trials, its quoted fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import warning
from effectbank.review.read import TEXT, read_files
from effectbank.review.reading import entry, facts, plan, studies
from effectbank.review.review import Review
from effectbank.review.scaffold import laid_out

CARD = ("title", "authors", "citation", "strapline")
HINT = "say what is so of your review, or take it out, before it is published"


def check(review: Review) -> Iterator[Problem]:
    """One Problem a file."""
    new, card = _new(), review.card
    found = {
        entry.FILE: [key for key in CARD if getattr(card, key) and getattr(card, key) == getattr(new.card, key)],
        plan.FILE: [f"question.{key}" for key in _alike(review.question, new.question)],
        studies.FILE: _alike(review.studies, new.studies),
        facts.FILE: _alike(review.facts, new.facts),
        TEXT: [
            f"“{line.partition('.')[0]}”"
            for line in new.text.split("\n")
            if line.startswith("Here stands") and line in review.text
        ],
    }
    for file, what in found.items():
        if what:
            yield warning(
                "placeholder", Place(file=file), f"still as `effectbank new` laid it out: {', '.join(what)}", HINT
            )


def _alike(here: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [name for name, said in new.items() if here.get(name) == said]


@lru_cache(maxsize=1)
def _new() -> Review:
    return read_files("new", laid_out())
