"""text.md, read: `parse` gives the prose as a tree of typed blocks, with its claims, notes, passages and jumps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from effectbank.review.text.blocks import blocks_until
from effectbank.review.text.inlines import Reading
from effectbank.review.text.markdown import knotted, line_starts, tokens_of
from effectbank.review.text.tree import (
    Block,
    Claim,
    CodeBlock,
    Heading,
    Jump,
    Node,
    Note,
    NoteMark,
    Paragraph,
    Passage,
    Span,
    Unfold,
    VoiceBlock,
    plain,
    walk,
)  # fmt: skip
from effectbank.words import Voice

FILE = "text.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An entry's prose. `blocks` in reading order; `notes` in the order they are first hung, then those never hung.

    `source` is what was parsed: offsets of claims are into it, and lines count from 1. `knot` is the line at which
    it was refused, and left unread in one code block, because of brackets opened without end; None as a rule.
    """

    source: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    claims: tuple[Claim, ...] = ()
    passages: tuple[Passage, ...] = ()
    jumps: tuple[Jump, ...] = ()
    unfolds: tuple[Unfold, ...] = ()
    marks: tuple[NoteMark, ...] = ()
    knot: int | None = None

    def nodes(self) -> Iterator[Node]:
        """Every node of the blocks, then of the notes, outer before inner."""
        yield from walk(self.blocks)
        for note in self.notes:
            yield from walk(note.blocks)

    @property
    def written(self) -> tuple[Block, ...]:
        """The blocks less the voices in which nothing is said."""
        return tuple(block for block in self.blocks if not isinstance(block, VoiceBlock) or block.blocks)

    def note(self, name: str) -> Note | None:
        """The note of that name; the first, if two share it."""
        return next((note for note in self.notes if note.name == name), None)

    def plain(self, voice: Voice | None = None) -> str:
        """The words alone, of the whole text or of one voice: what a search looks through."""
        if voice is None:
            return plain(self.blocks)
        return plain(tuple(b for b in walk(self.blocks) if isinstance(b, VoiceBlock) and b.voice is voice))


def _notes(r: Reading) -> tuple[Note, ...]:
    notes = [
        Note(name=name, number=r.numbers.get(name, 0), blocks=blocks, line=line) for name, blocks, line in r.notes
    ]
    return tuple(sorted(notes, key=lambda note: note.number or len(notes) + 1))


def _passages(nodes: Sequence[Node]) -> Iterator[Passage]:
    for node in nodes:
        if isinstance(node, (Heading, Paragraph, Span)) and node.name:
            yield Passage(name=node.name, words=plain(node.children), line=node.line)


@lru_cache(maxsize=32)
def parse(source: str) -> Text:
    """The tree of a text.md; never raises. Offsets of claims are into `source` as given, byte-order mark too."""
    shift = 1 if source.startswith("\ufeff") else 0
    bare = source[shift:].replace("\0", "\ufffd")  # as markdown-it reads it
    knot = knotted(bare)
    if knot is not None:
        return Text(source=source, blocks=(CodeBlock(text=bare, info="", line=1),), notes=(), knot=knot)
    r = Reading(tokens=tokens_of(bare), source=bare, shift=shift, starts=line_starts(bare))
    blocks = blocks_until(r, "")
    notes = _notes(r)
    nodes = (*walk(blocks), *(node for note in notes for node in walk(note.blocks)))
    return Text(
        source=source,
        blocks=blocks,
        notes=notes,
        claims=tuple(sorted((n for n in nodes if isinstance(n, Claim)), key=lambda claim: claim.number)),
        passages=tuple(_passages(nodes)),
        jumps=tuple(node for node in nodes if isinstance(node, Jump)),
        unfolds=tuple(node for node in nodes if isinstance(node, Unfold)),
        marks=tuple(node for node in nodes if isinstance(node, NoteMark)),
    )
