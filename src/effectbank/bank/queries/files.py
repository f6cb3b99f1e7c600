"""A revision's files, as they were published."""

from __future__ import annotations

from effectbank.bank.models import Revision, RevisionFile
from effectbank.publish.download import folder_zip
from effectbank.review import Review, read_files


def files_of(revision: Revision) -> dict[str, bytes]:
    """The folder's files by path."""
    rows = RevisionFile.objects.filter(revision=revision).select_related("stored").order_by("path")
    return {row.path: bytes(row.stored.content) for row in rows}


def review_of(revision: Revision, slug: str) -> Review:
    """The review that the revision's files hold."""
    return read_files(slug, files_of(revision))


def archive_of(revision: Revision, slug: str) -> bytes:
    """The folder as a zip file, under its own name: what `effectbank check` can be given after unpacking."""
    return folder_zip(slug, files_of(revision))
