"""How each field of BibTeX is written in TeX, and read: types, texts, names, pages, keywords, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from effectbank.formats.bibliography.bibtex_names import people_of, tex_of
from effectbank.formats.bibliography.tex_text import from_tex, to_tex
from effectbank.screening.identifiers import doi_of, pmid_of

KINDS = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "proceedings": "book",
    "booklet": "pamphlet", "incollection": "chapter", "inbook": "chapter", "suppbook": "chapter",
    "inproceedings": "paper-conference", "conference": "paper-conference", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "dataset": "dataset", "software": "software", "patent": "patent", "periodical": "periodical",
    "misc": "document", "manual": "document", "standard": "standard",
}  # fmt: skip
TYPES: dict[str, str] = {}
for _type, _kind in KINDS.items():
    TYPES.setdefault(_kind, _type)

DASHES, ESCAPED = re.compile(r"--+"), re.compile(r"\\([_%&#~])")


@dataclass(frozen=True, slots=True)
class Form:
    """The field of a Record that a field of BibTeX is, and how it is read and written."""

    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def _pages(tex: str) -> str:
    return DASHES.sub("-", from_tex(tex))


def _pages_in_tex(pages: str) -> str:
    return to_tex(pages).replace("-", "--")


def _keywords(tex: str) -> tuple[str, ...]:
    """Parted by semicolons, or else by commas."""
    text = from_tex(tex)
    return tuple(word for part in text.split(";" if ";" in text else ",") if (word := part.strip()))


def _keywords_in_tex(keywords: tuple[str, ...]) -> str:
    parted = "; " if len(keywords) > 1 and any("," in word for word in keywords) else ", "
    return to_tex(parted.join(keywords))


def _address(tex: str) -> str:
    return ESCAPED.sub(r"\1", tex)


def _as_it_is(text: str) -> str:
    return text


FORMS = {
    "author": Form("authors", people_of, tex_of),
    "editor": Form("editors", people_of, tex_of),
    **{tag: Form(tag, from_tex, to_tex) for tag in ("title", "volume", "abstract", "language", "publisher")},
    "journal": Form("container", from_tex, to_tex),
    "shortjournal": Form("container_short", from_tex, to_tex),
    "number": Form("issue", from_tex, to_tex),
    "database": Form("database", from_tex, to_tex),
    "pages": Form("pages", _pages, _pages_in_tex),
    "keywords": Form("keywords", _keywords, _keywords_in_tex),
    "doi": Form("doi", lambda tex: doi_of(from_tex(tex)), _as_it_is),
    "pmid": Form("pmid", lambda tex: pmid_of(from_tex(tex)), _as_it_is),
    "url": Form("url", _address, _as_it_is),
}
