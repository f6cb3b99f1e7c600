"""Records as RIS, which EndNote, Zotero and Mendeley read, and which comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from effectbank.formats.bibliography.as_written import AsWritten, native
from effectbank.formats.bibliography.dates import read_date, slashed
from effectbank.formats.bibliography.extension import carried
from effectbank.formats.bibliography.people import person_in_ris
from effectbank.formats.bibliography.ris_fields import CARRIED, record_of, values_of
from effectbank.formats.bibliography.ris_types import KINDS, TYPES
from effectbank.formats.bibliography.tagged import Fields, as_read
from effectbank.screening.identifiers import doi_of, pmid_of
from effectbank.screening.record import Record

ID_TAGS = {"issn": "SN", "isbn": "SN", "cochrane": "AN", "wos": "AN", "accession": "AN", "embase": "U2"}
PAGES = re.compile(r"([^-\s]+)-([^-\s]+)")
TAG = re.compile(r"[A-Z][A-Z0-9]{1,3}")
OURS = ("TY", "ER", CARRIED)
LIKE_A_TAG = re.compile(r"\n(?=[A-Z][A-Z0-9])")


def ris_of(records: Iterable[Record]) -> str:
    """The text of a RIS file."""
    return "\n".join(map(_written, records))


def _written(record: Record) -> str:
    pairs = [(tag, as_read(value)) for tag, value in _pairs(record)]
    back = record_of(Fields.of((tag, one) for tag, value in pairs for one in _lines_read(tag, value)))
    if (rest := carried(record, back)) or len(pairs) == 1:  # a record of nothing but its type would be none
        pairs.append((CARRIED, rest or "{}"))
    lines = [f"{tag}  - {LIKE_A_TAG.sub(_indent, value)}" for tag, value in pairs]
    return "\n".join([*lines, "ER  - ", ""])


def _lines_read(tag: str, value: str) -> list[str]:
    """The values that will be read; what stands on one line is read as it is."""
    return values_of(tag, value) if "\n" in value else [value]


_indent = "\n "  # so that a line within a text isn't taken for a tag


def _pairs(record: Record) -> Iterator[tuple[str, str]]:
    """The tags and values, as the source wrote them where that is known."""
    written = AsWritten(record, "ris")
    yield "TY", written.of("TY", TYPES.get(record.kind, "GEN"), lambda words: KINDS.get(words, ""), record.kind)
    for person in record.authors:
        yield "AU", written.of("AU", str(person), person_in_ris, person)
    yield from _filled(TI=record.title, T2=record.container, J2=record.container_short)
    for person in record.editors:
        yield "A2", written.of("A2", str(person), person_in_ris, person)
    if record.year is not None:
        yield "PY", f"{record.year:04}"
    if record.date:
        yield "DA", written.of("DA", slashed(record.date), lambda words: _date(words, record.year), record.date)
    yield from _filled(VL=record.volume, IS=record.issue)
    yield from _pages(record.pages)
    if record.doi:
        yield "DO", written.of("DO", record.doi, doi_of, record.doi)
    if record.pmid:
        yield "PM", written.of("PM", record.pmid, pmid_of, record.pmid)
    for scheme, value in record.ids:
        if scheme in ID_TAGS:
            yield ID_TAGS[scheme], value
    yield from _filled(UR=record.url, AB=record.abstract)
    yield from (("KW", word) for word in record.keywords)
    yield from _filled(LA=record.language, PB=record.publisher, DB=record.database)
    yield from (("N1", note) for note in record.notes)
    yield from (
        (tag, words) for tag, words in native(record.other, "ris") if TAG.fullmatch(tag) and tag not in OURS
    )
    yield from _filled(ID=record.key)


def _filled(**values: str) -> Iterator[tuple[str, str]]:
    return ((tag, value) for tag, value in values.items() if value)


def _date(words: str, year: int | None) -> str:
    return read_date(words, year)[1] or words


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    ends = PAGES.fullmatch(pages)
    return _filled(SP=ends[1], EP=ends[2]) if ends else _filled(SP=pages)
