"""The bank's own secret: made once, kept in its folder, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from effectbank.problems import BadInput

FILE = "secret.key"
SHORTEST = 32


def secret_key(folder: Path) -> str:
    """The key of this bank; generated on the first call. Two processes that race agree on the first's."""
    file = folder / FILE
    if not file.exists():
        _make(file)
    key = file.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST:
        raise BadInput(f"{file} holds {len(key)} characters, too few for a key; delete it and a new one is made")
    return key


def _make(file: Path) -> None:
    """Written aside and linked into place whole: nobody ever reads half a key. mkstemp gives it mode 0600."""
    handle, aside = tempfile.mkstemp(dir=file.parent, prefix=f".{FILE}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(aside, file)
    finally:
        Path(aside).unlink()
