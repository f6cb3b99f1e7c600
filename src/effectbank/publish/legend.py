"""What the interactive marks of a page mean: only those it uses, each with a sample from the page itself."""

from __future__ import annotations

from effectbank.review.text import Text
from effectbank.review.text.tree import Claim, Span, plain

Mark = tuple[str, str, str]  # how it is drawn, a sample, what it does


def legend(text: Text) -> tuple[Mark, ...]:
    """The marks, in the order of their use to a reader."""
    spans = [node for node in text.nodes() if isinstance(node, Span)]
    classes = {name for span in spans for name in span.classes}
    bound = next((node.words for node in text.nodes() if isinstance(node, Claim)), "")
    unbound = next((plain(span.children) for span in spans if "uncounted" in span.classes), "")
    marks = (
        (bool(bound), ("num", bound, "what a number is, and where from")),
        (bool(text.notes), ("note-mark", "a", "a note")),
        (bool(text.jumps), ("jump", "see below", "leads to a passage, and back")),
        (bool(text.unfolds), ("folded", "▸", "unfolds")),
        ("editor" in classes, ("editor", "[ ]", "our own aside")),
        (bool(unbound), ("uncounted", unbound, "a number left unbound")),
    )
    return tuple(mark for used, mark in marks if used)
