"""Whether words and value agree, and the same words with the value's digits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from effectbank.numerals.formatting import SHARES, exact, rounded
from effectbank.numerals.meanings import PLAIN, TWENTIETH, Compared, Meaning
from effectbank.numerals.reading import POWERS, Part, Reading, Written


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


def _holds(meanings: tuple[Meaning, ...], value: Decimal, written: Written, point: Decimal | None) -> bool:
    compared = Compared(value=value, written=written.value, digits=written.digits, point=point)
    if (
        written.digits is None
        and point is None
        and meanings == (PLAIN,)
        and written.value == written.value.to_integral_value()
    ):
        return compared.gap == 0  # a count in words is exact
    return all(meaning.holds(compared) for meaning in meanings)


def _number(part: Part, value: float, written: Written) -> bool:
    point = part.scale / 100 if part.shape == "proportion" else None
    return math.isfinite(value) and _holds(part.meanings, exact(value) * part.scale, written, point)


def _one_in(part: Part, value: float) -> bool:
    below = part.numbers[1]
    if value <= 0 or not math.isfinite(value):
        return False
    share = Compared(value=exact(value), written=1 / below.value, digits=None, point=Decimal("0.01"))
    if part.meanings == (PLAIN,):
        unrounded = below.value in POWERS or rounded(1 / exact(value), below.digits or 0) == below.value
        return unrounded and share.within(TWENTIETH)
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
    if not math.isfinite(value):
        return False
    written, p = part.numbers[0], exact(value)
    match part.comparator:
        case "<" | "<=" | "≤":
            return p < written.value or (part.comparator != "<" and p == written.value)
        case ">" | ">=" | "≥":
            return p > written.value or (part.comparator != ">" and p == written.value)
        case _:
            return written.value > 0 and _number(part, value, written)  # no p is nought


def share_of(value: Asserted) -> float | None:
    """The proportion a value is, if it is one."""
    if value.shape == "proportion" or (value.shape in _ESTIMATES and value.measure in SHARES):
        return value.numbers[0]
    if value.shape == "events of total" and value.numbers[1] > 0:
        return value.numbers[0] / value.numbers[1]
    if value.shape == "count" and value.numbers == (0.0,):
        return 0.0
    return None


def _first(part: Part, value: Asserted) -> bool:
    return _number(part, value.numbers[0], part.numbers[0])


def _equal_p(part: Part, value: Asserted) -> bool:
    return not part.measure and _p(part, value.numbers[0])


def _none(part: Part, value: Asserted) -> bool:
    return part.numbers[0].value == 0 and value.numbers[0] == 0


def _several(part: Part, value: Asserted) -> bool:
    return _all(part, numbers_for(part, value))


def _ratio(part: Part, value: Asserted) -> bool:
    return value.measure in RATIOS and _multiple(part, value.numbers[0])


def _part_of_whole(part: Part, value: Asserted) -> bool:
    share = share_of(value)
    if share is None:
        return False
    return _one_in(part, share) if part.shape == "one in" else _number(part, share, part.numbers[0])


def numbers_for(part: Part, value: Asserted) -> tuple[float, ...]:
    """The numbers of a value that a part speaks of: an interval leaves the estimate out."""
    return value.numbers[1:] if (part.shape, value.shape) == ("interval", "estimate ci") else value.numbers


_COUNTED = ("count", "number", "estimate", "estimate ci", "multiple")
_HOW: dict[str, dict[str, Callable[[Part, Asserted], bool]]] = {
    "count": {**dict.fromkeys((*_COUNTED, "events of total"), _first), "proportion": _none},
    "number": {**dict.fromkeys((*_COUNTED, "proportion"), _first), "p": _equal_p},
    "events of total": {"events of total": _several},
    "multiple": dict.fromkeys(("estimate", "estimate ci", "number", "multiple"), _ratio),
    "estimate ci": {"estimate ci": _several},
    "interval": dict.fromkeys(("interval", "estimate ci"), _several),
    "p": {"p": lambda part, value: _p(part, value.numbers[0])},
    "proportion": dict.fromkeys(("proportion", "events of total", "count", *_ESTIMATES), _part_of_whole),
    "one in": dict.fromkeys(("proportion", "events of total", *_ESTIMATES), _part_of_whole),
}  # by the shape of the words, then of the value: how they are compared; others are never true of each other


def _numeric(part: Part, value: Asserted) -> bool:
    how = _HOW[part.shape].get(value.shape)
    return how is not None and how(part, value)


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
    if part.denied:
        return False
    if part.shape == "direction":
        return _direction(part, value)
    if part.shape == "significance":
        return value.shape == "significance" and part.verdict is not None and part.verdict.says in value.words
    if part.measure and value.measure and part.measure != value.measure:
        return False
    if part.level and value.level and not math.isclose(part.level, value.level):
        return False
    return bool(value.numbers) and not any(map(math.isnan, value.numbers)) and _numeric(part, value)


_SPEAKS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("count", "number", "events of total"), ("size",)),
    **dict.fromkeys(("proportion", "one in"), ("share",)),
    "estimate ci": ("size", "interval"),
    "interval": ("interval",),
    "multiple": ("size",),
    "p": ("p",),
}  # by the shape of the words: which of a value's numbers they speak of


def crowded(reading: Reading) -> bool:
    """Whether several numbers speak of one: `38 of the final 116` on a value whose only count is 38.

    Other shapes may stand together: a count and its share, an estimate and its interval.
    """
    said = [of for part in reading.parts for of in _SPEAKS_OF.get(part.shape, ())]
    return len(said) > len(set(said))


def _retold(reading: Reading) -> bool:
    """Whether a number is told in words and again in digits: `a quarter, 25%`, `twice as many (RR 2.03)`."""
    told = [part for part in reading.parts if part.numbers]
    counted = any(part.shape in ("count", "events of total") for part in told)
    in_words = sum(part.numbers[0].digits is None for part in told)
    return len(told) == 2 and in_words == 1 and not counted


def _magnitude(value: Asserted) -> Asserted:
    return Plain(shape=value.shape, numbers=tuple(map(abs, value.numbers)), measure=value.measure, signed=True)


def agrees(reading: Reading, value: Asserted | float) -> bool:
    """Whether everything a phrase asserts is true of a value; a bare float is a number or a proportion.

    A share in words agrees with a risk, and with events of total by their quotient; "39 of 116" with these very
    counts only, a bare "39" with the events; two numbers for one with none. `13 more` and `4 fewer` are told of a
    difference, the word its sign.
    """
    if isinstance(value, (int, float)):
        return any(
            agrees(reading, Plain(shape=shape, numbers=(float(value),))) for shape in ("number", "proportion")
        )
    if any(reading.words.casefold().split() == word.casefold().split() for word in value.words):
        return True  # a fact, word for word
    if crowded(reading) and not _retold(reading):
        return False
    told = value.signed and any(part.shape == "direction" for part in reading.parts)
    sizes = _magnitude(value) if told else value
    return bool(reading.parts) and all(
        _part(part, value if part.shape == "direction" else sizes) for part in reading.parts
    )
