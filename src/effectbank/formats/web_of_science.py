"""Web of Science's tagged export ("plain text"), which looks like RIS and isn't; each record by its PT line."""

from __future__ import annotations

import re

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.dates import read_date
from effectbank.formats.bibliography.people import person_of
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
from effectbank.screening.identifiers import doi_of, pmid_of
from effectbank.screening.record import Author, Pairs, Record

LABEL = "Web of Science"
SIMPLE = {
    "TI": "title", "SO": "container", "JI": "container_short", "VL": "volume",
    "IS": "issue", "AB": "abstract", "LA": "language", "PU": "publisher",
}  # fmt: skip
LISTS = frozenset({"AU", "AF", "BA", "BF", "BE", "CA", "GP", "C1", "C3", "CR"})  # an item a line
KINDS = {"J": "article-journal", "B": "book", "P": "patent"}
FRAME = re.compile(r"(?:FN|VR) .*|EF *")  # the file's own lines
NARROW = 80  # characters: a text of lines no longer than this was broken by the database


def _values(tag: str, value: str) -> list[str]:
    lines = value.split("\n")
    if tag in LISTS:
        return lines
    wrapped = tag != "AB" or all(len(line) <= NARROW for line in lines)
    return [one_line(value) if wrapped else value]


WOS = Dialect(
    first="PT",
    last="ER",
    tag=re.compile(r"([A-Z][A-Z0-9])(?: |$)", re.MULTILINE),
    heads=heads_of(" "),
    values=_values,
)


def read_web_of_science(file: str, raw: bytes) -> RecordsRead:
    """Every record of the file; other tags than those of a Record's fields are kept."""
    text, problems = lines_of(file, raw)
    reading = Reading(file=file, format=LABEL, problems=problems)
    stray: list[tuple[int, str]] = []
    database = ""
    for group in groups_of(each_line(text), WOS):
        if group.fields is None:
            stray += [(number, line) for number, line in group.stray if not FRAME.fullmatch(line)]
            database = database or (LABEL if any(LABEL in line for _, line in group.stray) else "")
            continue
        place = Place(file=file, line=group.line)
        reading.starts += 1
        if group.fields.say_more_than(WOS.first):
            reading.add(record_of(group.fields, database, place), place)
        else:
            reading.reject(place, "it has no field but its type", "export it again, or delete it")
        if not group.ended:
            reading.tally(faults.no_end, place)
    tell_between(stray, reading)
    return reading.done()


def record_of(fields: Fields, database: str, place: Place | None = None) -> Record:
    """A Record of the tags and values; what no field takes stays in `other`, in order."""
    year, date = _when(fields)
    type_ = fields.peek("PT")[1]
    if type_ in KINDS:
        fields.take_if("PT", type_)
    return Record(
        **fields.fill(SIMPLE),  # type: ignore[arg-type]  # all of them text
        kind=KINDS.get(type_, ""),
        authors=_authors(fields),
        editors=tuple(map(person_of, fields.take_all("BE"))),
        year=year,
        date=date,
        pages=_pages(fields),
        doi=_plain(fields, "DI", doi_of(fields.peek("DI")[1])),
        pmid=_plain(fields, "PM", pmid_of(fields.peek("PM")[1])),
        ids=(*serial_numbers(fields, "SN", "EI", "BN"), *[("wos", words) for words in fields.take_all("UT")]),
        keywords=tuple(word.strip() for words in fields.take_all("DE", "ID") for word in words.split(";")),
        notices=_notices(fields),
        database=database,
        other=fields.rest("wos"),
        place=place,
    )


def _authors(fields: Fields) -> tuple[Author, ...]:
    """Full names, if there are as many as short ones, which then stay among the others; then groups."""
    full = len(fields.seen("AF")) >= len(fields.seen("AU"))
    return tuple(map(person_of, fields.take_all("AF" if full else "AU"))) + tuple(
        Author(literal=name) for name in fields.take_all("CA", "GP")
    )


def _when(fields: Fields) -> tuple[int | None, str]:
    """PY is the year, PD the month and day, or a span of months; before it has an issue, EA its month and year."""
    stated, words = fields.peek("PY")[1], fields.peek("PD")[1]
    year = read_date(stated)[0]
    if year is None:
        return read_date(fields.peek("EA")[1])
    fields.take_if("PY", stated)
    if words:
        fields.take_if("PD", words)
    return year, read_date(words, year)[1] or words


def _notices(fields: Fields) -> Pairs:
    """That it was retracted, as its types say."""
    types = [words.strip() for words in fields.peek("DT")[1].split(";")]
    return (("retracted", RETRACTED),) if RETRACTED in types else ()


def _pages(fields: Fields) -> str:
    first, last = fields.take("BP"), fields.take("EP")
    return f"{first}-{last}" if first and last else first or last


def _plain(fields: Fields, tag: str, value: str) -> str:
    """An identifier; what was written stays among the others if it isn't just that."""
    if value and fields.peek(tag)[1] == value:
        fields.take_if(tag, value)
    return value
