"""Free-text search: hits ranked, cut to a page, marked and counted by type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from modelsearch.backends import get_search_backend
from modelsearch.query import MatchAll, Not

from effectbank.bank.models import Entry
from effectbank.bank.queries.lists import counted, line_of
from effectbank.bank.queries.paging import PAGE, last_page, page_links
from effectbank.bank.queries.spelling import suggestion
from effectbank.bank.snippets import Hit, Shown, mark
from effectbank.bank.words_asked import Asked, as_query, in_words, read
from effectbank.publish.kinds import plural
from effectbank.publish.listing import Line, Listing
from effectbank.publish.site import Link, Site
from effectbank.words import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits as a listing, with how many of each type there are and what may have been meant."""

    listing: Listing
    kinds: tuple[Link, ...] = ()
    meant: Link | None = None


def search(typed: str, site: Site, *, kind: EntryKind | None = None, page: int = 1) -> Found:
    """One page of the entries that hold what was typed (at most nine queries). Raises NoSuchPage."""
    asked = read(typed)
    if not asked:
        return Found(listing=_unasked(typed, site))
    everything = _results(asked, None)
    held = dict(everything.facet("kind"))
    results = _results(asked, kind) if kind else everything
    count = held.get(kind, 0) if kind else sum(held.values())
    pages = last_page(count, page)
    first = (page - 1) * PAGE
    listing = Listing(
        heading="Search",
        sentence=_sentence(asked, kind, count, page, pages),
        lines=_lines(asked, list(results[first : first + PAGE])),
        pages=page_links(page, pages, lambda number: _address(site, typed, kind, number)),
        ways_on=_ways_on(site),
        query=typed,
    )
    kinds = _kind_links(held, kind, typed, site)
    return Found(listing=listing, kinds=kinds, meant=None if held else _meant(asked, typed, site))


def _results(asked: Asked, kind: EntryKind | None) -> Any:
    """The library's results: beginnings narrow the entries, then words and phrases find and rank them."""
    backend = get_search_backend()
    entries = Entry.objects.defer("words", "profile").prefetch_related("subjects")
    entries = entries.filter(kind=kind) if kind else entries
    for beginning in asked.beginnings:
        entries = entries.filter(
            pk__in=[entry.pk for entry in backend.autocomplete(beginning, Entry.objects.only("pk"))]
        )
    query = as_query(asked)
    if isinstance(query, MatchAll | Not):  # nothing to rank by
        return backend.search(query, entries.order_by("-year", "-id"), order_by_relevance=False)
    return backend.search(query, entries)


def _lines(asked: Asked, entries: list[Entry]) -> list[Line]:
    marks = mark(asked, [_hit(entry) for entry in entries])
    return [_line(entry, marks[entry.pk]) for entry in entries]


def _hit(entry: Entry) -> Hit:
    return Hit(key=entry.pk, title=entry.title, text=entry.text, subjects=entry.subject_labels())


def _line(entry: Entry, shown: Shown) -> Line:
    """An entry's line with its marks; when the words are in its subjects only, that is said."""
    filed = Markup("Filed under {}").format(shown.subjects) if shown.subjects and not shown.passage else ""
    return replace(line_of(entry), title=shown.title, snippet=shown.passage, reason=filed)


def _sentence(asked: Asked, kind: EntryKind | None, count: int, page: int, pages: int) -> str:
    told = f"{counted(count, kind)} {in_words(asked)}"
    if not count:
        return f"The bank holds {told}."
    order = ", the closest match first" if count > 1 and asked.found else ""
    return f"{told}{order}." + (f" This is page {page} of {pages}." if pages > 1 else "")


def _unasked(typed: str, site: Site) -> Listing:
    says = "There is no word in that to look for." if typed.strip() else "Look for words anywhere in the entries."
    return Listing(heading="Search", sentence=says, lines=(), ways_on=_ways_on(site), query=typed)


def _address(site: Site, typed: str, kind: EntryKind | None, page: int = 1) -> str:
    asked = {"q": typed, "type": str(kind or ""), "page": str(page) if page > 1 else ""}
    return f"{site.search}?{urlencode({name: value for name, value in asked.items() if value})}"


def _kind_links(held: dict[str, int], here: EntryKind | None, typed: str, site: Site) -> tuple[Link, ...]:
    if len(held) < 2 and not here:
        return ()
    kinds = tuple(
        Link(label=plural(kind), url=_address(site, typed, kind), count=held[kind], current=kind is here)
        for kind in EntryKind
        if kind in held
    )
    return (
        Link(label="All", url=_address(site, typed, None), count=sum(held.values()), current=here is None),
        *kinds,
    )


def _meant(asked: Asked, typed: str, site: Site) -> Link | None:
    other = suggestion(asked.found, typed)
    return Link(label=other, url=_address(site, other, None)) if other else None


def _ways_on(site: Site) -> tuple[Link, ...]:
    return (
        Link(label="All entries", url=site.entries),
        Link(label="Types", url=f"{site.home}#types"),
        Link(label="Years", url=f"{site.home}#years"),
        Link(label="Subjects", url=f"{site.home}#subjects"),
    )
