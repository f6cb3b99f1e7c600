"""Digests: of a folder's files, and the seal that ties a revision to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from effectbank.bank.models import Revision, RevisionFile
from effectbank.problems import EffectBankError

FIRST = "0" * 64  # what the first revision of an entry follows


class BrokenSeal(EffectBankError):  # noqa: N818 -- the name is the sentence
    """A revision whose record or files are not what was published."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        super().__init__(f"{revision} is not as it was published: restore the bank from a copy made before")


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file by its path, in the order of paths."""
    return {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}


def content_of(digests: Mapping[str, str]) -> str:
    """SHA-256 of a folder: of its paths and their files' digests."""
    return hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()


def seal_of(revision: Revision, *, after: str | None) -> str:
    """SHA-256 of what makes the revision, and of the seal before it."""
    record = [
        after or FIRST,
        revision.entry.slug,
        revision.number,
        revision.published.isoformat(),
        revision.by,
        revision.reason,
        revision.title,
        revision.content,
    ]
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()


def verify(revisions: Iterable[Revision]) -> int:
    """How many revisions of one entry, oldest first, hold what they held when published. Raises BrokenSeal."""
    before, count = None, 0
    for revision in revisions:
        rows = RevisionFile.objects.filter(revision=revision).select_related("stored")
        files = {row.path: bytes(row.stored.content) for row in rows}
        if content_of(digests_of(files)) != revision.content or seal_of(revision, after=before) != revision.seal:
            raise BrokenSeal(revision)
        before, count = revision.seal, count + 1
    return count
