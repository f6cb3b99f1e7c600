"""What the interactive marks of a page mean: only those it uses, each with a sample."""

from __future__ import annotations

from effectbank.review.text import Text
from effectbank.review.text.tree import Span

Mark = tuple[str, str, str]  # how it is drawn, a sample, what it does


def legend(text: Text) -> tuple[Mark, ...]:
    """The marks, in the order of their use to a reader."""
    classes = {name for node in text.nodes() if isinstance(node, Span) for name in node.classes}
    marks = (
        (bool(text.claims), ("num", "39 of 116", "what a number is, and where from")),
        (bool(text.notes), ("note-mark", "a", "a note")),
        (bool(text.jumps), ("jump", "see below", "leads to a passage, and back")),
        (bool(text.unfolds), ("folded", "▸", "unfolds")),
        ("editor" in classes, ("editor", "[ ]", "our own aside")),
        ("uncounted" in classes, ("uncounted", "1991", "a number left unbound")),
    )
    return tuple(mark for used, mark in marks if used)
