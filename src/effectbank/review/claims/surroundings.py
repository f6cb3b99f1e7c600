"""The prose on either side of each claim, as a reader sees it: no marks, and no words of other claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from effectbank.numerals import read
from effectbank.review.text import Text
from effectbank.review.text.tree import Break, Claim, Code, Inline, NoteMark, Words, inlines_of, within

GAP = "\ufffc"  # where a number stands that is another link's
VERBAL = ("significance", "direction")


_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?$")


def other_totals(text: Text) -> frozenset[int]:
    """The claims on events told "of" a total that is bound to another arm: [39](=a.events) of [54](=b.total)."""
    blocks = (*text.blocks, *(block for note in text.notes for block in note.blocks))
    return frozenset(number for inlines in inlines_of(blocks) for number in _mismatched(tuple(_pieces(inlines))))


def _mismatched(pieces: tuple[tuple[str, Claim | None], ...]) -> Iterator[int]:
    for (_, events), (between, _), (_, total) in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if events is None or total is None or _OF.match(between) is None:
            continue
        arm, _, of = total.path.rpartition(".")
        if of == "total" and events.path.rpartition(".")[2] == "events" and events.path != f"{arm}.events":
            yield events.number


def surroundings(text: Text) -> dict[int, tuple[str, str]]:
    """The words before and after each claim in its line of inlines, by the claim's number."""
    blocks = (*text.blocks, *(block for note in text.notes for block in note.blocks))
    found: dict[int, tuple[str, str]] = {}
    for inlines in inlines_of(blocks):
        pieces = tuple(_pieces(inlines))
        said = [words for words, _ in pieces]
        for at, (_, claim) in enumerate(pieces):
            if claim is not None:
                found[claim.number] = "".join(said[:at]), "".join(said[at + 1 :])
    return found


def _pieces(inlines: tuple[Inline, ...]) -> Iterator[tuple[str, Claim | None]]:
    """The words of a line, piece by piece; a verdict ends the clause, for its denials are its own."""
    for node in inlines:
        match node:
            case Words():
                yield node.text, None
            case Break():
                yield " ", None
            case Claim():
                yield (f"{GAP}; " if read(node.words).shape in VERBAL else GAP), node
            case Code():
                yield GAP, None
            case NoteMark():
                pass
            case _:
                yield from _pieces(within(node))  # type: ignore[arg-type]
