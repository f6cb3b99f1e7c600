"""A hover note that is not defined, defined twice, or never hung."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.checks.telling import error, warning
from effectbank.review.review import Review
from effectbank.review.text import FILE, Text, parse

CODE = "text-notes"


def check(review: Review) -> Iterator[Problem]:
    """One Problem a mark or note."""
    text = parse(review.text)
    yield from _undefined(text)
    yield from _twice(text)
    marked = {mark.name for mark in text.marks}
    for note in text.notes:
        if note.name not in marked:
            said = f"the note [^{note.name}] is never hung, so no reader can see it"
            yield warning(CODE, Place(file=FILE, line=note.line), said, f"write [^{note.name}] where it belongs")


def _undefined(text: Text) -> Iterator[Problem]:
    names = {note.name for note in text.notes}
    for mark in text.marks:
        if mark.name not in names:
            hint = f"{did_you_mean(mark.name, names)}; a note is written [^{mark.name}]: words"
            yield error(CODE, Place(file=FILE, line=mark.line), f"[^{mark.name}] has no note of that name", hint)


def _twice(text: Text) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for note in sorted(text.notes, key=lambda note: note.line):
        if note.name in first:
            said = f"the note [^{note.name}] is written twice; the first is in line {first[note.name]}"
            yield error(CODE, Place(file=FILE, line=note.line), said, "give one of them another name")
        first.setdefault(note.name, note.line)
