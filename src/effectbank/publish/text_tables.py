"""Tables of texts that the source lists as analyses: folds of the prose, headed by the analysis's number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from effectbank.publish.site import slug_of
from effectbank.review.text import Text

HEADED = re.compile(r"Analysis (\d+(?:\.\d+)+): (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """What a line of contents says of one, and where it stands."""

    number: str
    label: str
    anchor: str


def text_tables(text: Text) -> tuple[TextTable, ...]:
    """All of them, in the order of the prose."""
    headed = ((fold.label, HEADED.fullmatch(fold.label)) for fold in text.unfolds)
    return tuple(
        TextTable(number=found[1], label=found[2], anchor=anchor_of_fold(label)) for label, found in headed if found
    )


def anchor_of_fold(label: str) -> str:
    """By which the contents lead to a fold that holds such a table; "" for any other fold."""
    return slug_of(label) if HEADED.fullmatch(label) else ""
