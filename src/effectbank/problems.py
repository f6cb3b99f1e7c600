"""What is wrong, where, and the way out: Place, Problem, and the errors that word themselves."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from numbers import Real
from typing import TypeGuard

from effectbank.quickly import quickly_made

MOST_LISTED, MOST_COMPARED = 20, 300  # of the names known: in a hint, and in the search for the nearest
MOST_WRITTEN = 100  # characters, of what was given in place of a name
NEAR = 0.6  # how like a name must be to be meant, from 0 to 1


class Severity(StrEnum):
    """How badly: an error fails `check`, a warning may mislead a reader, a note is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something was written: a file of the folder, with the line and the column or key if known."""

    file: str
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return where if self.key is None else f"{where} [{self.key}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong: data, collected and shown with all the others, never thrown.

    `concerns` names the analyses and values that rest on the faulty place.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    concerns: tuple[str, ...] = ()

    def __str__(self) -> str:
        tail = f" — {self.hint}" if self.hint else ""
        touched = f" (concerns {', '.join(self.concerns)})" if self.concerns else ""
        return f"{self.place}: {self.severity}: {self.message}{tail}{touched}"

    def to_dict(self) -> dict[str, object]:
        """The Problem as JSON-ready data."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.place.file,
            "line": self.place.line,
            "key": self.place.key,
            "message": self.message,
            "hint": self.hint,
            "concerns": list(self.concerns),
        }


def nearest(given: str, known: Iterable[str]) -> str | None:
    """The known name most like the one given, or None when none is near."""
    return _nearest(given, tuple(known))


@lru_cache(maxsize=1000)
def _nearest(given: str, known: tuple[str, ...]) -> str | None:
    names = {name.casefold(): name for name in known}
    found = get_close_matches(given.casefold(), names, n=1, cutoff=NEAR)
    return names[found[0]] if found else None


def did_you_mean(given: str, known: Iterable[str], *, all_by: str = "") -> str:
    """A hint in words: the nearest known name, then all of them.

    Of many the nearest come first, then the others in the order in which they are known (of a set: by name), and
    `all_by` is the command that lists the rest.
    """
    names = sorted(known) if isinstance(known, Set) else list(dict.fromkeys(known))
    near = nearest(given, names[:MOST_COMPARED])
    if not names:
        return "none is defined"
    if len(names) <= MOST_LISTED:
        listed = ", ".join(sorted(names))
    else:
        alike = get_close_matches(given, names[:MOST_COMPARED], cutoff=NEAR)
        first = list(dict.fromkeys([*([near] if near else ()), *alike, *names]))[:MOST_LISTED]
        listed = f"{', '.join(first)}, … ({len(names)} in all{f': {all_by}' if all_by else ''})"
    return f"did you mean {near}? known: {listed}" if near else f"known: {listed}"


class EffectBankError(Exception):
    """Base of all errors meant for a person: shown as a sentence, without a traceback."""


class UnknownName(EffectBankError):  # noqa: N818 -- the name is the sentence
    """A name that isn't one of those known.

    `meant`: what it is called here, where others call it so; `all_by`: the command that lists all of many.
    """

    def __init__(
        self, what: str, given: object, known: Iterable[str], meant: str = "", *, all_by: str = ""
    ) -> None:
        self.what, self.given, self.known = what, given, tuple(dict.fromkeys(known))
        told = f"that is {meant} here; " if meant else ""
        self.hint = told + did_you_mean(str(given), self.known, all_by=all_by)
        super().__init__(f"unknown {what} {_short(given)}; {self.hint}")


def _short(given: object) -> str:
    """As it was written; the beginning of a table that was given in place of a name."""
    written = repr(given)
    return written if len(written) <= MOST_WRITTEN else f"{written[:MOST_WRITTEN]}…"


class NotEstimable(EffectBankError):  # noqa: N818
    """Nothing can be estimated from these data, and why."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason, self.hint = reason, hint
        super().__init__(f"not estimable: {reason}" + (f"; {hint}" if hint else ""))


class BadInput(EffectBankError):  # noqa: N818
    """An argument that cannot be used: what was given, where, what is known, and a way out."""


class NotInstalled(EffectBankError):  # noqa: N818
    """An optional part of the package that something asked for is missing."""

    def __init__(self, module: str, extra: str) -> None:
        self.module, self.extra = module, extra
        super().__init__(f"this needs {module}, which isn't installed; try: pip install 'effectbank[{extra}]'")


def is_number(given: object) -> TypeGuard[float]:
    """Whether it is a real number, NumPy's or Python's; True and False are none."""
    return isinstance(given, Real) and not isinstance(given, bool)


def confidence(level: object) -> float:
    """The level of an interval, once it is seen to be a proportion; raises BadInput."""
    if not (is_number(level) and 0 < level < 1):
        raise BadInput(f"level {level!r} given, a proportion between 0 and 1 expected: 0.95, not 95")
    return float(level)
