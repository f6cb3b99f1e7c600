"""A TOML file with the line of every key. A table that does not parse is left out, and the rest is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from effectbank.problems import Place, Problem
from effectbank.review.model import NOTHING, AsWritten
from effectbank.review.reading import faults

KeyPath = tuple[str, ...]

HUGE = 10**18  # more than anything a review counts
BROKEN_TABLES = 20  # after so many the file is given up
TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]|\n|[^\n"\'#\[\]{}]+|.',
    re.DOTALL,
)
HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
KEY = re.compile(r"\s*((?:[A-Za-z0-9_.-]|\"[^\"\n]*\"|'[^'\n]*'|[ \t](?=[ \t.]*[.=]))+)\s*=")
PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
UNQUOTED = re.compile(r"\s*([\w.-]+)\s*=\s*([^\W\d][^\"'#\[\]{},=]*?)\s*(#.*)?")
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toml:
    """What a TOML file says, and on which line each key stands."""

    file: str
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def place(self, path: KeyPath) -> Place:
        """Where a key is written, or the nearest table round it that has a line."""
        known = (self.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.lines)
        return Place(file=self.file, line=next(known, None), key=".".join(path) or None)


def toml_of(file: str, text: str) -> tuple[Toml, list[Problem]]:
    """The file read, and a Problem for each table that does not parse."""
    problems: list[Problem] = []
    for _ in range(BROKEN_TABLES):
        try:
            values = tomllib.loads(text, parse_float=AsWritten)
        except (ValueError, RecursionError, OverflowError) as fault:
            text = _without_broken(file, text, fault, problems)
        else:
            toml = Toml(file=file, values=values, lines=_lines(text))
            problems.extend(faults.huge_number(toml.place(path)) for path in _without_huge(values))
            return toml, problems
    problems.append(faults.toml_syntax(Place(file=file), "too many faults", "the whole file is"))
    return Toml(file=file), problems


def _without_huge(table: dict[str, Any], path: KeyPath = ()) -> Iterator[KeyPath]:
    """The keys whose whole numbers are huge, taken out of the table as they are met."""
    for key, value in tuple(table.items()):
        if isinstance(value, dict):
            yield from _without_huge(value, (*path, key))
        elif isinstance(value, list) and all(isinstance(item, dict) for item in value):
            for n, item in enumerate(value):
                yield from _without_huge(item, (*path, key, str(n)))
        elif _is_huge(value):
            del table[key]
            yield (*path, key)


def _is_huge(value: object) -> bool:
    """A whole number of 19 digits or more, or a list or table that holds one."""
    if isinstance(value, dict):
        return any(map(_is_huge, value.values()))
    return any(map(_is_huge, value)) if isinstance(value, list) else isinstance(value, int) and abs(value) >= HUGE


def _without_broken(file: str, text: str, fault: Exception, problems: list[Problem]) -> str:
    """The text with the table round the fault blanked, its lines kept; told with the fault's line."""
    rows = text.split("\n")
    found = AT_LINE.search(str(fault))
    line = min(int(found.group(1)), len(rows)) if found else len(rows)
    line = _last_written(rows, line) if not found or not rows[line - 1].strip() else line
    start = next((n for n in range(line - 1, -1, -1) if HEADER.match(rows[n])), 0)
    end = next((n for n in range(max(line, start + 1), len(rows)) if HEADER.match(rows[n])), len(rows))
    header = HEADER.match(rows[start])
    left_out = f"the table [{header.group(2)}] is" if header else "the keys before the first table are"
    reason = AT_LINE.sub("", str(fault)).strip() if found else _unplaced(fault)
    place, hint = Place(file=file, line=line), _in_quotes(rows[line - 1])
    problems.append(faults.toml_syntax(place, reason[:1].lower() + reason[1:], left_out, hint))
    return "\n".join("" if start <= n < end else row for n, row in enumerate(rows))


def _in_quotes(row: str) -> str:
    """How a line should be written whose words lack their quotes: measure = OR, model = random."""
    found = UNQUOTED.fullmatch(row)
    if not found:
        return ""
    key, words = found.group(1, 2)
    if words.casefold() in ("true", "false"):
        return f"write {key} = {words.casefold()}"
    return f'words stand in quotes: write {key} = "{words}"'


def _unplaced(fault: Exception) -> str:
    """A fault at the end of the file, or one the parser gives no place for."""
    if isinstance(fault, RecursionError):
        return "nested too deeply"
    return str(fault).replace(" (at end of document)", ", up to the end of the file")


def _last_written(rows: list[str], line: int) -> int:
    return next((n for n in range(line, 0, -1) if rows[n - 1].strip()), 1)


def _lines(text: str) -> dict[KeyPath, int]:
    """Each table and key with its line: a key is what stands before = where no bracket or string is open."""
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for line, statement in _statements(text):
        header, key = HEADER.match(statement), KEY.match(statement)
        if header:
            table = _parts(header.group(2))
            if header.group(1) == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            lines[table] = line
            for n in range(1, len(table)):
                lines.setdefault(table[:n], line)
        elif key:
            lines[(*table, *_parts(key.group(1)))] = line
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The first physical line of each statement, with its number."""
    rows = text.split("\n")
    line, depth, fresh = 1, 0, True
    for token in TOKEN.finditer(text):
        words = token.group()
        if fresh and words.strip():
            yield line, rows[line - 1]
        fresh = (fresh and not words.strip()) or (words == "\n" and depth == 0)
        depth = max(depth + (words in "[{") - (words in "]}"), 0)
        line += words.count("\n")


def _parts(words: str) -> KeyPath:
    return tuple(a or b or c for a, b, c in PART.findall(words))
