"""A Record of the tags of RIS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter

from effectbank.formats.bibliography.dates import read_date, slashed
from effectbank.formats.bibliography.extension import completed
from effectbank.formats.bibliography.people import person_as_written
from effectbank.formats.bibliography.reading import serial_numbers
from effectbank.formats.bibliography.ris_types import KINDS, TYPES
from effectbank.formats.bibliography.tagged import Fields, one_line
from effectbank.problems import Place
from effectbank.screening.identifiers import doi_of, doi_within, pmid_of
from effectbank.screening.record import Author, Record

SIMPLE = {
    "ID": "key", "TI": "title", "T1": "title", "T2": "container", "JF": "container", "VL": "volume", "IS": "issue",
    "UR": "url", "AB": "abstract", "N2": "abstract", "LA": "language", "PB": "publisher", "DB": "database",
}  # fmt: skip
CARRIED = "EB"  # a tag of our own, for what RIS has no place for
ONE_LINE = frozenset(
    ("TY", "TI", "T1", "T2", "T3", "CT", "BT", "JF", "JO", "JA", "J1", "J2", "ST", "AU", "A1", "A2", "A3", "A4",
     "ED", "PY", "Y1", "DA", "VL", "IS", "SP", "EP", "DO", "UR", "LA", "PB", "CY", "ID", "AN", "PM")
)  # fmt: skip
SEVERAL = frozenset({"KW", "SN", "DB"})  # EndNote writes them under one tag, one a line
ACCESSIONS = {"cochrane": re.compile(r"CN-\d+"), "wos": re.compile(r"WOS:\w+"), "accession": re.compile(r".+")}
EMBASE, CENTRAL_PMID = re.compile(r"L\d{5,}"), re.compile(r"\bPUBMED (\d{1,8})\b")
OVID_MEDLINE = "ovid medline"
PMID_TAGS = {"scopus": "C2", "embase": "C5", "medline": "C5", "pubmed": "AN", OVID_MEDLINE: "AN"}  # by database
EBSCO, NOTED_PMID = "Accession Number:", re.compile(r"\bPMID: ?(\d{1,8})\b")  # in the note that begins so

Written = list[tuple[str, str]]


def record_of(fields: Fields, place: Place | None = None) -> Record:
    """A Record of a RIS record's tags and values; what no field takes stays in `other`, in order."""
    written: Written = []
    type_, carried = fields.take("TY"), fields.take(CARRIED)
    found = fields.fill(SIMPLE)
    if "title" not in found:
        found["title"] = fields.take("CT", "BT") if type_ in ("BOOK", "UNPB") else fields.take("CT")
    if "container" not in found:
        found["container"] = fields.take("BT", "JO", "JA", "J2")
    year, date = _when(fields, written)
    record = Record(
        **found,  # type: ignore[arg-type]  # all of them text
        kind=_kind(type_, written),
        container_short=fields.take("J2", "JA", "JO", "J1", "JI"),
        authors=_people(fields.take_all("AU", "A1"), "AU", written),
        editors=_people(fields.take_all("A2", "ED"), "A2", written),
        year=year,
        date=date,
        pages=_pages(fields),
        doi=_doi(fields, found.get("url", ""), written),
        pmid=_pmid(fields, found, written),
        ids=_ids(fields),
        keywords=tuple(fields.take_all("KW")),
        notes=tuple(fields.take_all("N1")),
        written=tuple(sorted(written, key=itemgetter(0))),
        other=fields.rest("ris"),
        place=place,
    )
    if not carried:
        return record
    return completed(record, carried) or replace(record, other=(*record.other, (f"ris:{CARRIED}", carried)))


def values_of(tag: str, value: str) -> list[str]:
    """A value over several lines as its tag means it: on one line, of several, or several values."""
    if tag in SEVERAL:
        return value.split("\n")
    return [one_line(value) if tag in ONE_LINE else value]


