"""Answers from the browser's own copy: tags that change when what is shown changes, and not before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from effectbank.bank.assets import BANK, fingerprint
from effectbank.bank.kept_pages import pages
from effectbank.bank.models import Entry, Revision
from effectbank.bank.rendering import renderer
from effectbank.bank.site import served_site


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a page depends on: words that change with it, and when it last did."""

    marks: tuple[str, ...]
    changed: datetime


def bank_state() -> State:
    """All entries (one query)."""
    held = Entry.objects.aggregate(count=Count("pk"), changed=Max("shown"))
    changed = held["changed"] or datetime(1970, 1, 1, tzinfo=UTC)
    return State(marks=(str(held["count"]), changed.isoformat()), changed=changed)


def entry_state(entry: Entry, revision: Revision | None = None) -> State:
    """One entry, in its current or another revision (no query)."""
    shown = revision or entry.current
    seal = shown.seal if shown else ""
    return State(marks=(seal, entry.shown.isoformat()), changed=entry.shown)


def conditionally(request: HttpRequest, state: State, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, or "not modified" when the browser's copy is good; either way it must ask again next time."""
    tag = _tag(request.get_full_path(), state.marks)
    seconds = int(state.changed.timestamp())
    response = get_conditional_response(request, etag=tag, last_modified=seconds) or pages.page(tag, make)
    if response.status_code in (200, 304):
        response["ETag"] = tag
        response["Last-Modified"] = http_date(seconds)
        patch_cache_control(response, no_cache=True, private=True)
    return response


def _tag(path: str, marks: tuple[str, ...]) -> str:
    told = "\0".join((path, *marks, frame()))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'


@cache
def frame() -> str:
    """The program around every page: its templates, its static files and the bank's name."""
    return f"{renderer()} {fingerprint(BANK / 'templates')} {served_site().name}"
