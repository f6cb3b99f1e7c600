"""Writing so that a reader never meets half a file, nor a kill leaves one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

NEW = 0o644  # who may read a file that wasn't there before


def write_atomically(path: Path, content: bytes, *, like: Path | None = None) -> Path:
    """Write beside the target, to the disk, then put it in place in one step; folders are made as needed.

    The file may be read by those who could read it before (or who can read `like`).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        Path(beside).chmod(_mode(like or path))
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return path


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else NEW
