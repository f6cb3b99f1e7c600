"""The front door: what the bank holds, counted, and what came last."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.bank.models import Entry
from effectbank.bank.queries.lists import SHOWN, kind_links, line_of, subject_links, year_links
from effectbank.publish.listing import Line, how_many
from effectbank.publish.site import Link, Site

LATEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the home page shows."""

    intro: str
    kinds: tuple[Link, ...]
    years: tuple[Link, ...]
    subjects: tuple[Link, ...]
    latest: tuple[Line, ...]


def home(site: Site) -> Home:
    """The home page's counts and its latest entries (four queries)."""
    kinds = kind_links(site)
    latest = Entry.objects.only(*SHOWN).order_by("-added", "-pk")[:LATEST]
    return Home(
        intro=_intro(sum(link.count or 0 for link in kinds)),
        kinds=kinds,
        years=year_links(site),
        subjects=subject_links(site),
        latest=tuple(line_of(entry) for entry in latest),
    )


def _intro(count: int) -> str:
    if not count:
        return "This bank is empty. An entry is a folder: publish one, and it is found here."
    return (
        f"{how_many(count)} on what works, for whom, and how sure one can be. Where an entry brings its trials "
        "along, every number in its text was checked against them, and you can take the data away."
    )
