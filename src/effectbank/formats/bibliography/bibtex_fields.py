"""A Record of the fields of a BibTeX (or BibLaTeX) entry."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import itemgetter
from typing import Any

from effectbank.formats.bibliography.bibtex_forms import FORMS, KINDS, TYPES
from effectbank.formats.bibliography.dates import iso_of, month_of, read_date
from effectbank.formats.bibliography.extension import completed
from effectbank.formats.bibliography.tagged import Fields
from effectbank.formats.bibliography.tex_text import from_tex
from effectbank.problems import Place
from effectbank.screening.identifiers import serial_number
from effectbank.screening.record import Pairs, Record

TYPE, KEY, CARRIED = "@", "@key", "effectbank"  # the first two are no names of fields
SYNONYMS = {
    **{tag: tag for tag in FORMS},
    "journaltitle": "journal", "booktitle": "journal", "issue": "number", "langid": "language",
}  # fmt: skip
PUBLISHERS = ("school", "institution")  # of theses and reports
MORE_KEYWORDS = ("author_keywords", "keywords-plus")  # Scopus, Web of Science
WOS = re.compile(r"WOS:\w+", re.ASCII)


def record_of(fields: Fields, place: Place | None = None) -> Record:
    """A Record of an entry's fields, their values in TeX; what no field takes stays in `other`, in order."""
    type_, key, carried = fields.take(TYPE), fields.take(KEY), fields.take(CARRIED)
    kind = KINDS.get(type_, "")
    written = [] if TYPES.get(kind, "") == type_ else [(f"bibtex:{TYPE}", type_)]
    values: dict[str, Any] = {}
    for tag, tex in fields.fill(SYNONYMS).items():
        form = FORMS[tag]
        values[form.field] = form.read(tex)
        if form.write(values[form.field]) != tex:
            written.append((f"bibtex:{tag}", tex))
    year, date = _when(fields)
    _add_from_beside(values, fields)
    record = Record(
        **values,
        kind=kind,
        key=key,
        year=year,
        date=date,
        ids=_ids(fields),
        notes=tuple(map(from_tex, fields.take_all("note", "annote"))),
        written=tuple(sorted(written, key=itemgetter(0))),
        other=fields.rest("bibtex"),
        place=place,
    )
    if not carried:
        return record
    return completed(record, carried) or replace(record, other=(*record.other, (f"bibtex:{CARRIED}", carried)))


def _add_from_beside(values: dict[str, Any], fields: Fields) -> None:
    """What programs put into fields of their own, where it then stays as well."""
    if not values.get("publisher") and (words := fields.peek(*PUBLISHERS)[1]):
        values["publisher"] = from_tex(words)
    more = [word for tex in fields.seen(*MORE_KEYWORDS) for word in FORMS["keywords"].read(tex)]
    if more:
        values["keywords"] = tuple(dict.fromkeys((*values.get("keywords", ()), *more)))


def _when(fields: Fields) -> tuple[int | None, str]:
    """BibLaTeX's `date`, or year, month and day; a month that is none ("May/June") stays among the others."""
    words = fields.peek("date")[1]
    year, iso = read_date(from_tex(words))
    if iso:
        fields.take_if("date", words)
        return year, iso if len(iso) != 4 else ""
    stated, named, numbered = (fields.peek(tag)[1] for tag in ("year", "month", "day"))
    year = read_date(from_tex(stated))[0]
    if year is None or read_date(from_tex(stated))[1] != f"{year:04}":
        return None, ""
    fields.take_if("year", stated)
    month, day = _month(from_tex(named)), int(numbered) if numbered.isascii() and numbered.isdigit() else None
    for exact in (iso_of(year, month, day), iso_of(year, month)):
        if month and exact:
            fields.take_if("month", named)
            if len(exact) == 10:
                fields.take_if("day", numbered)
            return year, exact
    return year, ""


def _month(words: str) -> int | None:
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 3 else month_of(words.rstrip("."))
    return number if number and 0 < number < 13 else None


def _ids(fields: Fields) -> Pairs:
    """Serial numbers and PubMed Central's; one with more about it stays as well."""
    ids: list[tuple[str, str]] = []
    for tag in ("issn", "eissn", "isbn"):
        words = fields.peek(tag)[1]
        if found := serial_number(words):
            ids.append(found)
            if found == (tag, words):
                fields.take_if(tag, words)
    words = fields.peek("pmcid")[1]
    if words and from_tex(words) == words:
        ids.append(("pmcid", fields.take("pmcid")))
    if wos := WOS.fullmatch(from_tex(fields.peek("unique-id")[1])):
        ids.append(("wos", wos[0]))
    return tuple(dict.fromkeys(ids))
