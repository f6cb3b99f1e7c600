"""Publish a folder's state: one immutable, dated, signed revision, and all that follows from it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from modelsearch import index

from effectbank.bank.models import Entry, Revision, RevisionFile, StoredFile, Subject
from effectbank.bank.profiles import profile_as_data
from effectbank.bank.rendering import Rendering, render, renderer
from effectbank.bank.seals import content_of, digests_of, seal_of
from effectbank.bank.words_asked import distinct_words
from effectbank.problems import BadInput, EffectBankError, Problem, Severity
from effectbank.publish.listing import subject_label
from effectbank.publish.profile import profile
from effectbank.publish.site import slug_of
from effectbank.review import Review

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class NotPublishable(EffectBankError):  # noqa: N818 -- the name is the sentence
    """A folder with errors: what is wrong, in full."""

    def __init__(self, name: str, errors: tuple[Problem, ...]) -> None:
        self.name, self.errors = name, errors
        faults = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        listed = "\n".join(f"  {error}" for error in errors)
        super().__init__(f"{name} is not published, because it has {faults}:\n{listed}")


def publish_revision(
    review: Review, *, by: str, reason: str = "", at: datetime | None = None
) -> tuple[Revision, bool]:
    """The review's files as the entry's current revision, and whether it is a new one.

    Files equal to the current revision's make no new one. Everything is written in one transaction, so a kill at
    any moment leaves the entry as it was or as it now is. Raises NotPublishable when the folder has errors,
    BadInput when its name cannot be an address or nobody signs.
    """
    _refuse_faulty(review, by)
    content = content_of(digests_of(review.files))
    if held := _current(review.card.slug, content):
        return held, False
    rendering = render(review)
    with transaction.atomic():
        if held := _current(review.card.slug, content):
            return held, False
        entry = _entry(review, at or timezone.now())
        revision = _revision(entry, review, rendering, by=by, reason=reason)
        _keep_files(revision, review.files)
        show(entry, revision, review, rendering)
    return revision, True


def show(entry: Entry, revision: Revision, review: Review, rendering: Rendering) -> None:
    """Make a revision the one that lists, pages and search show (within the caller's transaction)."""
    entry.current = revision
    entry.text = rendering.text
    entry.words = distinct_words(f"{entry.title} {rendering.text}")
    entry.profile = profile_as_data(profile(review))
    entry.save()
    entry.subjects.set([_subject(words) for words in review.card.subjects])
    index.insert_or_update_object(entry)


def _refuse_faulty(review: Review, by: str) -> None:
    if not by.strip():
        raise BadInput("a revision is signed: say who publishes it (by=)")
    if not _SLUG.fullmatch(review.card.slug):
        raise BadInput(
            f"the folder's name {review.card.slug!r} cannot be an address; "
            "use small letters, digits and hyphens, at most 100"
        )
    errors = tuple(problem for problem in review.problems() if problem.severity is Severity.ERROR)
    if errors:
        raise NotPublishable(review.name, errors)


def _current(slug: str, content: str) -> Revision | None:
    entry = Entry.objects.select_related("current").filter(slug=slug, current__content=content).first()
    return entry.current if entry else None


def _entry(review: Review, now: datetime) -> Entry:
    """The entry of that slug, locked, with its card's fields as they now are; made when there is none."""
    card = review.card
    entry = Entry.objects.select_for_update().filter(slug=card.slug).first() or Entry(slug=card.slug, added=now)
    entry.kind, entry.title, entry.year = str(card.kind), card.title, card.year
    entry.authors, entry.citation, entry.strapline = list(card.authors), card.citation, card.strapline
    entry.revised = date.fromisoformat(card.revised) if card.revised else None
    entry.computable, entry.shown = review.computable, now
    entry.save()
    return entry


def _revision(entry: Entry, review: Review, rendering: Rendering, *, by: str, reason: str) -> Revision:
    before = entry.revisions.order_by("-number").first()
    revision = Revision(
        entry=entry,
        number=before.number + 1 if before else 1,
        published=entry.shown,
        by=by.strip(),
        reason=reason,
        title=entry.title,
        content=content_of(digests_of(review.files)),
        article=rendering.article,
        data=rendering.data,
        rendered_with=renderer(),
    )
    revision.seal = seal_of(revision, after=before.seal if before else None)
    revision.save(force_insert=True)
    return revision


def _keep_files(revision: Revision, files: Mapping[str, bytes]) -> None:
    stored = {hashlib.sha256(content).hexdigest(): content for content in files.values()}
    StoredFile.objects.bulk_create(
        [StoredFile(digest=digest, content=content) for digest, content in stored.items()], ignore_conflicts=True
    )
    digests = digests_of(files)
    RevisionFile.objects.bulk_create(
        [RevisionFile(revision=revision, path=path, stored_id=digest) for path, digest in digests.items()]
    )


def _subject(words: str) -> Subject:
    slug = slug_of(words)[:100]
    subject, _ = Subject.objects.get_or_create(slug=slug, defaults={"label": subject_label(words)[:200]})
    return subject
