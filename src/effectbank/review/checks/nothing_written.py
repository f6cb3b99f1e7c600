"""A voice in which nothing is said, or an entry with analyses of which nothing is said at all."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import note
from effectbank.review.review import Review
from effectbank.review.text import FILE, parse
from effectbank.review.text.tree import VoiceBlock


def check(review: Review) -> Iterator[Problem]:
    """One Problem a voice that is empty; one where there is no other text, in an entry that computes anything."""
    text = parse(review.text)
    for block in text.blocks:
        if isinstance(block, VoiceBlock) and not block.blocks:
            message = f"nothing is said in the voice {block.given!r}: the page leaves it out"
            yield note("nothing-written", Place(file=FILE, line=block.line), message)
    if says_nothing(review):
        message = "nothing is written yet: the page shows data and results without a word on them"
        yield note("nothing-written", Place(file=FILE), message, "say in text.md what was found, in voices")


def says_nothing(review: Review) -> bool:
    """Whether it computes something and nothing is written of it."""
    return bool(review.analyses) and not parse(review.text).written
