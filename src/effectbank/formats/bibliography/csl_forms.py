"""How each key of a CSL-JSON item is read and written: texts, names, dates, lists of keywords."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from effectbank.formats.bibliography.dates import iso_of, parts_of, read_date
from effectbank.formats.bibliography.json_fields import clean, text_of
from effectbank.screening.identifiers import doi_of, pmid_of
from effectbank.screening.record import Author

Plain = Any  # JSON
NAME_PARTS = ("family", "given", "suffix", "literal")


@dataclass(frozen=True, slots=True)
class Form:
    """The field of a Record that a key is, how it is read, and how it is written; None is not written."""

    field: str
    read: Callable[[Plain], Any]
    write: Callable[[Any], Plain]


def _people(value: Plain) -> tuple[Author, ...]:
    """Names by their parts; other parts (particles, affiliations) are left to `written`."""
    people = [_person(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return tuple(person for person in people if person != Author())


def _person(name: dict[str, Any]) -> Author:
    family = " ".join(filter(None, (text_of(name.get(part)) for part in ("non-dropping-particle", "family"))))
    return Author(
        family=family, given=text_of(name.get("given")), suffix=text_of(name.get("suffix")),
        literal=text_of(name.get("literal") or name.get("name")),
    )  # fmt: skip


def _people_as_json(people: tuple[Author, ...]) -> Plain:
    return [{part: words for part in NAME_PARTS if (words := getattr(person, part))} for person in people] or None


def issued(value: Plain) -> tuple[int | None, str]:
    """The year and the date of CSL's date: parts, or words ("raw", "literal")."""
    if not isinstance(value, dict):
        return None, ""
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and len(parts) == 1 else None
    words = text_of(value.get("raw") or value.get("literal"))
    numbers = [_number(part) for part in first] if isinstance(first, list) else []
    iso = iso_of(*numbers) if 0 < len(numbers) < 4 and None not in numbers else ""
    if iso:
        return numbers[0], words or (iso if len(iso) > 4 else "")
    year, iso = read_date(words)
    return year, (iso or words) if year is not None and len(iso) != 4 else ""


def _number(part: Any) -> int | None:
    """A part of a date, which some write as text."""
    if isinstance(part, str) and part.isascii() and part.isdigit() and len(part) < 5:
        return int(part)
    return part if type(part) is int else None


def issued_as_json(year: int | None, date: str) -> Plain:
    """CSL's date; words that are no date stand beside the year."""
    if year is None:
        return None
    parts = parts_of(date)
    if parts and parts[0] == year:
        return {"date-parts": [parts]}
    return {"date-parts": [[year]], "literal": date} if date else {"date-parts": [[year]]}


def _keywords(value: Plain) -> tuple[str, ...]:
    """CSL has one text for all: parted by semicolons, or else by commas."""
    words = text_of(value)
    return tuple(word for part in words.split(";" if ";" in words else ",") if (word := part.strip()))


def _keywords_as_json(keywords: tuple[str, ...]) -> Plain:
    parted = "; " if len(keywords) > 1 and any("," in word for word in keywords) else ", "
    return parted.join(keywords) or None


def _notes(value: Plain) -> tuple[str, ...]:
    return (words,) if (words := text_of(value)) else ()


def _as_it_is(value: Any) -> Plain:
    return value or None


FORMS = {
    "type": Form("kind", text_of, _as_it_is),
    "author": Form("authors", _people, _people_as_json),
    "editor": Form("editors", _people, _people_as_json),
    "title": Form("title", text_of, _as_it_is),
    "container-title": Form("container", text_of, _as_it_is),
    "container-title-short": Form("container_short", text_of, _as_it_is),
    "volume": Form("volume", text_of, _as_it_is),
    "issue": Form("issue", text_of, _as_it_is),
    "page": Form("pages", text_of, _as_it_is),
    "DOI": Form("doi", lambda value: doi_of(text_of(value)), _as_it_is),
    "PMID": Form("pmid", lambda value: pmid_of(text_of(value)), _as_it_is),
    "URL": Form("url", text_of, _as_it_is),
    "abstract": Form("abstract", text_of, _as_it_is),
    "keyword": Form("keywords", _keywords, _keywords_as_json),
    "language": Form("language", text_of, _as_it_is),
    "publisher": Form("publisher", text_of, _as_it_is),
    "source": Form("database", text_of, _as_it_is),
    "note": Form("notes", _notes, lambda notes: clean("\n".join(notes)) or None),
}
IDS = {"ISSN": "issn", "ISBN": "isbn", "PMCID": "pmcid"}
