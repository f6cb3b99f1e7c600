"""What a source wrote, kept where a field says it in other words, and found again when it is written back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from effectbank.screening.record import Pairs, Record


class AsWritten:
    """What one format's `written` holds of a record, by tag."""

    __slots__ = ("_by",)

    def __init__(self, record: Record, format_: str) -> None:
        self._by: dict[str, list[str]] = {}
        for key, value in record.written:
            name, _, tag = key.partition(":")
            if name == format_:
                self._by.setdefault(tag, []).append(value)

    def of(self, tag: str, plain: str, read: Callable[[str], Any], value: Any) -> str:
        """The source's words for a value, where they are kept and still say it; else the plain ones."""
        return next((words for words in self._by.get(tag, ()) if read(words) == value), plain)


def native(pairs: Pairs, format_: str) -> list[tuple[str, str]]:
    """Those of `other` that came from this format, by their tags."""
    prefix = f"{format_}:"
    return [(key[len(prefix) :], value) for key, value in pairs if key.startswith(prefix)]
