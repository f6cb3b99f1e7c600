"""EndNote's XML: styled text within every field, often a whole library on one line."""

from __future__ import annotations

from effectbank.formats.bibliography.dates import read_date
from effectbank.formats.bibliography.people import person_of
from effectbank.formats.bibliography.reading import RecordsRead
from effectbank.formats.bibliography.xml_records import XmlFields, read_xml_records
from effectbank.formats.safe_xml import Element
from effectbank.problems import Place
from effectbank.screening.identifiers import doi_of, pmid_of, serial_number
from effectbank.screening.record import Author, Pairs, Record

LABEL = "EndNote XML"
KINDS = {
    "Journal Article": "article-journal", "Electronic Article": "article-journal", "Book": "book",
    "Edited Book": "book", "Electronic Book": "book", "Book Section": "chapter", "Thesis": "thesis",
    "Electronic Book Section": "chapter", "Conference Proceedings": "paper-conference",
    "Conference Paper": "paper-conference", "Report": "report", "Government Document": "report",
    "Web Page": "webpage", "Blog": "post-weblog", "Magazine Article": "article-magazine",
    "Newspaper Article": "article-newspaper", "Dataset": "dataset", "Online Database": "dataset",
    "Computer Program": "software", "Patent": "patent", "Manuscript": "manuscript",
    "Unpublished Work": "manuscript", "Generic": "document", "Statute": "legislation", "Standard": "standard",
}  # fmt: skip
PUBMED = ("pubmed", "medline")


def read_endnote_xml(file: str, raw: bytes) -> RecordsRead:
    """Every record of an EndNote XML file; elements that no field takes are kept by their paths."""
    return read_xml_records(file, raw, label=LABEL, names=("record",), record_of=record_of)


def record_of(root: Element, place: Place | None = None) -> Record:
    """A Record of one record's XML."""
    fields = XmlFields(root)
    type_ = root.find("ref-type")
    kind = KINDS.get(type_.get("name") or "", "") if type_ is not None else ""
    database = fields.first("remote-database-name")
    year, date = _when(fields)
    pmid = _pmid(fields, database)
    return Record(
        kind=kind,
        key=fields.first("rec-number"),
        title=fields.first("titles/title"),
        authors=_people(fields, "contributors/authors/author"),
        editors=_people(fields, "contributors/secondary-authors/author"),
        year=year,
        date=date,
        container=fields.first("titles/secondary-title", "periodical/full-title", "alt-periodical/full-title"),
        container_short=fields.first("periodical/abbr-1", "alt-periodical/abbr-1", "titles/alt-title"),
        volume=fields.first("volume"),
        issue=fields.first("number", "issue"),
        pages=fields.first("pages"),
        doi=_doi(fields),
        pmid=pmid,
        ids=_ids(fields),
        url=fields.first("urls/related-urls/url", "urls/web-urls/url"),
        abstract="\n".join(fields.lines("abstract")),
        keywords=tuple(fields.all("keywords/keyword")),
        language=fields.first("language"),
        publisher=fields.first("publisher"),
        database=database,
        notes=(*fields.lines("notes"), *fields.lines("research-notes")),
        other=fields.rest("endnote"),
        place=place,
    )


def _people(fields: XmlFields, path: str) -> tuple[Author, ...]:
    return tuple(map(person_of, fields.all(path)))


def _when(fields: XmlFields) -> tuple[int | None, str]:
    """The year, and the date, which EndNote writes without it ("May 1")."""
    stated = fields.first("dates/year")
    year, iso = read_date(stated)
    words = fields.first("dates/pub-dates/date")
    if words:
        dated, full = read_date(words, year)
        return year or dated, full if len(full) > 4 else words
    return year, (iso or stated) if len(iso) != 4 else ""


def _doi(fields: XmlFields) -> str:
    """The DOI; what was written stays if it isn't just that."""
    for element in fields.see("electronic-resource-num"):
        words = "".join(element.itertext()).strip()
        if doi := doi_of(words):
            if doi == words:
                fields.take(element)
            return doi
    return ""


def _pmid(fields: XmlFields, database: str) -> str:
    """PubMed's number, where the record says that its accession number is one."""
    if not any(name in database.casefold() for name in PUBMED):
        return ""
    for element in fields.see("accession-num"):
        if pmid := pmid_of("".join(element.itertext())):
            fields.take(element)
            return pmid
    return ""


def _ids(fields: XmlFields) -> Pairs:
    """Serial numbers, several to an element; and the accession number."""
    ids: dict[tuple[str, str], None] = {}
    for element in fields.see("isbn"):
        found = [serial_number(words) for words in "".join(element.itertext()).replace("\r", "\n").split("\n")]
        ids |= dict.fromkeys(filter(None, found))
    if words := fields.first("accession-num"):
        ids["accession", words] = None
    return tuple(ids)