def _kind(type_: str, written: Written) -> str:
    kind = KINDS.get(type_, "")
    if type_ and TYPES.get(kind) != type_:
        written.append(("ris:TY", type_))
    return kind


def _people(names: list[str], tag: str, written: Written) -> tuple[Author, ...]:
    people = [person_as_written(name) for name in names]
    written += [(f"ris:{tag}", name) for name, (_, same) in zip(names, people, strict=True) if not same]
    return tuple([person for person, _ in people])


def _when(fields: Fields, written: Written) -> tuple[int | None, str]:
    """The year, and the date where more than the year is known; DA may hold it, or either tag of the year."""
    tag, stated = fields.peek("PY", "Y1")
    year, date = year_and_date(stated)
    if year is not None:
        fields.take_if(tag, stated)
    for tag in ("DA", "Y1"):
        words = fields.peek(tag)[1]
        if date or not words:
            continue
        dated, iso = read_date(words, year)
        if len(iso) == 4 or (tag == "Y1" and dated != year):
            continue
        year, date = (dated if year is None else year), iso or words
        fields.take_if(tag, words)
        if slashed(date) != words:
            written.append(("ris:DA", words))
    return year, date


@lru_cache(maxsize=10_000)
def year_and_date(stated: str) -> tuple[int | None, str]:
    """Of "2010", "2010///", "2010/05//" and "2010/05//Spring"; no date where only the year is known."""
    year, iso = read_date(stated)
    if year is None:
        return None, ""
    return year, (iso or stated) if len(iso) != 4 else ""


def _pages(fields: Fields) -> str:
    """The first page and the last, or what stands for both."""
    first, last = fields.take("SP"), fields.peek("EP")[1]
    if not first or not last or "-" in first + last:
        return first
    return f"{first}-{fields.take('EP')}"


def _doi(fields: Fields, url: str, written: Written) -> str:
    """Its own tag's, or one that stands in an address, where it then stays as well."""
    words = fields.peek("DO")[1]
    if doi := doi_of(words):
        fields.take_if("DO", words)
        if doi != words:
            written.append(("ris:DO", words))
        return doi
    return _first(doi_within(words) for words in (*fields.seen("L3"), url, *fields.seen("UR", "L2")))


def _pmid(fields: Fields, found: Mapping[str, str], written: Written) -> str:
    """PubMed's number, from its own tag or from where the database puts it, where it then stays as well."""
    database = found.get("database", "")
    tag, words = fields.peek("PM", "PMID")
    if words and (pmid := pmid_of(words)):
        fields.take_if(tag, words)
        if pmid != words:
            written.append(("ris:PM", words))
        return pmid
    words = fields.peek(_pmid_tag(database))[1]
    if words and (pmid := pmid_of(words)):
        return pmid
    if database.casefold().startswith(OVID_MEDLINE) and (pmid := pmid_of(found.get("key", ""))):
        return pmid
    words = fields.peek("C3")[1]
    if words and (central := CENTRAL_PMID.search(words)):
        return central[1]
    noted = {pmid for words in fields.seen("N1") if words.startswith(EBSCO) for pmid in NOTED_PMID.findall(words)}
    return noted.pop() if len(noted) == 1 else ""


@lru_cache(maxsize=1000)
def _pmid_tag(database: str) -> str:
    """Where a database puts PubMed's number; "" where that isn't known."""
    return next((tag for name, tag in PMID_TAGS.items() if database.casefold().startswith(name)), "")


def _ids(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Serial and accession numbers; one with words around it ("2041-1723 (electronic)") stays as well."""
    ids = list(serial_numbers(fields, "SN"))
    for words in fields.take_all("AN"):
        scheme = next(name for name, pattern in ACCESSIONS.items() if pattern.fullmatch(words))
        ids.append((scheme, words))
    for words in fields.seen("U2"):
        if EMBASE.fullmatch(words):
            fields.take_if("U2", words)
            ids.append(("embase", words))
    return tuple(ids)


def _first(found: Iterable[str]) -> str:
    return next(filter(None, found), "")
