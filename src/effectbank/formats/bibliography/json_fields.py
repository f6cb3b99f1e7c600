"""One item of a JSON file of records: its values as what they should be, and what nothing took of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from effectbank.screening.record import Pairs

Item = Mapping[str, Any]
SURROGATE = re.compile("[\ud800-\udfff]")


def at_path(document: Any, path: tuple[str, ...]) -> Any:
    """What stands at a path of keys; None where nothing does."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def clean(words: str) -> str:
    """Text without half characters, which no file of text can hold."""
    return words if words.isascii() else SURROGATE.sub("\ufffd", words)


def packed(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


class JsonFields:
    """The keys of one item while they find their fields; what nothing takes is the rest, in order."""

    __slots__ = ("_taken", "item")

    def __init__(self, item: Item) -> None:
        self.item = item
        self._taken: set[str] = set()

    def text(self, *keys: str) -> str:
        """The first of these that is text or a number, as text; "" if none is."""
        for key in keys:
            if words := text_of(self.item.get(key)):
                self._taken.add(key)
                return words
        return ""

    def see(self, *path: str) -> Any:
        """A value at a path of keys, left for the rest; None where there is none."""
        return at_path(self.item, path)

    def take(self, key: str) -> Any:
        """A value that a field holds whole."""
        self._taken.add(key)
        return self.item.get(key)

    def rest(self, format_: str) -> Pairs:
        """What nothing took: text as "format:key", any other value as JSON under "format/json:key"."""
        return tuple(
            (f"{format_}:{clean(key)}", clean(value))
            if isinstance(value, str)
            else (f"{format_}/json:{clean(key)}", packed(value))
            for key, value in self.item.items()
            if key not in self._taken and value not in (None, "", [], {})
        )


def text_of(value: Any) -> str:
    """Text or a number as text; "" for anything else."""
    if isinstance(value, str):
        return clean(value).strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(value: Any) -> list[str]:
    """The texts of a list, or the one text."""
    return list(filter(None, map(text_of, value if isinstance(value, list) else [value])))


def dicts_of(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
