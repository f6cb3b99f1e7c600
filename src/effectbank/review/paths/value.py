"""What a claim's path leads to, how a path is written, and the error of one that leads nowhere."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from effectbank.numerals import estimate_ci, fixed, integer, interval, p_value, percent, usual_digits
from effectbank.problems import EffectBankError, Place, did_you_mean
from effectbank.words import Confidence, NumberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value with what a reader must know of it.

    `shape` is "count", "proportion", "events of total", "estimate", "estimate ci", "interval", "p", "number",
    "multiple", "significance", "direction" or "text"; proportions are between 0 and 1, estimates on the scale
    they are told on. `words` are what a verbal value says, or a fact as quoted. `rows` are the places it comes
    from, `model` the sentence on how it was made, `source` whose number it is. `other` is the number of another
    kind it could be mistaken for, where the two differ: the corresponding risk beside the crude one, the live fit
    beside the published.
    """

    address: str
    kind: NumberKind
    shape: str
    label: str
    numbers: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    rows: tuple[Place, ...] = ()
    model: str = ""
    source: str = ""
    other: Value | None = None
    measure: str = ""
    level: float | None = None
    signed: bool = False
    confidence: tuple[Confidence, ...] = ()

    def __str__(self) -> str:
        return shown(self)


def shown(value: Value, more: int = 0) -> str:  # noqa: PLR0911 -- one return a shape
    """The value in a few words, with so many decimals more than is usual: `39 of 116`, `0.47 (0.26 to 0.84)`."""
    numbers, digits = value.numbers, usual_digits(value.measure) + more
    match value.shape:
        case "count":
            return integer(numbers[0])
        case "events of total":
            return f"{integer(numbers[0])} of {integer(numbers[1])}"
        case "proportion":
            return percent(numbers[0], 1 + more)
        case "estimate ci":
            return estimate_ci(numbers[0], numbers[1], numbers[2], digits)
        case "interval":
            return interval(numbers[0], numbers[1], digits)
        case "p":
            return p_value(numbers[0])
        case "estimate" | "number" | "multiple":
            return fixed(numbers[0], digits)
        case _:
            return value.words[0] if value.words else ""


class BadPath(EffectBankError):  # noqa: N818 -- the name is the sentence
    """A path that leads nowhere: what was given, at which point, and what is known there."""

    def __init__(self, address: str, message: str, hint: str = "") -> None:
        self.address, self.message, self.hint = address, message, hint
        super().__init__(f"={address}: {message}" + (f"; {hint}" if hint else ""))


def unknown_step(address: str, given: str, of: str, known: Iterable[str]) -> BadPath:
    """The error of a name that isn't known at that point of the path."""
    if not given:
        return BadPath(address, f"{of} needs a name after it", did_you_mean("", known))
    return BadPath(address, f"{given!r} is not known of {of}", did_you_mean(given, known))


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a path, with the names in its brackets (None: no brackets)."""

    name: str
    arguments: tuple[str, ...] | None = None


_STEP = re.compile(r"([^.()]*)(?:\(([^()]*)\))?(?:\.|$)")


def steps(address: str) -> tuple[Step, ...]:
    """`retained.without(a,b).ci` → retained, without (a, b), ci. Raises BadPath where it isn't a path."""
    found, at = [], 0
    while at < len(address):
        piece = _STEP.match(address, at)
        if piece is None or not piece[1]:
            raise BadPath(
                address, f"what stands at {address[at:]!r} is not a name", "names are joined by dots: retained.k"
            )
        names = None if piece[2] is None else tuple(name.strip() for name in piece[2].split(",") if name.strip())
        found.append(Step(piece[1], names))
        at = piece.end()
    if not found or address.endswith("."):
        raise BadPath(address, "the path ends in nothing", "as in =retained.intervention or =fact:NAME")
    return tuple(found)


def over(address: str, rest: tuple[Step, ...], after: str) -> None:
    """Refuse steps beyond a path's end."""
    if rest:
        raise BadPath(
            address, f"nothing is known beyond {after}: {rest[0].name!r} was given", f"leave out .{rest[0].name}"
        )


def known(numbers: Iterable[float | None]) -> bool:
    """Whether none is unknown."""
    return all(number is not None and not math.isnan(number) for number in numbers)
