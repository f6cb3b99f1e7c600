"""Crossref's works, as its API gives them: one message, or a page of items."""

from __future__ import annotations

import re
from html import unescape

from effectbank.formats.bibliography.dates import iso_of
from effectbank.formats.bibliography.json_fields import Item, JsonFields, dicts_of, packed, text_of, texts_of
from effectbank.formats.bibliography.json_items import Shape, read_json_records
from effectbank.formats.bibliography.reading import RecordsRead
from effectbank.problems import Place
from effectbank.screening.identifiers import doi_of, serial_number
from effectbank.screening.record import Author, Pairs, Record

LABEL = "Crossref"
KINDS = {
    "journal-article": "article-journal", "posted-content": "article", "book-chapter": "chapter",
    "book-section": "chapter", "book-part": "chapter", "book": "book", "monograph": "book", "edited-book": "book",
    "reference-book": "book", "proceedings-article": "paper-conference", "dissertation": "thesis",
    "report": "report", "report-component": "report", "dataset": "dataset", "standard": "standard",
    "peer-review": "review", "reference-entry": "entry", "journal": "periodical", "other": "document",
}  # fmt: skip
DATES = ("issued", "published", "published-print", "published-online")
PARAGRAPH, TAG = re.compile(r"</(?:jats:)?(?:p|title|sec)>"), re.compile(r"<[^<>]{1,200}>")


def read_crossref(file: str, raw: bytes) -> RecordsRead:
    """Every work; what no field takes is kept, as JSON."""
    return read_json_records(
        file,
        raw,
        Shape(
            label=LABEL,
            lists=(("message", "items"), ("items",), ("message",)),
            is_one=lambda item: "DOI" in item,
            record_of=record_of,
            totals=(("message", "total-results"),),
        ),
    )


def record_of(item: Item, place: Place | None = None) -> Record:
    """A Record of one work."""
    fields = JsonFields(item)
    type_, doi = fields.text("type"), text_of(fields.see("DOI"))
    if doi_of(doi) == doi:
        fields.take("DOI")
    year, date = _when(fields)
    return Record(
        kind=KINDS.get(type_, ""),
        title=_first(fields, "title"),
        authors=_people(fields, "author"),
        editors=_people(fields, "editor"),
        year=year,
        date=date,
        container=_first(fields, "container-title"),
        container_short=_first(fields, "short-container-title"),
        volume=fields.text("volume"),
        issue=fields.text("issue"),
        pages=fields.text("page"),
        doi=doi_of(doi),
        ids=_serial_numbers(fields),
        url=fields.text("URL"),
        abstract=plain_of(text_of(fields.see("abstract"))),
        keywords=tuple(texts_of(fields.see("subject"))),
        language=fields.text("language"),
        publisher=fields.text("publisher"),
        database=LABEL,
        notices=_notices(fields),
        written=(("crossref:type", type_),) if type_ else (),
        other=fields.rest("crossref"),
        place=place,
    )


def _first(fields: JsonFields, key: str) -> str:
    """The first of a list of titles; a list of several stays as well."""
    found = fields.see(key)
    words = texts_of(found)
    if len(words) == 1:
        fields.take(key)
    return plain_of(words[0]) if words else ""


def _people(fields: JsonFields, key: str) -> tuple[Author, ...]:
    """The names; what else is said of people stays as well."""
    return tuple(
        Author(**names)
        for one in dicts_of(fields.see(key))
        if (names := {part: text_of(one.get(word)) for part, word in NAME_PARTS if text_of(one.get(word))})
    )


NAME_PARTS = (("family", "family"), ("given", "given"), ("suffix", "suffix"), ("literal", "name"))


def _when(fields: JsonFields) -> tuple[int | None, str]:
    """The earliest known date of publication, which Crossref calls issued; all dates stay as well."""
    for key in DATES:
        parts = fields.see(key, "date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        if not isinstance(first, list) or not 0 < len(first) < 4 or any(type(part) is not int for part in first):
            continue
        if iso := iso_of(*first):
            return first[0], iso if len(iso) > 4 else ""
    return None, ""


def _serial_numbers(fields: JsonFields) -> Pairs:
    found = [serial_number(words) for key in ("ISSN", "ISBN") for words in texts_of(fields.see(key))]
    return tuple(dict.fromkeys(filter(None, found)))


def plain_of(marked: str) -> str:
    """The text of Crossref's titles and abstracts, which may be marked up in JATS or HTML."""
    if "<" not in marked and "&" not in marked:
        return marked
    text = TAG.sub("", PARAGRAPH.sub("\n", marked))
    return "\n".join(filter(None, (" ".join(line.split()) for line in unescape(text).split("\n"))))


def _notices(fields: JsonFields) -> Pairs:
    """What Crossref knows of updates: of this work by another, or of another by this one."""
    notices = []
    for key, way in (("updated-by", "in"), ("update-to", "of")):
        for one in dicts_of(fields.see(key)):
            kind = text_of(one.get("type")).replace("_", " ").replace("-", " ")
            notices.append((f"{kind} {way}".strip(), text_of(one.get("DOI")) or packed(one)))
    return tuple(notices)
