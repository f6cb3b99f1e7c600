"""The bank's database by one setting: SQLite in the bank's folder, or the PostgreSQL at an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from effectbank.problems import BadInput, did_you_mean

FILE = "bank.sqlite3"

# Readers never wait for a writer (WAL); what is committed is on the disk before the call returns (FULL); a writer
# takes its lock at once and waits for it, rather than failing half way (IMMEDIATE below).
PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000"
)


def sqlite(file: Path) -> dict[str, Any]:
    """Django's settings for a SQLite file that many read and few write."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
    }


def postgresql(address: SplitResult) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?sslmode=require`."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.removeprefix("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or ""),
        "PORT": str(address.port or ""),
        "OPTIONS": dict(parse_qsl(address.query)),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite_at(address: SplitResult) -> dict[str, Any]:
    return sqlite(Path(unquote(address.netloc + address.path).removeprefix("/")))


SCHEMES: Mapping[str, Callable[[SplitResult], dict[str, Any]]] = {
    "sqlite": _sqlite_at,
    "postgresql": postgresql,
    "postgres": postgresql,
}


def database(address: str, folder: Path) -> dict[str, Any]:
    """Django's settings for a database address; an empty one means SQLite in the bank's folder.

    SQLite paths are written as elsewhere: `sqlite:///relative/path`, `sqlite:////absolute/path`.
    Raises BadInput for another scheme, a port that is no number, or an address without a database.
    """
    if not address:
        return sqlite(folder / FILE)
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES:
        hint = did_you_mean(parts.scheme, SCHEMES)
        raise BadInput(f"EFFECTBANK_DATABASE begins with {parts.scheme!r}, which is no database of ours; {hint}")
    try:
        settings = SCHEMES[parts.scheme](parts)
    except ValueError as error:
        raise BadInput(
            f"EFFECTBANK_DATABASE cannot be read: {error}; write postgresql://user@host:5432/name"
        ) from error
    if settings["NAME"] in ("", "."):
        raise BadInput(f"EFFECTBANK_DATABASE names no database; write {parts.scheme}://…/name")
    return settings
