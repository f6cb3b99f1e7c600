"""What numbers a phrase asserts, in which shape, to what precision."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from effectbank.numerals import verbal
from effectbank.numerals.meanings import BY_WORDS, PLAIN, Meaning, flipped
from effectbank.numerals.tokens import MEASURES, Token, tokenise
from effectbank.numerals.verbal import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One number as written; `start` and `end` are offsets in the phrase. `digits` is None for words."""

    value: Decimal
    digits: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One assertion of a phrase.

    `shape` is "count", "number", "proportion", "one in", "events of total", "multiple", "interval",
    "estimate ci", "p", "significance" or "direction". `scale` turns a proportion into the words' unit
    (100 for %). `meanings` are the qualifiers, `comparator` belongs to a p, `level` to an interval. A number
    that is `denied` ("not 13", "not all") is asserted of nothing.
    """

    shape: str
    numbers: tuple[Written, ...] = ()
    meanings: tuple[Meaning, ...] = (PLAIN,)
    scale: Decimal = Decimal(1)
    measure: str = ""
    comparator: str = "="
    level: float | None = None
    verdict: Verdict | None = None
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a phrase asserts: usually one part; several must all hold ("a quarter (13 of 54)")."""

    words: str
    parts: tuple[Part, ...]

    @property
    def shape(self) -> str:
        """The shape of the first part; "unread" when no number or verdict was found."""
        return self.parts[0].shape if self.parts else "unread"


_Q = "[Q<]{0,3}"  # qualifiers
_R = "(?:R[wO<,]{0,2})?"  # a measure's name and what may stand between it and its number
_C = "C[wO<,]{0,2}"  # an interval's label, likewise
_SHAPES = re.compile(
    "(?P<estimate_ci>"
    f"{_R}{_Q}N%?(?:[(,]{{1,2}}(?:{_C})?|{_C})N%?[Toa]N%?\\)?"  # 0.47 (0.26 to 0.84)
    f"|{_R}{_Q}N%?,?\\((?:{_C})?N%?,N%?\\)"  # 0.47 [0.26, 0.84]
    f"|{_R}{_Q}N%?[(,]{{0,2}}{_C}N%?,N%?)"  # 0.47, 95% CI 0.26, 0.84
    "|(?P<p>P[O<w]{0,2}N)"
    f"|(?P<events>{_Q}N\\(?O{_Q}N)"
    f"|(?P<base>{_Q}Nw{{0,4}}IN|{_Q}NiN)"
    f"|(?P<percent>{_Q}N%)"
    f"|(?P<multiple>{_Q}(?:M|NX|F(?=A))A?)"
    f"|(?P<fraction>{_Q}F)"
    f"|(?P<interval>(?:{_C})?(?:BN%?a|N%?[To])N%?)"
    f"|(?P<number>{_R}{_Q}N)"
)
_NAMED = {name: code for code, names in MEASURES.items() for name in names}
POWERS = {Decimal(10) ** n for n in range(1, 8)}


def _numbers(tokens: tuple[Token, ...]) -> tuple[Written, ...]:
    return tuple(
        Written(value=t.value, digits=t.digits, start=t.start, end=t.end, text=t.text)
        for t in tokens
        if t.value is not None
    )


def _meanings(tokens: tuple[Token, ...]) -> tuple[Meaning, ...]:
    said = [BY_WORDS.get(" ".join(t.text.lower().split())) for t in tokens if t.kind in "Q<"]
    strict = tuple(meaning for meaning in said if meaning is not None and meaning is not PLAIN)
    return strict or (PLAIN,)


def _measure(tokens: tuple[Token, ...]) -> str:
    name = next((" ".join(t.text.split()) for t in tokens if t.kind == "R"), "")
    return name if name in MEASURES else _NAMED.get(name.lower().removesuffix("s"), "")


def _level(tokens: tuple[Token, ...]) -> float | None:
    label = next((t.text for t in tokens if t.kind == "C"), "")
    said = re.match(r"\d+(?:\.\d+)?", label)
    return float(said.group()) / 100 if said else None


def _comparator(tokens: tuple[Token, ...]) -> str:
    return next((t.text for t in tokens if t.kind == "<"), "=")


def _base(tokens: tuple[Token, ...]) -> Part:
    """`24 in every 100` is a share on a base; `1 in 12` is as precise as its 12.

    On a base below a hundred ("2 in 3") digits round too far: such a share is read as one in words.
    """
    (above, below), meanings = _numbers(tokens), _meanings(tokens)
    if below.value <= 0:
        return Part(shape="events of total", numbers=(above, below), meanings=meanings)
    every = below.value >= 100 and any(token.kind == "I" for token in tokens)
    if above.value == 1 and not (every and below.value in POWERS):
        return Part(shape="one in", numbers=(above, below), meanings=meanings)
    if below.value < 100:
        above = replace(above, digits=None)
    return Part(shape="proportion", numbers=(above, below), meanings=meanings, scale=below.value)


