"""Lists of entries: filtered, ordered, paged, and told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Lower

from effectbank.bank.models import Entry, Subject
from effectbank.bank.queries.paging import PAGE, last_page, page_links
from effectbank.publish.kinds import plural
from effectbank.publish.listing import Line, Listing, how_many
from effectbank.publish.site import Link, Site
from effectbank.words import EntryKind, within_sentence

SHOWN = ("slug", "kind", "title", "year", "authors", "citation", "strapline", "revised")
BY_TITLE = (Lower("title"), "slug")
ORDERS = {
    "year": ("newest first", (F("year").desc(nulls_last=True), *BY_TITLE)),
    "added": ("last added first", (F("added").desc(), *BY_TITLE)),
    "title": ("by title", BY_TITLE),
}
ORDER_LABELS = {"year": "Year", "added": "Date added", "title": "Title"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries, in which order, which page. None and "" filter nothing; `path` is the list's own address."""

    path: str
    kind: EntryKind | None = None
    year: int | None = None
    subject: Subject | None = None
    order: str = ""
    page: int = 1

    @property
    def ordered(self) -> str:
        """The order asked for, or the usual one: newest first, and within a year by title."""
        return self.order or ("title" if self.year else "year")

    def address(self, **changes: object) -> str:
        """The one address of this list with those changes; what is usual is left out of it."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        asked = {
            "type": other.kind if other.path == "/entries/" and other.kind else "",
            "year": other.year if other.path == "/entries/" and other.year else "",
            "order": other.order if other.order != replace(other, order="").ordered else "",
            "page": other.page if other.page > 1 else "",
        }
        query = urlencode({name: str(value) for name, value in asked.items() if value})
        return f"{other.path}?{query}" if query else other.path


def listing(wanted: Wanted, site: Site) -> Listing:
    """One page of a list (four queries). Raises NoSuchPage."""
    entries = _entries(wanted)
    count = entries.count()
    pages = last_page(count, wanted.page)
    first = (wanted.page - 1) * PAGE
    _, order = ORDERS[wanted.ordered]
    return Listing(
        heading=_heading(wanted),
        sentence=_sentence(wanted, count, pages),
        lines=[line_of(entry) for entry in entries.order_by(*order).only(*SHOWN)[first : first + PAGE]],
        orders=_orders(wanted) if count > 1 else (),
        pages=page_links(wanted.page, pages, lambda number: wanted.address(page=number)),
        ways_on=_ways_on(wanted, site),
    )


def line_of(entry: Entry, **more: object) -> Line:
    """The list line of an entry."""
    return Line(
        slug=entry.slug,
        kind=entry.kind,
        year=entry.year,
        title=entry.title,
        strapline=entry.strapline,
        authors=tuple(entry.authors),
        citation=entry.citation,
        revised=entry.revised.isoformat() if entry.revised else "",
        **more,  # type: ignore[arg-type]
    )


def kind_links(site: Site, *, here: EntryKind | None = None) -> tuple[Link, ...]:
    """The types there are entries of, with how many of each, in the vocabulary's order (one query)."""
    held = dict(Entry.objects.values_list("kind").annotate(Count("pk")))
    return tuple(
        Link(label=plural(kind), url=site.kind(kind), count=held[kind], current=kind is here)
        for kind in EntryKind
        if kind in held
    )


def year_links(site: Site) -> tuple[Link, ...]:
    """The years there are entries of, newest first (one query)."""
    held = Entry.objects.exclude(year=None).values_list("year").annotate(count=Count("pk")).order_by("-year")
    return tuple(Link(label=str(year), url=site.year(year), count=count) for year, count in held)


def subject_links(site: Site) -> tuple[Link, ...]:
    """The subjects entries are filed under, in the alphabet's order (one query)."""
    held = Subject.objects.annotate(count=Count("entries")).filter(count__gt=0).order_by(Lower("label"))
    return tuple(
        Link(label=label, url=site.subject(slug), count=count)
        for label, slug, count in held.values_list("label", "slug", "count")
    )


def _entries(wanted: Wanted) -> QuerySet[Entry]:
    asked: Mapping[str, object] = {"kind": wanted.kind, "year": wanted.year, "subjects": wanted.subject}
    found: QuerySet[Entry] = Entry.objects.filter(
        **{name: value for name, value in asked.items() if value is not None}
    )
    return found


def _heading(wanted: Wanted) -> str:
    what = plural(wanted.kind) if wanted.kind else "Entries"
    return what + _limits(wanted) if wanted.kind or wanted.year or wanted.subject else "All entries"


def _limits(wanted: Wanted) -> str:
    year = f" of {wanted.year}" if wanted.year else ""
    return year + (f" about {within_sentence(wanted.subject.label)}" if wanted.subject else "")


def _sentence(wanted: Wanted, count: int, pages: int) -> str:
    what = counted(count, wanted.kind) + _limits(wanted)
    if not count:
        return f"The bank holds {what}."
    order, _ = ORDERS[wanted.ordered]
    told = f"{what}, {order}." if count > 1 else f"{what}."
    return told + (f" This is page {wanted.page} of {pages}." if pages > 1 else "")


def counted(count: int, kind: EntryKind | None = None) -> str:
    """ "no reviews", "1 hot topic", "1,158 entries"."""
    if not count:
        return f"no {plural(kind).lower() if kind else 'entries'}"
    if kind is None:
        return how_many(count)
    return f"1 {kind}" if count == 1 else f"{count:,} {plural(kind).lower()}"


def _orders(wanted: Wanted) -> tuple[Link, ...]:
    return tuple(
        Link(label=label, url=wanted.address(order=order, page=1), current=order == wanted.ordered)
        for order, label in ORDER_LABELS.items()
        if not (order == "year" and wanted.year)
    )


def _ways_on(wanted: Wanted, site: Site) -> tuple[Link, ...]:
    kinds = tuple(link for link in kind_links(site, here=wanted.kind) if not link.current)
    everything = () if wanted == Wanted(path="/entries/") else (Link(label="All entries", url=site.entries),)
    return (
        *everything,
        *kinds,
        Link(label="Years", url=f"{site.home}#years"),
        Link(label="Subjects", url=f"{site.home}#subjects"),
        Link(label="Search the words", url=site.search),
    )
