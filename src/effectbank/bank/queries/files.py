"""A revision's files, as they were published."""

from __future__ import annotations

import io
import zipfile

from effectbank.bank.models import Revision, RevisionFile
from effectbank.review import Review, read_files

EPOCH = (1980, 1, 1, 0, 0, 0)  # the archive's bytes depend on the files alone


def files_of(revision: Revision) -> dict[str, bytes]:
    """The folder's files by path."""
    rows = RevisionFile.objects.filter(revision=revision).select_related("stored").order_by("path")
    return {row.path: bytes(row.stored.content) for row in rows}


def review_of(revision: Revision, slug: str) -> Review:
    """The review that the revision's files hold."""
    return read_files(slug, files_of(revision))


def archive_of(revision: Revision, slug: str) -> bytes:
    """The folder as a zip file, under its own name: what `effectbank check` can be given after unpacking."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for path, content in files_of(revision).items():
            archive.writestr(zipfile.ZipInfo(f"{slug}/{path}", EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
