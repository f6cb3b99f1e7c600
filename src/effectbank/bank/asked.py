"""What an address asks for, read strictly: an unknown value is a page not found, an unknown name is passed over."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest

from effectbank.bank.queries.lists import ORDERS
from effectbank.bank.words_asked import LONGEST
from effectbank.problems import did_you_mean
from effectbank.publish.site import slug_of
from effectbank.words import EntryKind

MOST_PAGES = 100_000


def unknown(what: str, given: str, known: Iterable[str]) -> str:
    """A sentence for the page that is not found."""
    return f"There is no {what} “{given[:80]}”: {did_you_mean(given[:80], known)}."


def kind(request: HttpRequest) -> EntryKind | None:
    """The type asked for (`?type=hot-topic`), if any."""
    given = request.GET.get("type", "").strip()
    kinds = {slug_of(known): known for known in EntryKind}
    if given and slug_of(given) not in kinds:
        raise Http404(unknown("type", given, kinds))
    return kinds[slug_of(given)] if given else None


def year(request: HttpRequest) -> int | None:
    """The year asked for, if any."""
    given = request.GET.get("year", "").strip()
    return _number(given, "year", 9999) if given else None


def page(request: HttpRequest) -> int:
    """The page asked for, from 1."""
    return _number(request.GET.get("page", "1"), "page", MOST_PAGES)


def order(request: HttpRequest) -> str:
    """The order asked for, "" for the usual one."""
    given = request.GET.get("order", "")
    if given and given not in ORDERS:
        raise Http404(unknown("order", given, ORDERS))
    return given


def words(request: HttpRequest) -> str:
    """What was typed into the search box, cut to a length nobody types."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def _number(given: str, what: str, most: int) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most):
        raise Http404(f"“{given[:20]}” is no {what}.")
    return int(given)
