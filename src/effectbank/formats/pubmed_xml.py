"""PubMed's XML (PubmedArticleSet): structured abstracts, identifiers, and notices of retraction or error."""

from __future__ import annotations

import re

from effectbank.formats.bibliography.dates import iso_of, month_of, read_date
from effectbank.formats.bibliography.reading import RecordsRead
from effectbank.formats.bibliography.retractions import RETRACTED
from effectbank.formats.bibliography.xml_records import XmlFields, read_xml_records, words_of
from effectbank.formats.safe_xml import Element
from effectbank.problems import Place
from effectbank.screening.identifiers import NCT, doi_of, pmid_of, serial_number
from effectbank.screening.record import Author, Pairs, Record

LABEL = "PubMed XML"
ARTICLE, BOOK = "MedlineCitation/Article", "BookDocument"
CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
NO_TITLE = re.compile(r"\[?not available\]?\.?", re.IGNORECASE)


def read_pubmed_xml(file: str, raw: bytes) -> RecordsRead:
    """Every PubmedArticle and PubmedBookArticle; elements that no field takes are kept by their paths."""
    return read_xml_records(
        file, raw, label=LABEL, names=("PubmedArticle", "PubmedBookArticle"), record_of=record_of
    )


def record_of(root: Element, place: Place | None = None) -> Record:
    """A Record of one article's, or one book's, XML."""
    fields = XmlFields(root)
    kind, top = ("article-journal", ARTICLE) if root.tag == "PubmedArticle" else ("book", BOOK)
    year, date = _when(fields, top)
    doi, ids = _numbers(fields, top)
    return Record(
        kind=kind,
        title=_title(fields, top),
        authors=_people(fields, f"{top}/AuthorList[@Type='authors']/Author")
        or _people(fields, f"{top}/AuthorList/Author"),
        editors=_people(fields, f"{top}/Book/AuthorList[@Type='editors']/Author"),
        year=year,
        date=date,
        container=fields.first(f"{top}/Journal/Title", f"{top}/Book/BookTitle"),
        container_short=fields.first(
            f"{top}/Journal/ISOAbbreviation", "MedlineCitation/MedlineJournalInfo/MedlineTA"
        ),
        volume=fields.first(f"{top}/Journal/JournalIssue/Volume"),
        issue=fields.first(f"{top}/Journal/JournalIssue/Issue"),
        pages=fields.first(f"{top}/Pagination/MedlinePgn"),
        doi=doi,
        pmid=pmid_of(fields.first("MedlineCitation/PMID", f"{BOOK}/PMID")),
        ids=ids,
        abstract=_abstract(fields, top),
        keywords=tuple(_headings(fields)) + tuple(fields.all(".//KeywordList/Keyword")),
        language=fields.first(f"{top}/Language"),
        publisher=fields.first(f"{top}/Book/Publisher/PublisherName"),
        notices=_notices(fields),
        other=fields.rest("pubmed"),
        place=place,
    )


def _title(fields: XmlFields, top: str) -> str:
    """The title; the one in its own language where there is no English one."""
    title = fields.first(f"{top}/ArticleTitle")
    if NO_TITLE.fullmatch(title):
        title = fields.first(f"{top}/VernacularTitle")
    return title


def _people(fields: XmlFields, path: str) -> tuple[Author, ...]:
    found = []
    for person in fields.see(path):
        parts = {
            name: fields.take(person.find(name)) for name in ("LastName", "ForeName", "Suffix", "CollectiveName")
        }
        given = parts["ForeName"] or fields.take(person.find("Initials"))
        if any(parts.values()) or given:
            found.append(
                Author(
                    family=parts["LastName"], given=given, suffix=parts["Suffix"], literal=parts["CollectiveName"]
                )
            )
    return tuple(found)


def _when(fields: XmlFields, top: str) -> tuple[int | None, str]:
    """The date of publication, as exact as it is; a season or a span of months in PubMed's words."""
    path = f"{top}/Journal/JournalIssue/PubDate" if top == ARTICLE else f"{top}/Book/PubDate"
    if words := fields.first(f"{path}/MedlineDate"):
        year, iso = read_date(words)
        return year, (iso or words) if len(iso) != 4 else ""
    stated, month, day = (fields.first(f"{path}/{name}") for name in ("Year", "Month", "Day"))
    season = fields.first(f"{path}/Season")
    year = read_date(stated)[0]
    number = int(month) if month.isascii() and month.isdigit() and len(month) < 3 else month_of(month)
    iso = (
        iso_of(year, number, int(day) if day.isascii() and day.isdigit() and len(day) < 3 else None)
        if number
        else ""
    )
    words = " ".join(word for word in (stated, season, month, day) if word)
    return year, iso or (words if words != stated or year is None else "")


def _numbers(fields: XmlFields, top: str) -> tuple[str, Pairs]:
    """The DOI and all other identifiers, each once; those with more about them are kept as well."""
    doi = ""
    ids: dict[tuple[str, str], None] = {}
    for element in fields.see(f"{top}/Journal/ISSN"):
        ids |= dict.fromkeys(filter(None, [serial_number(words_of(element))]))
    for element in (*fields.see(f"{top}/ELocationID"), *fields.see("PubmedData/ArticleIdList/ArticleId")):
        scheme, words = element.get("EIdType") or element.get("IdType") or "", words_of(element)
        if scheme == "doi":
            doi = doi or doi_of(words)
        elif scheme in ("pii", "mid") and words:
            ids[scheme, words] = None
        elif scheme == "pmc" and words:
            ids["pmcid", words] = None
    for element in fields.see(f"{top}/DataBankList/DataBank/AccessionNumberList/AccessionNumber"):
        if NCT.fullmatch(words_of(element)):
            ids["nct", words_of(element).upper()] = None
    return doi, tuple(ids)


def _abstract(fields: XmlFields, top: str) -> str:
    """The abstract, a paragraph a part, each with its heading."""
    parts = []
    for element in fields.see(f"{top}/Abstract/AbstractText"):
        label, words = element.get("Label"), fields.take(element)
        parts.append(f"{label}: {words}" if label and words else words)
    return "\n".join(filter(None, parts))


def _headings(fields: XmlFields) -> list[str]:
    """MeSH headings as MEDLINE writes them: "Naltrexone/*therapeutic use", a star on the article's own topics."""
    return [
        "/".join(("*" if part.get("MajorTopicYN") == "Y" else "") + words_of(part) for part in heading)
        for heading in fields.see("MedlineCitation/MeshHeadingList/MeshHeading")
    ]


def _notices(fields: XmlFields) -> Pairs:
    """That it was retracted, and what was said of it: ("retraction in", "Lancet. 2010 … PMID: 20137807")."""
    types = [words_of(element) for element in fields.see(f"{ARTICLE}/PublicationTypeList/PublicationType")]
    notices = [("retracted", RETRACTED)] if RETRACTED in types else []
    for element in fields.see("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        source, pmid = (element.findtext(name) or "" for name in ("RefSource", "PMID"))
        kind = CAPITAL.sub(" ", element.get("RefType") or "").lower()
        if kind != "cites":
            notices.append((kind, f"{source.strip()} PMID: {pmid}".strip() if pmid else source.strip()))
    return tuple(notices)
