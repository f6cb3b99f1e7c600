"""NBIB, the tagged format of MEDLINE and PubMed; each record by its PMID line."""

from __future__ import annotations

import re

from effectbank.formats.bibliography.dates import read_date
from effectbank.formats.bibliography.people import indexed_person, person_of
from effectbank.formats.bibliography.reading import Reading, RecordsRead, serial_numbers, tell_between
from effectbank.formats.bibliography.retractions import RETRACTED
from effectbank.formats.bibliography.tagged import (
    Dialect,
    Fields,
    each_line,
    groups_of,
    heads_of,
    lines_of,
    one_line,
)
from effectbank.problems import Place
from effectbank.screening.identifiers import NCT, doi_of, pmid_of
from effectbank.screening.record import Author, Pairs, Record

LABEL = "NBIB"
SIMPLE = {
    "TI": "title", "JT": "container", "TA": "container_short", "VI": "volume", "IP": "issue", "PG": "pages",
    "AB": "abstract", "LA": "language", "PB": "publisher",
}  # fmt: skip
NOTICES = {
    "RIN": "retraction in", "ROF": "retraction of", "PRIN": "partial retraction in",
    "PROF": "partial retraction of",
    "RRI": "retracted and republished in", "RRF": "retracted and republished from", "EIN": "erratum in",
    "EFR": "erratum for", "ECI": "expression of concern in", "ECF": "expression of concern for",
    "CRI": "corrected and republished in", "CRF": "corrected and republished from", "CIN": "comment in",
    "CON": "comment on", "UIN": "update in", "UOF": "update of", "RPI": "republished in", "RPF": "republished from",
    "SPIN": "summary for patients in", "ORI": "original report in", "DDIN": "associated dataset",
}  # fmt: skip
LABELLED = re.compile(r"(\S.*?) *\[(doi|pii)\]")
LONG_TAGS = (
    *("PMID", "STAT", "DCOM", "EDAT", "MHDA", "CRDT", "PHST", "PMCR", "FAU", "FED", "FIR", "LID", "AID", "PMC"),
    *("JID", "OTO", "OID", "AUID", "OWN", "OABL", "OAB", "TT", *NOTICES),
)
NBIB = Dialect(
    first="PMID",
    last="",
    tag=re.compile(r"([A-Z][A-Z0-9]{1,3}) *-(?: |$)", re.MULTILINE),
    heads=heads_of("  - ") | {f"{tag:<4}- ": tag for tag in LONG_TAGS},
    values=lambda _, value: [one_line(value)],
)


def read_nbib(file: str, raw: bytes) -> RecordsRead:
    """Every record of an NBIB file; other tags than those of a Record's fields are kept."""
    text, problems = lines_of(file, raw)
    reading = Reading(file=file, format=LABEL, problems=problems)
    stray: list[tuple[int, str]] = []
    for group in groups_of(each_line(text), NBIB):
        if group.fields is None:
            stray += group.stray
            continue
        place = Place(file=file, line=group.line)
        reading.starts += 1
        if group.fields.say_more_than(""):
            reading.add(record_of(group.fields, place), place)
        else:
            reading.reject(place, "it has nothing but an empty PMID", "export it again, or delete it")
    tell_between(stray, reading)
    return reading.done()


def record_of(fields: Fields, place: Place | None = None) -> Record:
    """A Record of a MEDLINE record's tags and values; what no field takes stays in `other`, in order."""
    found = fields.fill(SIMPLE)
    if "title" not in found:
        found["title"] = fields.take("BTI")
    year, date = _when(fields)
    doi, ids = _numbers(fields)
    return Record(
        **found,  # type: ignore[arg-type]  # all of them text
        kind="article-journal" if "container" in found or "container_short" in found else "",
        authors=_people(fields, "FAU", "AU"),
        editors=_people(fields, "FED", "ED"),
        year=year,
        date=date,
        pmid=_pmid(fields),
        doi=doi,
        ids=ids,
        keywords=tuple(fields.take_all("MH", "OT")),
        notices=_notices(fields),
        other=fields.rest("nbib"),
        place=place,
    )


def _people(fields: Fields, full: str, short: str) -> tuple[Author, ...]:
    """Full names where they are given (the short ones then stay among the others), with groups in their order."""
    groups = ("CN",) if short == "AU" else ()
    if fields.seen(full):
        return tuple(map(person_of, fields.take_all(full, *groups)))
    return tuple(map(indexed_person, fields.take_all(short, *groups)))


def _when(fields: Fields) -> tuple[int | None, str]:
    words = fields.peek("DP")[1]
    year, iso = read_date(words)
    if year is not None:
        fields.take_if("DP", words)
    return year, (iso or words) if year is not None and len(iso) != 4 else ""


def _pmid(fields: Fields) -> str:
    words = fields.peek("PMID")[1]
    pmid = pmid_of(words)
    if pmid == words and pmid:
        fields.take_if("PMID", words)
    return pmid


def _numbers(fields: Fields) -> tuple[str, Pairs]:
    """The DOI, and the other identifiers; one with more in it than the identifier stays as well."""
    doi, ids = "", dict.fromkeys(serial_numbers(fields, "IS", "ISBN"))
    for tag in ("LID", "AID"):
        for words in fields.seen(tag):
            labelled = LABELLED.fullmatch(words)
            value, scheme = labelled.groups() if labelled else ("", "")
            if scheme == "pii":
                ids["pii", value] = None
                fields.take_if(tag, words)
            elif scheme == "doi" and (own := doi_of(value)) and doi in ("", own):
                doi = own
                if own == value:
                    fields.take_if(tag, words)
    for words in fields.take_all("PMC"):
        ids["pmcid", words] = None
    for words in fields.seen("SI"):
        if nct := NCT.search(words):
            ids["nct", nct[0].upper()] = None
    return doi, tuple(ids)


def _notices(fields: Fields) -> Pairs:
    notices = [("retracted", RETRACTED)] if RETRACTED in fields.seen("PT") else []
    return tuple(
        notices + [(NOTICES[tag], words) for tag in fields.present(NOTICES) for words in fields.take_all(tag)]
    )
