"""Whether words and value agree, and the same words with the value's digits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from effectbank.numerals.formatting import exact, rounded
from effectbank.numerals.meanings import PLAIN, Compared, Meaning
from effectbank.numerals.reading import Part, Reading, Written, read


class Asserted(Protocol):
    """What a claim's path leads to (review.paths.Value is one).

    `shape`: "count", "proportion", "events of total", "estimate", "estimate ci", "interval", "p", "number",
    "multiple", "significance", "direction" or "text". `words` holds what a verbal value says: all words that
    would be true of it. `measure` is RR, OR … or ""; `level` an interval's. `signed` marks a difference, which
    may be told as so many more or fewer.
    """

    @property
    def shape(self) -> str: ...
    @property
    def numbers(self) -> tuple[float, ...]: ...
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def measure(self) -> str: ...
    @property
    def level(self) -> float | None: ...
    @property
    def signed(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A bare value to compare words with, when there is no folder behind it."""

    shape: str
    numbers: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    measure: str = ""
    level: float | None = None
    signed: bool = False


RATIOS = ("RR", "OR", "HR", "IRR", "ROM", "")
_ESTIMATES = ("estimate", "estimate ci")
_SHARES = ("RD", "PR", "PLO", "PAS", "PFT", "PLN")


def _holds(meanings: tuple[Meaning, ...], value: Decimal, written: Written, point: Decimal | None) -> bool:
    compared = Compared(value=value, written=written.value, digits=written.digits, point=point)
    if written.digits is None and point is None and meanings == (PLAIN,) and written.value % 1 == 0:
        return compared.gap == 0  # a count in words is exact
    return all(meaning.holds(compared) for meaning in meanings)


def _number(part: Part, value: float, written: Written) -> bool:
    point = part.scale / 100 if part.shape == "proportion" else None
    return math.isfinite(value) and _holds(part.meanings, exact(value) * part.scale, written, point)


def _one_in(part: Part, value: float) -> bool:
    below = part.numbers[1]
    if value <= 0 or not math.isfinite(value):
        return False
    if part.meanings == (PLAIN,):
        return rounded(1 / exact(value), below.digits or 0) == below.value
    share = Compared(value=exact(value), written=1 / below.value, digits=None, point=Decimal("0.01"))
    return all(meaning.holds(share) for meaning in part.meanings)


def _multiple(part: Part, value: float) -> bool:
    compared = Compared(
        value=exact(value), written=part.numbers[0].value, digits=part.numbers[0].digits, point=None
    )
    return math.isfinite(value) and all(meaning.holds(compared) for meaning in part.meanings)


def _all(part: Part, values: tuple[float, ...]) -> bool:
    plain = Part(shape=part.shape, scale=part.scale)
    first, *others = part.numbers
    return (
        len(values) == len(part.numbers)
        and _number(part, values[0], first)
        and all(_number(plain, v, w) for v, w in zip(values[1:], others, strict=True))
    )


def _p(part: Part, value: float) -> bool:
    written, p = part.numbers[0], exact(value)
    match part.comparator:
        case "<" | "<=" | "≤":
            return p < written.value or (part.comparator != "<" and p == written.value)
        case ">" | ">=" | "≥":
            return p > written.value or (part.comparator != ">" and p == written.value)
        case _:
            return _number(part, value, written)


def _share(value: Asserted) -> float | None:
    """The proportion a value is, if it is one."""
    if value.shape == "proportion" or (value.shape in _ESTIMATES and value.measure in _SHARES):
        return value.numbers[0]
    if value.shape == "events of total" and value.numbers[1] > 0:
        return value.numbers[0] / value.numbers[1]
    if value.shape == "count" and value.numbers == (0.0,):
        return 0.0
    return None


def _numeric(part: Part, value: Asserted) -> bool:
    numbers = value.numbers
    match part.shape, value.shape:
        case "count" | "number", "count" | "number" | "estimate" | "estimate ci" | "multiple":
            return _number(part, numbers[0], part.numbers[0])
        case "count", "events of total":
            return _number(part, numbers[0], part.numbers[0])
        case "count", "proportion":
            return part.numbers[0].value == 0 and numbers[0] == 0  # "none"
        case "events of total", "events of total":
            return _all(part, numbers)
        case "multiple", "estimate" | "estimate ci" | "number" | "multiple":
            return value.measure in RATIOS and _multiple(part, numbers[0])
        case "estimate ci", "estimate ci":
            return _all(part, numbers)
        case "interval", "interval":
            return _all(part, numbers)
        case "interval", "estimate ci":
            return _all(part, numbers[1:])
        case "p", "p":
            return _p(part, numbers[0])
        case _:
            share = _share(value)
            if share is None or part.shape not in ("proportion", "one in"):
                return False
            return _one_in(part, share) if part.shape == "one in" else _number(part, share, part.numbers[0])


