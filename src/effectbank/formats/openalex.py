"""OpenAlex works, as its API gives them: one, a list, or a page of results; with the abstract's inverted index."""

from __future__ import annotations

from typing import Any

from effectbank.formats.bibliography.dates import read_date
from effectbank.formats.bibliography.json_fields import Item, JsonFields, dicts_of, text_of, texts_of
from effectbank.formats.bibliography.json_items import Shape, read_json_records
from effectbank.formats.bibliography.reading import RecordsRead
from effectbank.problems import Place
from effectbank.screening.identifiers import doi_of, pmid_of, serial_number
from effectbank.screening.record import Author, Pairs, Record

LABEL = "OpenAlex"
KINDS = {
    "article": "article-journal", "review": "article-journal", "letter": "article-journal",
    "editorial": "article-journal", "erratum": "article-journal", "preprint": "article", "book": "book",
    "book-chapter": "chapter", "dissertation": "thesis", "report": "report", "dataset": "dataset",
    "standard": "standard", "reference-entry": "entry", "peer-review": "review", "software": "software",
}  # fmt: skip
MOST_WORDS = 100_000  # of an abstract


def read_openalex(file: str, raw: bytes) -> RecordsRead:
    """Every work; what no field takes is kept, as JSON."""
    return read_json_records(
        file,
        raw,
        Shape(
            label=LABEL,
            lists=(("results",),),
            is_one=lambda item: "id" in item,
            record_of=record_of,
            totals=(("meta", "count"),),
        ),
    )


def record_of(item: Item, place: Place | None = None) -> Record:
    """A Record of one work."""
    fields = JsonFields(item)
    type_, doi = fields.text("type"), fields.see("doi")
    year, date = _when(fields)
    if doi_of(text_of(doi)):
        fields.take("doi")
    return Record(
        kind=KINDS.get(type_, ""),
        key=fields.text("id").rpartition("/")[2],
        title=fields.text("title", "display_name"),
        authors=tuple(Author(literal=name) for one in dicts_of(fields.see("authorships")) if (name := _name(one))),
        year=year,
        date=date,
        container=text_of(fields.see("primary_location", "source", "display_name")),
        volume=text_of(fields.see("biblio", "volume")),
        issue=text_of(fields.see("biblio", "issue")),
        pages=_pages(fields.see("biblio", "first_page"), fields.see("biblio", "last_page")),
        doi=doi_of(text_of(doi)),
        pmid=pmid_of(text_of(fields.see("ids", "pmid"))),
        ids=_ids(fields),
        url=text_of(fields.see("primary_location", "landing_page_url")),
        abstract=_abstract(fields),
        keywords=tuple(
            name for one in dicts_of(fields.see("keywords")) if (name := text_of(one.get("display_name")))
        ),
        language=fields.text("language"),
        publisher=text_of(fields.see("primary_location", "source", "host_organization_name")),
        database=LABEL,
        notices=(("retracted", "is_retracted"),) if item.get("is_retracted") is True else (),
        written=tuple((f"openalex:{key}", words) for key in ("id", "type") if (words := text_of(item.get(key)))),
        other=fields.rest("openalex"),
        place=place,
    )


def _name(authorship: dict[str, Any]) -> str:
    author = authorship.get("author")
    known = text_of(author.get("display_name")) if isinstance(author, dict) else ""
    return known or text_of(authorship.get("raw_author_name"))


def _when(fields: JsonFields) -> tuple[int | None, str]:
    """OpenAlex gives the first of January where it knows only the year, so that day is not believed."""
    year, iso = read_date(text_of(fields.see("publication_date")))
    if len(iso) < 8 or iso.endswith("-01-01"):
        return read_date(fields.text("publication_year"))[0] or year, ""
    fields.take("publication_date")
    return read_date(fields.text("publication_year"))[0] or year, iso


def _pages(first: Any, last: Any) -> str:
    ends = [text_of(first), text_of(last)]
    return ends[0] if ends[0] == ends[1] else "-".join(filter(None, ends))


def _ids(fields: JsonFields) -> Pairs:
    ids: dict[tuple[str, str], None] = {}
    for words in texts_of(fields.see("primary_location", "source", "issn")):
        ids |= dict.fromkeys(filter(None, [serial_number(words)]))
    for scheme, key in (("openalex", "openalex"), ("pmcid", "pmcid"), ("mag", "mag")):
        if words := text_of(fields.see("ids", key)).rstrip("/").rpartition("/")[2]:
            ids[scheme, words] = None
    return tuple(ids)


def _abstract(fields: JsonFields) -> str:
    abstract = abstract_of(fields.see("abstract_inverted_index"))
    if abstract:
        fields.take("abstract_inverted_index")
    return abstract


def abstract_of(index: Any) -> str:
    """The words of an inverted index ({"word": [where it stands, …]}) in their order."""
    if not isinstance(index, dict):
        return ""
    places = [
        (place, text_of(word))
        for word, found in index.items()
        if isinstance(found, list)
        for place in found[:MOST_WORDS]
        if type(place) is int
    ]
    return " ".join(word for _, word in sorted(places[:MOST_WORDS]))
