"""Rewriting: after the data were rightly corrected, the digits that no longer hold, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from effectbank.numerals import rewritten
from effectbank.problems import Problem
from effectbank.review.claims.checked import Checked, checked
from effectbank.review.claims.problems import check_claims
from effectbank.review.review import Review
from effectbank.review.text import FILE, parse

NUMBER = re.compile(r"(?<=^[ +-])\d+\0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One claim's new digits. `spots` are the (start, end, digits) in the file's text."""

    number: int  # of the change, from 1: what a reviewer accepts or not
    line: int
    path: str
    before: str
    after: str
    spots: tuple[tuple[int, int, str], ...]

    def __str__(self) -> str:
        return f"{FILE}:{self.line}: {self.before} → {self.after} (={self.path})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """What `write` would do: `changes` are all that are possible, `accepted` the numbers of those made in `new`.

    `new` is text.md's bytes after them (the old ones if none), `diff` the unified difference, `remaining` the
    claims that still fail.
    """

    changes: tuple[Change, ...]
    accepted: tuple[int, ...]
    old: bytes
    new: bytes
    diff: str
    remaining: tuple[Problem, ...]


def rewrite(review: Review, accept: Iterable[int] | None = None) -> Rewrite:
    """New digits for claims that fail: in the author's form and precision; words, signs and bounds stay.

    `accept` numbers the changes to make (None: all). Every other byte is kept: line ends, byte-order mark, spaces.
    A text.md that isn't UTF-8 is left alone.
    """
    old = review.files.get(FILE, review.text.encode())
    try:
        source = old.decode("utf-8")
    except UnicodeDecodeError:
        source = ""
    changes = _changes(checked(review, parse(source)), source)
    wanted = {change.number for change in changes} if accept is None else set(accept)
    accepted = tuple(change for change in changes if change.number in wanted)
    changed = _applied(source, accepted)
    return Rewrite(
        changes=changes,
        accepted=tuple(change.number for change in accepted),
        old=old,
        new=changed.encode() if accepted else old,
        diff=_diff(source, changed),
        remaining=check_claims(review, parse(changed if source else review.text)),
    )


def _changes(found: Sequence[Checked], source: str) -> tuple[Change, ...]:
    possible = [(one, _spots(one, source)) for one in found if not one.holds]
    numbered = enumerate(((one, spots) for one, spots in possible if spots), start=1)
    return tuple(
        Change(
            number=number,
            line=one.claim.line,
            path=one.claim.path,
            before=one.claim.words,
            after=_after(one),
            spots=spots,
        )
        for number, (one, spots) in numbered
    )


def _digits(one: Checked) -> tuple[tuple[int, int, str], ...]:
    return (rewritten(one.reading, one.value) if one.value is not None else None) or ()


def _spots(one: Checked, source: str) -> tuple[tuple[int, int, str], ...]:
    """The changes as offsets in the file; none where markup breaks a number: it can't be written in one piece."""
    offsets = one.claim.offsets
    spots = tuple((offsets[start], offsets[end - 1] + 1, new) for start, end, new in _digits(one))
    words = [one.claim.words[start:end] for start, end, _ in _digits(one)]
    return spots if [source[start:end] for start, end, _ in spots] == words else ()


def _after(one: Checked) -> str:
    words = one.claim.words
    for start, end, new in sorted(_digits(one), reverse=True):
        words = words[:start] + new + words[end:]
    return words


def _applied(source: str, changes: Sequence[Change]) -> str:
    for start, end, new in sorted((spot for change in changes for spot in change.spots), reverse=True):
        source = source[:start] + new + source[end:]
    return source


def _diff(old: str, new: str) -> str:
    """The unified difference. Lines are numbered in it: difflib finds no hold on one that stands often (`::::`)."""
    lines = unified_diff(_numbered(old), _numbered(new), f"a/{FILE}", f"b/{FILE}", lineterm="", n=1)
    return "".join(f"{NUMBER.sub('', line)}\n" for line in lines)


def _numbered(text: str) -> list[str]:
    """Each line with its number, which new digits never change."""
    return [f"{number}\0{line}" for number, line in enumerate(text.splitlines())]
