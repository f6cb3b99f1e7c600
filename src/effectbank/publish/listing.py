"""Lists of entries: a line, and a page of lines that says in words what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from effectbank.publish.site import Link, Site
from effectbank.review.model import EntryCard
from effectbank.words import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry in a list. `snippet` is found text with its marks; `reason` why it is related."""

    slug: str
    kind: str
    year: int | None
    title: str
    strapline: str = ""
    authors: tuple[str, ...] = ()
    citation: str = ""
    revised: str = ""
    snippet: Markup | str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of lines: what it holds and in what order, in words; other orders, pages, and ways on."""

    heading: str
    sentence: str
    lines: Sequence[Line]
    orders: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    ways_on: tuple[Link, ...] = ()
    query: str = ""


def line_of(card: EntryCard, *, reason: str = "", snippet: Markup | str = "") -> Line:
    """The list line of an entry."""
    return Line(
        slug=card.slug,
        kind=str(card.kind),
        year=card.year,
        title=card.title,
        strapline=card.strapline,
        authors=card.authors,
        citation=card.citation,
        revised=card.revised,
        snippet=snippet,
        reason=reason,
    )


def by_year(cards: Iterable[EntryCard]) -> list[EntryCard]:
    """Newest first; within a year by title; entries without a year last."""
    return sorted(cards, key=lambda card: (-(card.year or 0), card.title.casefold(), card.slug))


def kind_links(cards: Sequence[EntryCard], site: Site, *, here: str = "") -> tuple[Link, ...]:
    """The kinds there are entries of, with their counts, in the order of the vocabulary."""
    held = Counter(card.kind for card in cards)
    return tuple(
        Link(label=str(kind).capitalize(), url=site.kind(kind), count=held[kind], current=str(kind) == here)
        for kind in EntryKind
        if held[kind]
    )


def year_links(cards: Sequence[EntryCard], site: Site) -> tuple[Link, ...]:
    """The years there are entries of, newest first."""
    held = Counter(card.year for card in cards if card.year is not None)
    return tuple(
        Link(label=str(year), url=site.year(year), count=held[year]) for year in sorted(held, reverse=True)
    )


def subject_links(cards: Sequence[EntryCard], site: Site) -> tuple[Link, ...]:
    """The subjects entries are filed under, in alphabetical order."""
    held = Counter(subject for card in cards for subject in card.subjects)
    return tuple(
        Link(label=subject_label(name), url=site.subject(name), count=held[name])
        for name in sorted(held, key=str.casefold)
    )


def subject_label(name: str) -> str:
    """A subject as lists and headings call it: "Prison and probation" for prison-and-probation."""
    label = name.replace("-", " ").strip()
    return label[:1].upper() + label[1:]


def how_many(count: int) -> str:
    """ "1 entry", "12 entries"."""
    return "1 entry" if count == 1 else f"{count:,} entries"
