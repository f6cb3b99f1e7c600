"""The pages. Each view reads what was asked, asks the bank, and hands the answer to a template."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from markupsafe import Markup

from effectbank.bank import asked
from effectbank.bank.conditional import bank_state, conditionally, entry_state
from effectbank.bank.limits import searches
from effectbank.bank.models import Entry, Subject
from effectbank.bank.queries import entries, files, home, lists, search
from effectbank.bank.queries.paging import NoSuchPage
from effectbank.bank.site import served_site
from effectbank.publish.listing import Listing
from effectbank.publish.page import highwire
from effectbank.publish.site import slug_of
from effectbank.words import EntryKind

View = Callable[..., HttpResponse]


def listed(view: View) -> View:
    """A read-only page that depends on the whole bank: answered from the browser's copy while nothing changed."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **parts: object) -> HttpResponse:
        try:
            return conditionally(request, bank_state(), lambda: view(request, **parts))
        except NoSuchPage as error:
            raise Http404(f"This list has no page {error}.") from error

    return answer


@listed
def front(request: HttpRequest) -> HttpResponse:
    """What the bank holds."""
    site = served_site()
    found = home.home(site)
    return render(request, "bank/home.html", {"site": site, "title": site.name, "home": found})


@listed
def all_entries(request: HttpRequest) -> HttpResponse:
    """All entries, or those of a type and of a year."""
    return _list_page(request, _listing(request, kind=asked.kind(request), year=asked.year(request)))


@listed
def by_type(request: HttpRequest, kind: str) -> HttpResponse:
    """The entries of a type."""
    kinds = {slug_of(known): known for known in EntryKind}
    if kind not in kinds:
        raise Http404(asked.unknown("type", kind, kinds))
    return _list_page(request, _listing(request, kind=kinds[kind]))


@listed
def by_year(request: HttpRequest, year: int) -> HttpResponse:
    """The entries of a year that there are entries of."""
    found = _listing(request, year=year)
    if not found.lines:
        known = Entry.objects.exclude(year=None).values_list("year", flat=True).distinct()
        raise Http404(asked.unknown("year", f"{year:04d}", map(str, known)))
    return _list_page(request, found)


@listed
def by_subject(request: HttpRequest, subject: str) -> HttpResponse:
    """The entries filed under a subject."""
    known = Subject.objects.filter(slug=subject).first()
    if known is None:
        raise Http404(asked.unknown("subject", subject, Subject.objects.values_list("slug", flat=True)))
    return _list_page(request, _listing(request, subject=known))


def _listing(request: HttpRequest, **filters: object) -> Listing:
    wanted = lists.Wanted(
        path=request.path, order=asked.order(request), page=asked.page(request), **filters  # type: ignore[arg-type]
    )  # fmt: skip
    return lists.listing(wanted, served_site())


def _list_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    return render(request, "list.html", {"site": served_site(), "title": listing.heading, "listing": listing})


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Free-text search."""
    site = served_site()
    typed = asked.words(request)
    if wait := searches.wait(request.META.get("REMOTE_ADDR", "")):
        return _too_often(request, wait)
    try:
        found = search.search(typed, site, kind=asked.kind(request), page=asked.page(request))
    except NoSuchPage as error:
        raise Http404(f"This list has no page {error}.") from error
    title = f"Search: {typed}" if typed else "Search"
    about = {"site": site, "title": title, "listing": found.listing, "found": found, "searching": True}
    response = render(request, "bank/search.html", about)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """An entry's page."""
    head = _head(slug)
    return conditionally(request, entry_state(head), lambda: _entry_page(request, head))


def _entry_page(request: HttpRequest, head: Entry) -> HttpResponse:
    card = entries.card_of(head)
    about = {
        "site": served_site(),
        "title": head.title,
        "description": head.strapline,
        "card": card,
        "meta": highwire(card),
        "article": Markup(entries.article_of(head.current_id)),  # noqa: S704 -- made by publish.article, escaped there
        "related": entries.related_to(head),
        "revision": head.current,
    }
    return render(request, "bank/entry.html", about)


@require_safe
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An entry as it was published then."""
    found = entries.revision_head(slug, number)
    if found is None:
        raise Http404(f"{slug} has no revision {number}.")
    card = entries.card_of(found.entry)
    about = {
        "site": served_site(),
        "title": f"{found.entry.title}, revision {number}",
        "card": card,
        "meta": (),
        "article": Markup(entries.article_of(found.pk)),  # noqa: S704 -- made by publish.article, escaped there
        "related": (),
        "revision": found,
        "history": entries.history(found.entry),
    }
    return conditionally(
        request, entry_state(found.entry, found), lambda: render(request, "bank/revision.html", about)
    )


@require_safe
def data(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """An entry's folder as a zip file, or its data and analyses as JSON."""
    head = _head(slug)
    return conditionally(request, entry_state(head), lambda: _data(head, ending))


def _data(head: Entry, ending: str) -> HttpResponse:
    found = entries.revision_of(head)
    content = files.archive_of(found, head.slug) if ending == "zip" else found.data.encode()
    response = HttpResponse(content, content_type=f"application/{ending}")
    response["Content-Disposition"] = f'attachment; filename="{head.slug}.{ending}"'
    return response


@listed
def about(request: HttpRequest) -> HttpResponse:
    """What this is."""
    return render(request, "bank/about.html", {"site": served_site(), "title": "About"})


def _head(slug: str) -> Entry:
    head = entries.entry_head(slug)
    if head is None:
        raise Http404(f"No entry here is called {slug}.")
    return head


def _too_often(request: HttpRequest, wait: float) -> HttpResponse:
    seconds = max(1, round(wait))
    says = f"That were many searches at once. Please try again in {seconds} second{'s' if seconds > 1 else ''}."
    response = render(request, "bank/fault.html", _fault("Too many searches", says), status=429)
    response["Retry-After"] = str(seconds)
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, and ways on."""
    says = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    says = says or "There is no page at this address."
    return render(request, "bank/fault.html", _fault("Not found", says), status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    del exception  # its words may quote what was sent
    says = "The request could not be understood."
    return render(request, "bank/fault.html", _fault("Not understood", says), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: no database is asked, for that may be what broke."""
    says = "Something broke on our side. It has been written down; nothing of what you did is lost."
    return render(request, "bank/fault.html", _fault("A fault of ours", says), status=500)


def _fault(title: str, says: str) -> dict[str, object]:
    return {"site": served_site(), "title": title, "says": says}
