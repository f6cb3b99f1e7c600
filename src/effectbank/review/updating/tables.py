"""A TOML file of three sides: each key is judged by itself, and what the folder says stays as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from effectbank.review.reading.tomlfile import toml_of
from effectbank.review.updating.change import Change, Fate, fate_of
from effectbank.review.writing.tables import same, toml_bytes

Table = Mapping[str, Any]
Path = tuple[str, ...]


def merged_toml(file: str, base: str, ours: str, theirs: str) -> tuple[str, tuple[Change, ...]]:
    """The text of the folder's file brought up to date, and every difference; "" where no key is left."""
    was, now, new = (toml_of(file, text)[0].values for text in (base, ours, theirs))
    changes = tuple(_changes(file, was, now, new, ()))
    if not any(change.fate is Fate.TAKEN for change in changes):
        return ours, changes
    merged = _merged(was, now, new)
    return (toml_bytes(merged, dict(now), ours).decode() if merged else ""), changes


def lines_of(file: str, text: str) -> dict[str, int]:
    """On which line each table and key stands, by its path."""
    return {".".join(path): line for path, line in toml_of(file, text)[0].lines.items()}


def _merged(base: Table, ours: Table, theirs: Table) -> dict[str, Any]:
    found = {key: _value(key, base, ours, theirs) for key in dict.fromkeys((*ours, *theirs))}
    return {key: value for key, value in found.items() if value is not None}


def _value(key: str, base: Table, ours: Table, theirs: Table) -> Any:
    was, now, new = base.get(key), ours.get(key), theirs.get(key)
    if isinstance(now, dict) and isinstance(new, dict):
        return _merged(was if isinstance(was, dict) else {}, now, new)
    return new if fate_of(was, now, new, same) is Fate.TAKEN else now


def _changes(file: str, base: Table, ours: Table, theirs: Table, path: Path) -> Iterator[Change]:
    for key in dict.fromkeys((*ours, *theirs, *base)):
        was, now, new = base.get(key), ours.get(key), theirs.get(key)
        if isinstance(now, dict) and isinstance(new, dict):
            yield from _changes(file, was if isinstance(was, dict) else {}, now, new, (*path, key))
        elif fate := fate_of(was, now, new, same):
            whole = any(isinstance(side, dict) for side in (was, now, new))
            yield Change(
                fate=fate,
                file=file,
                part=".".join((*path, key) if whole else path),
                name="" if whole else key,
                base=_told(was),
                ours=_told(now),
                theirs=_told(new),
            )


def _told(value: Any) -> str | None:
    """A value in words; a table by its own."""
    if value is None:
        return None
    if isinstance(value, dict):
        return ", ".join(f"{key} {_told(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(str(_told(item)) for item in value)
    return value.isoformat() if isinstance(value, date) else str(getattr(value, "words", value))
