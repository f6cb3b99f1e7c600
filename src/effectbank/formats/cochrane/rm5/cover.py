"""COVER_SHEET and the review's own attributes: title, authors, dates, citation. Personal data stay behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from effectbank.formats.cochrane.rm5.personal import EMAILS, FAXES, PHONES, POST, Personal
from effectbank.formats.cochrane.rm5.tree import Element, children, words

DATABASE = "Cochrane Database of Systematic Reviews"
REACHED = {
    "EMAIL_1": EMAILS, "EMAIL_2": EMAILS, "PHONE_1": PHONES, "PHONE_2": PHONES, "MOBILE_PHONE": PHONES,
    "FAX_1": FAXES, "FAX_2": FAXES,
}  # fmt: skip
POSTAL = ("DEPARTMENT", "ORGANISATION", "ADDRESS_1", "ADDRESS_2", "CITY", "ZIP", "REGION", "COUNTRY")
DATES = ("UP_TO_DATE", "LAST_SEARCH", "NEXT_STAGE")
ISSUES = ("PROTOCOL_PUBLISHED", "REVIEW_PUBLISHED", "LAST_CITATION_ISSUE")

_DATA_ONLY = re.compile(r"\s*\[\s*data only\b[^\]]*\]?", re.IGNORECASE)
_QUOTED_ISSUE = re.compile(r"(\d{4}), Issue (\d{1,2})")
_CD_NUMBER = re.compile(r"(?<![a-z])((?:CD|MR|ED)\d{6})", re.IGNORECASE)


def card_of(root: Element, file: str, personal: Personal) -> dict[str, Any]:
    """What entry.toml needs; what the file does not tell is left out."""
    cover = root.find("COVER_SHEET")
    _leave_out_persons(cover, personal)
    whole = words(None if cover is None else cover.find("TITLE"))
    doi = (root.get("DOI") or "").strip().removeprefix("https://doi.org/").removeprefix("doi:")
    cd_number = next((found[1].upper() for found in map(_CD_NUMBER.search, (doi, file)) if found), "")
    year, issue = _issue(cover, whole)
    card = {
        "title": _DATA_ONLY.sub("", whole).strip(),
        "authors": list(_authors(cover)),
        "citation": _citation(year, issue, cd_number) if year or cd_number else "",
        "year": int(year) if year else None,
        "issue": issue,
        "doi": doi,
        "title_url": f"https://doi.org/{doi}" if doi else "",
        "cd_number": cd_number,
        "version": (root.get("VERSION_NO") or "").strip(),
        "dates": _dates(cover),
        "keywords": list(dict.fromkeys(filter(None, _keywords(cover)))),
    }
    return {key: value for key, value in card.items() if value}


def _keywords(cover: Element | None) -> Iterator[str]:
    """Each word of the sheet's keywords and MeSH terms, which stand in elements of their own."""
    for tag in ("KEYWORDS", "MESH_TERMS"):
        part = None if cover is None else cover.find(tag)
        if part is not None:
            yield from (words(inner) for inner in part.iter("*") if inner is not part and not len(inner))


def _authors(cover: Element | None) -> Iterator[str]:
    """The authors as the bank writes them: Minozzi S."""
    for person in [] if cover is None else cover.iterfind("CREATORS/PERSON"):
        family = words(person.find("LAST_NAME"))
        given = f"{words(person.find('FIRST_NAME'))} {words(person.find('MIDDLE_INITIALS'))}"
        initials = "".join(f"{name[0].upper()}." for name in re.split(r"[\s.-]+", given) if name)
        if family:
            yield f"{family} {initials}".strip()


def _leave_out_persons(cover: Element | None, personal: Personal) -> None:
    for person in [] if cover is None else cover.iter("PERSON"):
        for part in person.iter(*REACHED):
            personal.leave_out(REACHED[part.tag], words(part))
        for address in person.iter("ADDRESS"):
            lines = [words(part) for part in children(address) if part.tag in POSTAL and part.get("CODE") != "NONE"]
            personal.leave_out(POST, " ".join(filter(None, lines)))


# --- dates -------------------------------------------------------------------------------------------------


def _dates(cover: Element | None) -> Mapping[str, str]:
    """The dates of the sheet as ISO text, as far as they are told; issues as "2013, issue 11"."""
    found = {}
    dates = None if cover is None else cover.find("DATES")
    for part in children(dates):
        if part.tag in DATES:
            told = iso_of(part.find("DATE"))
        else:
            year, issue = (part.get("YEAR") or "").strip(), (part.get("ISSUE") or "").strip()
            told = f"{year}, issue {issue}" if year and issue else year
        if told:
            found[part.tag.lower()] = told
    return found


def iso_of(date: Element | None) -> str:
    """2013-07-11, 2013-07, 2013 or "": a date as far as it is told."""
    parts = [] if date is None else [(date.get(key) or "").strip() for key in ("YEAR", "MONTH", "DAY")]
    iso = ""
    for part, most, width in zip(parts, (9999, 12, 31), (4, 2, 2), strict=False):
        if not (part.isascii() and part.isdigit() and len(part) <= width and 0 < int(part) <= most):
            break
        iso += f"{'-' if iso else ''}{int(part):0{width}}"
    return iso


def _issue(cover: Element | None, title: str) -> tuple[str, str]:
    """Year and issue under which the review is cited: the last citation's, the first one's, or the title's note."""
    for path in ("DATES/LAST_CITATION_ISSUE", "DATES/REVIEW_PUBLISHED"):
        part = None if cover is None else cover.find(path)
        year = "" if part is None else (part.get("YEAR") or "").strip()
        if part is not None and len(year) == 4 and year.isascii() and year.isdigit():
            return year, (part.get("ISSUE") or "").strip()
    note = _DATA_ONLY.search(title)
    quoted = _QUOTED_ISSUE.search(note[0]) if note else None
    return (quoted[1], quoted[2]) if quoted else ("", "")


def _citation(year: str, issue: str, cd_number: str) -> str:
    number = f"Art. No.: {cd_number}" if cd_number else ""
    return f"{DATABASE}: {', '.join(filter(None, (year, issue, number)))}."
