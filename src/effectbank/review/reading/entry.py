"""entry.toml: what an entry is, for lists, search and the head of its page."""

from __future__ import annotations

import datetime
import re

from effectbank.review.model import EntryCard
from effectbank.review.reading import faults
from effectbank.review.reading.keys import Keys
from effectbank.review.reading.source import Source
from effectbank.words import EntryKind

FILE = "entry.toml"
KEYS = (
    "kind", "title", "year", "authors", "citation", "title_url", "strapline", "key_points", "subjects",
    "acknowledgements", "revised", "availability", "relevance", "linked", "taken_from", "coverage",
)  # fmt: skip
RELEVANCE = ("selected", "added")
PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%", re.ASCII)


def card_of(source: Source, slug: str) -> EntryCard:
    """The entry's card. What is missing is empty, and told by the checks."""
    keys = source.keys(FILE)
    if FILE not in source.files:
        source.problems.append(faults.missing_file(FILE, "every entry needs one, with its kind and title"))
    keys.only(KEYS)
    return EntryCard(
        slug=slug,
        kind=_kind(keys),
        title=keys.text("title"),
        year=keys.count("year"),
        authors=keys.texts("authors"),
        citation=keys.text("citation"),
        title_url=keys.text("title_url"),
        strapline=keys.text("strapline"),
        key_points=keys.texts("key_points"),
        subjects=keys.texts("subjects"),
        acknowledgements=keys.texts("acknowledgements"),
        revised=_date(keys, "revised"),
        availability=keys.text("availability"),
        relevance=keys.word("relevance", RELEVANCE) or "",
        linked=keys.texts("linked"),
        taken_from=keys.text("taken_from"),
        coverage=_share(keys, "coverage"),
        place=keys.place("title"),
    )


def _kind(keys: Keys) -> EntryKind:
    """The kind; "notes" where it is missing or unknown, which is told as an error."""
    kinds = [str(kind) for kind in EntryKind]
    if "kind" not in keys.values and keys.toml.values:
        keys.problems.append(faults.missing_key(keys.place("kind"), "kind", f"one of: {', '.join(kinds)}"))
    return EntryKind(keys.word("kind", kinds) or EntryKind.NOTES)


def _date(keys: Keys, key: str) -> str:
    """A TOML date, or the same in quotes, in ISO form; "" where missing or (told) no date."""
    found = keys.values.get(key, "")
    if isinstance(found, datetime.datetime):
        return found.date().isoformat()
    if isinstance(found, datetime.date):
        return found.isoformat()
    try:
        return datetime.date.fromisoformat(found).isoformat() if found else ""
    except (TypeError, ValueError):
        keys.wrong(key, "a date (year-month-day, as 2011-07-15, without quotes)")
        return ""


def _share(keys: Keys, key: str) -> float | None:
    """A demanded share as a proportion, from "95%"; None where missing or (told) no percentage."""
    found = keys.values.get(key)
    percent = PERCENT.fullmatch(found) if isinstance(found, str) else None
    if percent and float(percent.group(1)) <= 100:
        return float(percent.group(1)) / 100
    if found is not None:
        keys.wrong(key, 'a percentage in quotes ("100%")')
    return None
