"""A record: an indexed title with its abstract, as a database gave it, in one shape for all databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from effectbank.problems import Place
from effectbank.quickly import quickly_made

Pairs = tuple[tuple[str, str], ...]

RETRACTED = ("retracted", "retraction in", "retracted and republished in")


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person by the parts of a name, or a name that isn't parted (a group, a person as "Smith J")."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        return self.literal or ", ".join(filter(None, (self.family, self.given, self.suffix)))


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An indexed title. What isn't known is "", None or (); nothing is guessed.

    `kind` is a type of CSL ("article-journal", "thesis", …), `key` how its source names it. `date` is there where
    more than the year is known: "2010-05", "2010-05-01", or the source's words ("2010 Spring"). `doi` is in small
    letters and without the resolver, `pmid` digits; `ids` are the others by scheme (nct, pmcid, issn, wos, …).
    `notices` are what was said of it later: ("retraction in", "Lancet 2010; 375: 445").

    `written` holds what the source wrote where a field says it in other words, `other` what no field holds, in the
    order of the source; both by "format:tag".
    """

    kind: str = ""
    key: str = ""
    title: str = ""
    authors: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    year: int | None = None
    date: str = ""
    container: str = ""
    container_short: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    ids: Pairs = ()
    url: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    publisher: str = ""
    database: str = ""
    notes: tuple[str, ...] = ()
    notices: Pairs = ()
    written: Pairs = ()
    other: Pairs = ()
    place: Place | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        first = f"{self.authors[0]}{' et al.' if len(self.authors) > 1 else ''}" if self.authors else "no author"
        return f"<Record {first} ({self.year or 'no year'}): {self.title[:60]}>"

    @property
    def retracted(self) -> bool:
        """Whether its source says that it was retracted."""
        return any(kind in RETRACTED for kind, _ in self.notices)

    def ids_of(self, scheme: str) -> tuple[str, ...]:
        """Its identifiers of one scheme: `record.ids_of("nct")`."""
        return tuple(value for name, value in self.ids if name == scheme)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; what isn't known is left out."""
        return {name: plain for name in FIELDS if (plain := field_as_json(self, name))}


FIELDS = tuple(one.name for one in fields(Record) if one.name != "place")
NAMES = ("authors", "editors")
TEXTS = ("keywords", "notes")
PAIRS = ("ids", "notices", "written", "other")


def field_as_json(record: Record, name: str) -> Any:
    """One field as JSON has it: names as objects, pairs as lists of two."""
    value = getattr(record, name)
    if name in NAMES:
        return [_author_as_json(author) for author in value]
    return [list(item) if name in PAIRS else item for item in value] if isinstance(value, tuple) else value


def _author_as_json(author: Author) -> dict[str, str]:
    return {one.name: value for one in fields(Author) if (value := getattr(author, one.name))}


def fields_from_json(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a Record from what `field_as_json` made; raises ValueError, TypeError or KeyError."""
    return {name: _from_json(name, value) for name, value in given.items()}


def _from_json(name: str, value: Any) -> Any:
    if name not in FIELDS:
        raise KeyError(name)
    if name == "year":
        if value is None or (type(value) is int and 0 < value < 10_000):
            return value
        raise ValueError(value)
    if name in NAMES:
        return tuple(Author(**{part: _text(words) for part, words in author.items()}) for author in value)
    if name in TEXTS:
        return tuple(_text(words) for words in value)
    if name in PAIRS:
        return tuple((_text(key), _text(words)) for key, words in value)
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