def _direction(part: Part, value: Asserted) -> bool:
    said = part.verdict
    if said is None:
        return False
    if value.signed and value.numbers and said.says in ("higher", "lower"):
        return (value.numbers[0] > 0 if said.says == "higher" else value.numbers[0] < 0) is not said.negated
    if value.shape != "direction":
        return False
    true = {word.casefold() for word in value.words}
    term = f"favours {said.whom}".casefold() if said.whom else said.says
    held = any(term == word or term.startswith(f"{word} ") for word in true)
    return held is not said.negated


def _part(part: Part, value: Asserted) -> bool:
    if part.shape == "direction":
        return _direction(part, value)
    if part.shape == "significance":
        return value.shape == "significance" and part.verdict is not None and part.verdict.says in value.words
    if part.measure and value.measure and part.measure != value.measure:
        return False
    if part.level and value.level and not math.isclose(part.level, value.level):
        return False
    return bool(value.numbers) and not any(map(math.isnan, value.numbers)) and _numeric(part, value)


def _magnitude(value: Asserted) -> Asserted:
    return Plain(shape=value.shape, numbers=tuple(map(abs, value.numbers)), measure=value.measure, signed=True)


def agrees(reading: Reading, value: Asserted | float) -> bool:
    """Whether everything a phrase asserts is true of the value; a bare float is a number without a shape's name.

    A share in words agrees with a risk, and with events of total by their quotient; "39 of 116" only with these
    very counts, a bare "39" with the events. `13 more` and `4 fewer` are told of a difference: sign by the word, size by the number.
    """
    if isinstance(value, (int, float)):
        return any(
            agrees(reading, Plain(shape=shape, numbers=(float(value),))) for shape in ("number", "proportion")
        )
    if any(reading.words.casefold().split() == word.casefold().split() for word in value.words):
        return True  # a fact, word for word
    told = value.signed and any(part.shape == "direction" for part in reading.parts)
    sizes = _magnitude(value) if told else value
    return bool(reading.parts) and all(
        _part(part, value if part.shape == "direction" else sizes) for part in reading.parts
    )


def _like(written: Written, value: Decimal) -> str:
    """The value in the form of a number written: its decimals, thousands mark, leading zero, decimal point."""
    if written.digits is None:
        return written.text
    shown = f"{rounded(value, written.digits):f}"
    mark = next((m for m in ",\u00a0\u2009\u202f" if m in written.text), "")
    whole, point, rest = shown.partition(".")
    if mark:
        whole = f"{int(whole):,}".replace(",", mark)
    if written.text.lstrip("-−–").startswith((".", "·")) and whole == "0":
        whole = ""
    return whole + ("·" if "·" in written.text else point) + rest


def _targets(part: Part, value: Asserted) -> tuple[Decimal | None, ...]:
    """For each number of a part, the value to write in its place; None leaves it."""
    if not all(meaning.fixes for meaning in part.meanings) or part.comparator != "=" or not value.numbers:
        return (None,) * len(part.numbers)
    share = _share(value)
    if part.shape == "one in":
        return (None, 1 / exact(share)) if share else (None, None)
    if part.shape == "proportion":
        return (None if share is None else exact(share) * part.scale, *(None for _ in part.numbers[1:]))
    numbers = value.numbers[1:] if (part.shape, value.shape) == ("interval", "estimate ci") else value.numbers
    targets = [exact(v) * part.scale for v in numbers[: len(part.numbers)] if math.isfinite(v)]
    return tuple(targets) if len(targets) == len(part.numbers) else (None,) * len(part.numbers)


def rewritten(reading: Reading, value: Asserted) -> tuple[tuple[int, int, str], ...] | None:
    """The (start, end, digits) that make a phrase true of a value, changing digits only; None where none do.

    Numbers in words, signs and bounds ("more than 20%") are their author's: those phrases are left to be reported.
    """
    changes = [
        (written.start, written.end, _like(written, target))
        for part in reading.parts
        for written, target in zip(part.numbers, _targets(part, value), strict=True)
        if target is not None and written.digits is not None and (target < 0) == (written.value < 0)
    ]
    changes = [(s, e, ("" if new[:1] != "-" else reading.words[s]) + new.lstrip("-")) for s, e, new in changes]
    words = reading.words
    for start, end, new in sorted(changes, reverse=True):
        words = words[:start] + new + words[end:]
    kept = tuple(change for change in changes if reading.words[change[0] : change[1]] != change[2])
    return kept if kept and agrees(read(words), value) else None
