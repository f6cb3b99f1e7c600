"""That a record was retracted, where only its title or a note says so, as publishers and EndNote write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from effectbank.screening.record import Record

RETRACTED = "Retracted Publication"  # a type of publication in MEDLINE and in the Web of Science
TITLED = re.compile(r"\[?retracted(?: article| paper)?(?::|\])", re.IGNORECASE)
AFTERWARDS = re.compile(r"\(retracted article\. see vol\b.*\)$", re.IGNORECASE)  # the Web of Science, also in RIS
NOTICE = re.compile(r"retraction note(?: to)?:|retraction notice to\b", re.IGNORECASE)
NOTED = re.compile(r"^retraction in: *(\S.*)$", re.IGNORECASE | re.MULTILINE)


def with_retractions(record: Record) -> Record:
    """The record with the notices that its title and its notes hold; those that its source gave come first."""
    if "retract" not in record.title.lower() and not record.notes:
        return record
    known = {kind for kind, _ in record.notices}
    found = tuple(notice for notice in _notices(record) if notice[0] not in known)
    return replace(record, notices=record.notices + found) if found else record


def _notices(record: Record) -> Iterator[tuple[str, str]]:
    if titled := TITLED.match(record.title) or AFTERWARDS.search(record.title):
        yield "retracted", titled[0]
    if NOTICE.match(record.title):
        yield "retraction of", record.title
    for note in record.notes:
        yield from (("retraction in", where.strip()) for where in NOTED.findall(note))
