"""Identifiers of documents in one form each, so that two records of one paper can be seen to be that."""

from __future__ import annotations

import re
from functools import lru_cache

_DOI = re.compile(r"(?:https?://)?(?:[\w.-]+\.)?(?:doi\.org/|doi:?\s*)?\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_DOI_WITHIN = re.compile(r"\b10\.\d{4,9}/[^\s\"<>;,]+")
_PMID = re.compile(r"(?:https?://\S+/|(?:pmid|pubmed|medline)[:\s-]*)?0*(\d{1,8})/?", re.IGNORECASE)
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dX])\b", re.IGNORECASE)
_ISBN = re.compile(r"\b(?:97[89][ -]?)?(?:\d[ -]?){9}[\dX]\b", re.IGNORECASE)
NCT = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE)


def doi_of(written: str) -> str:
    """A DOI in small letters without its resolver, or "" where it is none.

    DOIs don't mind capitals (ISO 26324; DOI Handbook, 3.4), so that two that differ only there are one.
    """
    found = _DOI.fullmatch(written.strip())
    return found[1].rstrip(".").lower() if found else ""


def doi_within(text: str) -> str:
    """The first DOI that stands somewhere in a text or an address, or ""."""
    found = _DOI_WITHIN.search(text)
    return found[0].rstrip(".)]").lower() if found else ""


def pmid_of(written: str) -> str:
    """The digits of a PubMed identifier, or "" where it is none."""
    found = _PMID.fullmatch(written.strip())
    return found[1] if found and found[1] != "0" else ""


@lru_cache(maxsize=10_000)
def serial_number(written: str) -> tuple[str, str] | None:
    """("issn", "2041-1723") or ("isbn", "9780306406157"), found among words; None for neither."""
    if found := _ISBN.search(written):
        return "isbn", re.sub(r"[ -]", "", found[0]).upper()
    if found := _ISSN.search(written):
        return "issn", f"{found[1]}-{found[2]}".upper()
    return None
