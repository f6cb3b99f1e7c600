"""A study's data are others than those from which the source's file stored its result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import note, warning
from effectbank.review.model import Contrast, Datum
from effectbank.review.proving import CHANGED, Finding, prove
from effectbank.review.read import read_files
from effectbank.review.review import Review
from effectbank.review.updating.record import NoRecord, read_record
from effectbank.review.wording import lines_in_words


def check(review: Review) -> Iterator[Problem]:
    """Every place where the rule is broken: once for the same rows, however many analyses rest on them."""
    told: set[tuple[Place, ...]] = set()
    for one in changed_in(review):
        if one.rows not in told:
            told.add(one.rows)
            yield _told(review, one)


def _told(review: Review, one: Finding) -> Problem:
    """A warning; a note with the words of the rows' own notes where they have any, as the change may be meant."""
    place, message = replace(one.rows[0], key=None), f"{one.whose}: {CHANGED} ({one.values})"
    said = _notes_of(review, one.rows)
    if said:
        return note("changed-since-stored", place, f"{message}; its note says: {'; '.join(said)}")
    hint = f"look at {lines_in_words(one.rows)}; if the change is meant, say so in the row's note"
    return warning("changed-since-stored", place, message, hint)


def _notes_of(review: Review, places: Collection[Place]) -> list[str]:
    """What the rows' notes say; not what they said when they were imported, which is of no change since."""
    rows = [row for row in _rows(review) if row.place in places and row.provenance.note]
    before = _imported_notes(review) if rows else set()
    notes = (row.provenance.note for row in rows if (row.study, row.provenance.note) not in before)
    return list(dict.fromkeys(notes))


def _imported_notes(review: Review) -> set[tuple[str, str]]:
    """Studies with the notes of their rows, as the last import wrote them; none where no import is on record."""
    try:
        record = read_record(review.path) if review.path else None
    except NoRecord:
        return set()
    rows = _rows(read_files(review.name, record.files)) if record else ()
    return {(row.study, row.provenance.note) for row in rows}


def _rows(review: Review) -> Iterable[Datum | Contrast]:
    return chain(*review.data.values(), *review.contrasts.values())


def changed_in(review: Review) -> list[Finding]:
    """Of each row whose data were changed since, the first number stored that they don't yield."""
    if not review.stored:
        return []
    found = [one for one in prove(review).findings if one.cause == CHANGED and one.rows]
    return [next(of_row) for _, of_row in groupby(found, key=lambda one: (one.analysis, one.place, one.rows))]
