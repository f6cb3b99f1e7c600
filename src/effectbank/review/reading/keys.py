"""The keys of a TOML table as what they should be; unknown keys and other kinds of value are told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from effectbank.problems import Place, Problem
from effectbank.review.reading import faults
from effectbank.review.reading.tomlfile import KeyPath, Toml

NOWHERE: Mapping[str, Iterable[str]] = {}
MOST_UNKNOWN = 20  # unknown keys of one table, told one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """One table of a TOML file with a list to tell Problems to."""

    toml: Toml
    path: KeyPath
    values: Mapping[str, Any]
    problems: list[Problem] = field(compare=False)

    def place(self, key: str | None = None) -> Place:
        """Where the table, or one key of it, is written."""
        return self.toml.place(self.path if key is None else (*self.path, key))

    def only(self, known: Iterable[str], elsewhere: Mapping[str, Iterable[str]] = NOWHERE) -> None:
        """Tell every key that is not one of those known; of one that is known in another table, in which."""
        names = tuple(known)
        unknown = [key for key in self.values if key not in names]
        told, untold = unknown[:MOST_UNKNOWN], unknown[MOST_UNKNOWN:]
        self.problems.extend(faults.unknown_key(self.place(key), key, names, elsewhere) for key in told)
        if untold:
            self.problems.append(faults.more_keys(self.place(), len(untold)))

    def wrong(self, key: str, wanted: str) -> None:
        """Tell that a key's value is of another kind."""
        self.problems.append(faults.wrong_type(self.place(key), self.values[key], wanted))

    def text(self, key: str) -> str:
        """A string; "" where the key is missing."""
        found = self.values.get(key, "")
        if isinstance(found, str):
            return found
        self.wrong(key, 'text in quotes ("…")')
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; one string is a list of one."""
        found = self.values.get(key, [])
        if isinstance(found, str):
            return (found,)
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return tuple(found)
        self.wrong(key, 'a list of texts (["…", "…"])')
        return ()

    def number(self, key: str) -> float | None:
        """A finite number."""
        found = self.values.get(key)
        if found is None:
            return None
        if isinstance(found, (int, float)) and not isinstance(found, bool) and _fits(found):
            return found
        self.wrong(key, "a number (without quotes)")
        return None

    def yes_or_no(self, key: str) -> bool | None:
        """true or false; None where the key is missing or (told) neither."""
        found = self.values.get(key)
        if found is None or isinstance(found, bool):
            return found
        self.wrong(key, "true or false (without quotes)")
        return None

    def count(self, key: str) -> int | None:
        """A whole number, not negative."""
        found = self.values.get(key)
        if found is None:
            return None
        if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10**10:
            return found
        self.wrong(key, "a whole number (without quotes)")
        return None

    def word(self, key: str, known: Iterable[str]) -> str | None:
        """One of a closed list of words; None where the key is missing or (told) holds another."""
        found, names = self.values.get(key), tuple(known)
        if found is None or (isinstance(found, str) and found in names):
            return found
        self.problems.append(faults.unknown_word(self.place(key), str(found), names))
        return None

    def table(self, key: str) -> Keys:
        """The table under a key; an empty one where the key is missing or (told) no table."""
        found = self.values.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, "a table")
            found = {}
        return Keys(toml=self.toml, path=(*self.path, key), values=found, problems=self.problems)

    def tables(self) -> Iterator[tuple[str, Keys]]:
        """Each table in this one, with its name; what is no table is told."""
        for key in self.values:
            if isinstance(self.values[key], dict):
                yield key, self.table(key)
            else:
                self.wrong(key, "a table")

    def listed(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """The tables of an array of tables ([[key]])."""
        found = self.values.get(key, [])
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return tuple(found)
        self.wrong(key, f"a list of tables ([[{key}]])")
        return ()


def _fits(found: float) -> bool:
    try:
        return math.isfinite(float(found))
    except OverflowError:
        return False
