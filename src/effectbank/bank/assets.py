"""The files that every page uses, and the fingerprint that their address carries."""

from __future__ import annotations

import hashlib
from pathlib import Path

import effectbank.publish

PUBLISH = Path(effectbank.publish.__file__).parent
BANK = Path(__file__).parent
STATIC = PUBLISH / "static"


def fingerprint(folder: Path) -> str:
    """Twelve hexadecimal digits that change when any file of the folder changes."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def immutable(_path: str, url: str) -> bool:
    """Every static file's address holds the fingerprint (whitenoise asks)."""
    return url.startswith("/static/")
