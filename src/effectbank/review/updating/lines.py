"""A text of three sides, line by line: a paragraph is a line, and one that both sides changed stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from operator import eq

from effectbank.review.updating.change import Change, Fate, fate_of

Lines = list[str]


def merged_text(file: str, base: str, ours: str, theirs: str) -> tuple[str, tuple[Change, ...]]:
    """The folder's text brought up to date, and every stretch of lines that differs."""
    was, now, new = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    merged: Lines = []
    changes: list[Change] = []
    for b, o, t in _stretches(was, now, new):
        fate = fate_of(b, o, t, eq)
        if fate:
            changes.append(_change(fate, file, len(merged) + 1, b, o, t))
        merged += t if fate is Fate.TAKEN else o
    return "".join(merged), tuple(changes)


def _change(fate: Fate, file: str, line: int, *sides: Lines) -> Change:
    base, ours, theirs = map(_told, sides)
    return Change(
        fate=fate, file=file, part=f"line {line}", name="", base=base, ours=ours, theirs=theirs, line=line
    )


def _told(lines: Lines) -> str | None:
    return "".join(lines).strip() or None


def _stretches(base: Lines, ours: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """The texts cut where all three agree: stretches of agreement and, between them, what differs."""
    kept = dict(_pairs(base, ours))
    found = dict(_pairs(base, theirs))
    agreed = [(b, kept[b], found[b]) for b in range(len(base)) if b in kept and b in found]
    for (b0, o0, t0), (b1, o1, t1) in pairwise([(-1, -1, -1), *agreed, (len(base), len(ours), len(theirs))]):
        if b0 >= 0:
            yield [base[b0]], [ours[o0]], [theirs[t0]]
        gap = base[b0 + 1 : b1], ours[o0 + 1 : o1], theirs[t0 + 1 : t1]
        if any(gap):
            yield gap


def _pairs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of lines that both texts have, in an order that is the same in both."""
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        yield from ((block.a + n, block.b + n) for n in range(block.size))
