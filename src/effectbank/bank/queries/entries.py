"""One entry: the page as it was made when it was published, what it is related to, its revisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from effectbank.bank.models import Entry, Relation, Revision
from effectbank.bank.queries.lists import line_of
from effectbank.problems import Place
from effectbank.publish.listing import Line
from effectbank.review.model import EntryCard
from effectbank.words import EntryKind

HEAD = ("slug", "kind", "title", "year", "authors", "citation", "strapline", "revised", "shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One line of an entry's history."""

    number: int
    published: datetime
    by: str
    reason: str


def entry_head(slug: str) -> Entry | None:
    """The entry without its article, with its current revision's number and seal (one query)."""
    found: Entry | None = (
        Entry.objects.select_related("current")
        .only(*HEAD, "current__number", "current__seal", "current__published", "current__by")
        .filter(slug=slug)
        .exclude(current=None)
        .first()
    )
    return found


def article_of(revision_key: int) -> str:
    """The article as it was rendered (one query)."""
    article: str = Revision.objects.values_list("article", flat=True).get(pk=revision_key)
    return article


def revision_of(entry: Entry) -> Revision:
    """The current revision of an entry that has one, with its data (one query)."""
    return Revision.objects.defer("article").get(pk=entry.current_id)


def related_to(entry: Entry) -> list[Line]:
    """At most ten entries that belong with this one, the closest first, each with its reason (one query)."""
    rows = Relation.objects.filter(entry=entry).order_by("place").select_related("other")
    shown = rows.only("reason", "other__slug", "other__kind", "other__title", "other__year")
    return [
        Line(
            slug=row.other.slug, kind=row.other.kind, year=row.other.year, title=row.other.title, reason=row.reason
        )
        for row in shown
    ]


def revision_head(slug: str, number: int) -> Revision | None:
    """A revision with its entry, without what is costly (one query)."""
    return (
        Revision.objects.select_related("entry")
        .only("number", "published", "by", "reason", "seal", *(f"entry__{name}" for name in HEAD))
        .filter(entry__slug=slug, number=number)
        .first()
    )


def history(entry: Entry) -> list[Version]:
    """All revisions, the newest first (one query)."""
    rows = entry.revisions.order_by("-number").values_list("number", "published", "by", "reason")
    return [
        Version(number=number, published=published, by=by, reason=reason) for number, published, by, reason in rows
    ]


def card_of(entry: Entry) -> EntryCard:
    """The entry's card, as far as lists and a page's head need it."""
    line = line_of(entry)
    return EntryCard(
        slug=line.slug,
        kind=EntryKind(line.kind),
        title=line.title,
        year=line.year,
        authors=line.authors,
        citation=line.citation,
        title_url="",
        strapline=line.strapline,
        key_points=(),
        subjects=(),
        acknowledgements=(),
        revised=line.revised,
        availability="",
        relevance="",
        linked=(),
        place=Place(file="entry.toml"),
    )