def _estimated(tokens: tuple[Token, ...], shape: str) -> Part:
    return Part(
        shape=shape,
        numbers=_numbers(tokens),
        meanings=_meanings(tokens),
        scale=_scale(tokens),
        measure=_measure(tokens),
        level=_level(tokens),
    )


def _multiple(tokens: tuple[Token, ...]) -> Part:
    """`more than halved` is further down: what bounds a halving from above bounds the multiple from below."""
    part = _estimated(tokens, "multiple")
    if not any(token.text.lower().startswith("halv") for token in tokens):
        return part
    return replace(part, meanings=tuple(flipped(meaning) for meaning in part.meanings))


def _scale(tokens: tuple[Token, ...]) -> Decimal:
    return Decimal(100 if any(token.kind == "%" for token in tokens) else 1)


def _alone(tokens: tuple[Token, ...]) -> Part:
    """A number with no company: a count if it is whole and no measure's name stands before it."""
    part = _estimated(tokens, "number")
    number = part.numbers[0]
    whole = number.value == number.value.to_integral_value() and number.value >= 0 and (number.digits or 0) <= 0
    return replace(part, shape="count") if whole and not part.measure else part


_PARTS: dict[str, Callable[[tuple[Token, ...]], Part]] = {
    "estimate_ci": lambda tokens: _estimated(tokens, "estimate ci"),
    "p": lambda tokens: Part(shape="p", numbers=_numbers(tokens), comparator=_comparator(tokens)),
    "events": lambda tokens: _estimated(tokens, "events of total"),
    "base": _base,
    "percent": lambda tokens: _estimated(tokens, "proportion"),
    "fraction": lambda tokens: _estimated(tokens, "proportion"),
    "multiple": _multiple,
    "interval": lambda tokens: _estimated(tokens, "interval"),
    "number": _alone,
}


_BARE = {
    "none": 0, "no": 0, "nobody": 0, "neither": 0, "both": 2, "once": 1, "single": 1, "sole": 1, "daily": 1,
    "weekly": 1, "monthly": 1, "yearly": 1,
}  # fmt: skip
_WHOLE = ("all", "every", "everybody", "everyone")
_ALONE = re.compile(rf"\b(?:{'|'.join((*_BARE, *_WHOLE))}|\d+0s)\b", re.IGNORECASE)


def _bare(words: str) -> tuple[Part, ...]:
    """`none`, `no study`, `both`, `once`, `weekly` (once a week), the decade of `early 20s`; `all`, the whole."""
    said = _ALONE.search(words)
    if said is None:
        return ()
    text = said.group().lower()
    value = Decimal(text[:-1]) if text[0].isdigit() else Decimal(_BARE.get(text, 1))
    number = Written(value=value, digits=None, start=said.start(), end=said.end(), text=said.group())
    shape = "proportion" if text in _WHOLE else "count"
    denied = _denied(words, said.start())
    return (Part(shape=shape, numbers=(number,), meanings=(BY_WORDS["exactly"],), denied=denied),)


_DENIAL = re.compile(r"(?:\b(?:not|never|neither|nor|no|hardly)|n[’']t)(?:\s+even)?\s*$", re.IGNORECASE)


def _denied(words: str, start: int) -> bool:
    """Whether the number that starts there is denied: `not 13`, `not all`, `no 5 deaths`; not `not only 13`."""
    return _DENIAL.search(words[max(start - 16, 0) : start]) is not None and not words[start:].lower().startswith(
        "only"
    )


def _verdicts(words: str, taken: tuple[Token, ...]) -> tuple[Part, ...]:
    """Significance and direction in the words no number takes ("more than" is a qualifier, not a direction)."""
    rest = list(words)
    for token in taken:
        rest[token.start : token.end] = " " * (token.end - token.start)
    said = "".join(rest)
    found = verbal.significance(said) or verbal.direction(said)
    return () if found is None else (Part(shape=found.about, verdict=found),)


def shapes_of(tokens: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
    """The (first, beyond last) tokens of each numeric shape, in order."""
    letters = "".join(token.kind for token in tokens)
    return tuple(m.span() for m in _SHAPES.finditer(letters))


@lru_cache(maxsize=2048)
def read(words: str) -> Reading:
    """The numbers and shapes a phrase asserts, with the precision as written; never raises.

    `39 of 116` → events of total; `22%`, `24 in every 100`, `almost exactly a third` → proportion; `1 in 12` →
    one in; `0.47 (0.26 to 0.84)` → estimate ci; `p < .001` → p; `thirteen studies` → count; `more than twice as
    many` → multiple; `not statistically significant` → significance; `in favour of naltrexone` → direction.
    """
    tokens = tokenise(words)
    letters = "".join(token.kind for token in tokens)
    found = [(m.lastgroup or "", tokens[m.start() : m.end()]) for m in _SHAPES.finditer(letters)]
    numeric = tuple(replace(_PARTS[name](pieces), denied=_denied(words, pieces[0].start)) for name, pieces in found)
    taken = tuple(piece for _, pieces in found for piece in pieces if piece.kind != "w")
    parts = numeric + _verdicts(words, taken)
    return Reading(words=words, parts=parts or _bare(words))
