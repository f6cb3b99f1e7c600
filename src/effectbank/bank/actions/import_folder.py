"""Take a folder from the disk into the bank."""

from __future__ import annotations

from pathlib import Path

from effectbank.bank.actions.publish_revision import publish_revision
from effectbank.bank.models import Revision
from effectbank.review import open_folder


def import_folder(path: str | Path, *, by: str, reason: str = "") -> tuple[Revision, bool]:
    """The folder's state as a revision, and whether it is a new one; a folder unchanged since makes none.

    Relations are left to `relate_entries`, so that many folders can be taken in before they are compared.
    Raises NoFolder, or NotPublishable with the folder's errors.
    """
    return publish_revision(open_folder(path), by=by, reason=reason)
