"""Render published entries again, after the program that renders them has changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from effectbank.bank.actions.publish_revision import show
from effectbank.bank.models import Entry
from effectbank.bank.queries.files import review_of
from effectbank.bank.rendering import render, renderer


def render_anew() -> int:
    """Make anew what was rendered by another version; how many entries that were. Files are never touched."""
    stale = Entry.objects.exclude(current=None).exclude(current__rendered_with=renderer())
    slugs = list(stale.values_list("slug", flat=True))
    for slug in slugs:
        _render(slug)
    return len(slugs)


def _render(slug: str) -> None:
    entry = Entry.objects.select_related("current").get(slug=slug)
    revision = entry.current
    if revision is None:
        return
    review = review_of(revision, slug)
    rendering = render(review)
    with transaction.atomic():
        revision.article, revision.data, revision.rendered_with = rendering.article, rendering.data, renderer()
        revision.save(update_fields=["article", "data", "rendered_with"])
        entry.shown = timezone.now()
        show(entry, revision, review, rendering)
