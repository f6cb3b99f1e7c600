"""The values of BibTeX's fields: enclosed in braces or quotes, numbers, macros, and these put together by #."""

from __future__ import annotations

import re

from effectbank.formats.bibliography.tagged import as_read

BRACE = re.compile(r"(?<!\\)[{}]")
BARE = re.compile(r"[^\s#{}\"]+")
MOST_SPELT_OUT = 20_000_000  # characters of one file
MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June",
    "jul": "July", "aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip


class Macros:
    """The macros of a file by name; only so much is spelt out as no file needs, as macros may be made of macros."""

    __slots__ = ("_left", "_texts")

    def __init__(self) -> None:
        self._texts = dict(MONTHS)
        self._left = MOST_SPELT_OUT

    def define(self, name: str, text: str) -> None:
        """Define one; a later one of the same name takes its place."""
        self._texts[name.casefold()] = text

    def spelt(self, name: str) -> str:
        """Its text; the name itself where nobody defined it, or too much was spelt out already."""
        text = self._texts.get(name.casefold(), name)
        if len(text) > self._left:
            return name
        self._left -= len(text)
        return text


def value_of(raw: str, macros: Macros) -> str:
    """The value without what encloses it, its macros spelt out."""
    parts, at = [], 0
    while at < len(raw):
        sign = raw[at]
        if sign == "{":
            end = _closing(raw, at)
            parts.append(raw[at + 1 : end])
        elif sign == '"':
            end = _quote(raw, at)
            parts.append(raw[at + 1 : end])
        elif found := BARE.match(raw, at):
            end = found.end() - 1
            parts.append(macros.spelt(found[0]))
        else:
            end = at
        at = end + 1
    return as_read("".join(parts))


def _closing(raw: str, start: int) -> int:
    """Where the brace that opens at `start` closes; the end if it doesn't."""
    depth = 0
    for found in BRACE.finditer(raw, start):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return len(raw)


def _quote(raw: str, start: int) -> int:
    """Where the quote that opens at `start` closes, those in braces not counted; the end if it doesn't."""
    depth = 0
    for found in re.finditer(r'(?<!\\)[{}]|"', raw[start + 1 :]):
        if found[0] == '"' and depth == 0:
            return start + 1 + found.start()
        depth += {"{": 1, "}": -1}.get(found[0], 0)
    return len(raw)


def stands(value: str) -> bool:
    """Whether a value can stand in braces as it is, and comes back as it is."""
    depth = 0
    for found in BRACE.finditer(value):
        depth += 1 if found[0] == "{" else -1
        if depth < 0:
            return False
    lines = value.split("\n")
    return (
        depth == 0 and value == as_read(value) and not value.endswith("\\") and not any(map(_begins_entry, lines))
    )


def _begins_entry(line: str) -> bool:
    return line.startswith("@")
