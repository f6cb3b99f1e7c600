"""A phrase cut into the few kinds of piece that numbers are written with.

Each token has a one-letter kind, so that the shape of a phrase is a regular expression over letters
(`39 of 116` is N O N). Letters: N number, F fraction in words, M multiple in words, X "times", A "as many",
% percent, O "of", I "in every", i "in", T "to" or a dash, o "or", a "and", B "between", C "95% CI", R a measure's
name, P the letter p, < a comparison sign, Q a qualifier, ( ) brackets, "," punctuation, w any other word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from effectbank.numerals.meanings import BY_WORDS

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: n for n, word in enumerate(_ONES)}
_SMALL |= {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_LARGE = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
LARGE_WORDS = "|".join(_LARGE)
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_GLYPHS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_MULTIPLES = {"twice": "2", "thrice": "3", "doubl": "2", "trebl": "3", "tripl": "3", "quadrupl": "4", "halv": "0.5"}
MEASURES = {
    "RR": ("risk ratio", "relative risk"),
    "OR": ("odds ratio",),
    "HR": ("hazard ratio",),
    "IRR": ("rate ratio", "incidence rate ratio"),
    "RD": ("risk difference",),
    "MD": ("mean difference",),
    "SMD": ("standardised mean difference",),
}


def _any(words: object) -> str:
    """Alternatives, the longest first, spaces matching any white space."""
    ordered = sorted((str(w) for w in words), key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered)


_SMALL_WORD = rf"(?:(?:{_any(_TENS)})[-\s](?:{_any(_ONES[1:10])})|{_any(_SMALL)})"
_NUMBER_WORDS = (
    rf"\b(?:(?:a\s+|{_SMALL_WORD}[-\s])(?:{_any(_LARGE)})(?:\s+(?:and\s+)?{_SMALL_WORD}(?:\s+(?:{_any(_LARGE)}))?)*"
    rf"|{_SMALL_WORD}(?:\s+and\s+a\s+half(?=\s+times\b))?|(?:(?<=every\s)|(?<=each\s)|(?<=per\s))(?:hundred|thousand))"
    r"(?:\b|(?=fold))"
)
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?:[.·]\d+)?|(?<![\w.])[.·]\d+"
_DIGITS = rf"(?:{_DIGITS})(?:\s*[{''.join(_GLYPHS)}]|e[+-]?\d{{1,2}}(?!\w)|\s+(?:{LARGE_WORDS})\b)?"
_MEASURE_NAMES = _any(name for names in MEASURES.values() for name in names)
ANY_NUMBER = re.compile(
    rf"[\d{''.join(_GLYPHS)}]|\b(?:{_any((*_SMALL, *_LARGE, *_PARTS, *_MULTIPLES, 'both'))})", re.IGNORECASE
)  # what every number is written with, to pass over prose without any
_AFTER_PART = (  # "a third of …", "a third were": a share; "a third study": an ordinal
    r"(?=\s*(?:$|[^\w\s]|(?:of|the|as|were|was|had|have|has|did|do|are|is|in|to|and|or|more|fewer|less|on|at|by"
    r"|but|with|from|against|versus|vs?|than|for|among|who|if|while|that|when|will|would|may|went|got|took)\b))"
)
_GRAMMAR = (
    ("C", r"\d+(?:\.\d+)?\s?%\s*(?:(?-i:CI|CrI)\b|confidence\s+(?:interval|limits)|credible\s+interval)"
          r"|(?-i:\bCI\b)|\bconfidence\s+(?:interval|limits)\b"),
    ("R", rf"(?-i:\b(?:{_any(MEASURES)})(?:\b|(?=\d)))|\b(?:{_MEASURE_NAMES})s?\b"),
    ("P", r"\bp(?:[-\s]?values?)?(?=\s*(?:of\s+|was\s+|is\s+)?[<>=≤≥\d.·])"),
    ("w", r"\b[^\W\d_]+-?\d[\w.]*\w|\b[^\W\d_]+\d|\b\d+(?:st|nd|rd|th|s)\b|\d+-(?-i:[A-Z])\w*"),
    ("Q", rf"(?:\b(?:{_any(w for w in BY_WORDS if w[-1].isalpha())})\b|\b(?:approx|c)\.|[~≈])(?=[\s\d])"),
    ("<", r"[<>]=|[<>=≤≥]"),
    ("M", rf"\b(?:twice|thrice|(?:{_any(_MULTIPLES)})(?:e[sd]?|ing))\b"
          r"|\bhalf(?=\s+as\s+(?:many|much|likely|often)\b)"),
    ("X", r"\btimes(?=\s+(?:as|more|the|higher|greater|likelier|larger)\b)|-?fold\b|×"),
    ("A", r"\b(?:as|more|the)\s+(?:many|much|likely|often|high|great|large|number|rate|risk)\b"),
    ("F", rf"\b(?:an?|one)[-\s]+half\b|\bhalf\b(?!-)|\b(?:an?\s+|one[-\s])(?:{_any(_PARTS)})\b{_AFTER_PART}"
          rf"|\b(?:{_any(_ONES[1:])})[-\s](?:{_any(p + 's' for p in _PARTS)})\b|[{''.join(_GLYPHS)}]"),
    ("N", rf"{_NUMBER_WORDS}|{_DIGITS}"),
    ("%", r"%|\bper\s?cent(?:age\s+points?)?\b|\bpercentage\s+points?\b"),
    ("I", r"\b(?:(?:out\s+of|in|of|for|per)\s+(?:every|each)|per)\b"),
    ("O", r"(?:\bout\s+of\b|\bof\b|/)(?:\s+(?:all|the|its|their|these|those)\b)*"),
    ("i", r"\bin\b"),
    ("B", r"\b(?:between|from)\b"),
    ("T", r"\bto\b|[-–—−]|\bminus(?=\s+[\d.·])"),
    ("o", r"\bor\b"),
    ("a", r"\band\b"),
    ("(", r"[(\[]"),
    (")", r"[)\]]"),
    ("w", r"[^\W\d_](?:[\w'’.-]*\w)?|[^\W\d_]"),
    (",", r"[^\s\w]|_|\S"),
)  # fmt: skip
_KINDS = tuple(kind for kind, _ in _GRAMMAR)
_LEXER = re.compile("|".join(f"(?P<g{n}>{pattern})" for n, (_, pattern) in enumerate(_GRAMMAR)), re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece; `start` and `end` are offsets in the phrase. Numbers carry their value and decimals."""

    kind: str
    text: str
    start: int
    end: int
    value: Decimal | None = None
    digits: int | None = None  # decimals as written; None for words


def spelled_value(words: str) -> Decimal:
    """`two hundred and five` → 205, `a dozen` → 12, `twenty-one` → 21, `two and a half` → 2.5."""
    total = current = 0
    said = re.findall(r"[a-z]+", words.lower())
    if said[-1] == "half":
        return Decimal(_SMALL[said[0]]) + Decimal("0.5")  # "two and a half"
    for word in said:
        if word in _LARGE:
            current = max(current, 1) * _LARGE[word]
            total, current = (total + current, 0) if _LARGE[word] >= 1000 else (total, current)
        elif word == "a":
            current = 1
        else:
            current += _SMALL.get(word, 0)
    return Decimal(total + current)


def _fraction_value(words: str) -> Decimal:
    if words in _GLYPHS:
        above, below = _GLYPHS[words]
        return Decimal(above) / below
    pieces = re.findall(r"[a-z]+", words.lower())
    below = _PARTS.get(pieces[-1], 0) or _PARTS[pieces[-1].removesuffix("s")]
    return Decimal(_SMALL.get(pieces[0], 1)) / below if len(pieces) > 1 else Decimal(1) / below


def _multiple_value(words: str) -> Decimal:
    low = words.lower()
    return Decimal(next((v for stem, v in _MULTIPLES.items() if low.startswith(stem)), "0.5"))


_DIGITS_AND_MORE = re.compile(r"([\d.·,\u00a0\u2009\u202f]*\d)\s*(?:e([+-]?\d+)|(.+))?", re.IGNORECASE)


def _digits_value(text: str) -> tuple[Decimal, int | None]:
    """Value and decimals: `1.2 million` is 1200000 to -5 decimals; `2½` is 2.5, in words."""
    said = _DIGITS_AND_MORE.fullmatch(text)
    digits, power, more = said.groups() if said else (text, None, None)
    plain = re.sub(r"[,\u00a0\u2009\u202f]", "", digits).replace("·", ".")
    value, decimals = Decimal(plain), len(plain.partition(".")[2])
    if more in _GLYPHS:
        return value + _fraction_value(more), None
    if more == "dozen":
        return value * 12, None
    shift = int(power) if power else len(str(_LARGE[more.lower()])) - 1 if more else 0
    return value.scaleb(shift), decimals - shift


def _number(token: Token) -> Token:
    if token.kind == "F":
        return replace(token, value=_fraction_value(token.text))
    if token.kind == "M":
        return replace(token, value=_multiple_value(token.text))
    if token.kind != "N":
        return token
    if token.text[0].isalpha():
        return replace(token, value=spelled_value(token.text))
    value, digits = _digits_value(token.text)
    return replace(token, value=value, digits=digits)


def _negative(sign: Token, number: Token) -> Token:
    value = -(number.value or Decimal(0))
    gap = " " * (number.start - sign.end)
    return replace(number, text=f"{sign.text}{gap}{number.text}", start=sign.start, value=value)


def _joins(before: Token | None, sign: Token, number: Token) -> bool:
    """Whether a sign is its number's: it touches the number, and no word or number before it."""
    if number.kind != "N" or number.digits is None or (before is not None and before.kind in "N%"):
        return False
    if sign.text.lower() == "minus":
        return True
    return number.start == sign.end and (before is None or before.kind != "w" or before.end < sign.start)


def _signed(tokens: list[Token]) -> Iterator[Token]:
    """Join a minus sign to its number; a dash after a number is a range's."""
    waiting: Token | None = None
    before: Token | None = None
    for token in tokens:
        if waiting is not None:
            if _joins(before, waiting, token):
                token = _negative(waiting, token)  # noqa: PLW2901 -- the same piece, with its sign
            else:
                yield waiting
                before = waiting
            waiting = None
        if token.kind == "T" and token.text.lower() in ("-", "–", "−", "minus"):
            waiting = token
            continue
        yield token
        before = token
    if waiting is not None:
        yield waiting


@lru_cache(maxsize=4096)  # a check, its coverage and a page ask of the same prose
def tokenise(words: str) -> tuple[Token, ...]:
    """The pieces of a phrase, white space left out."""
    found = [
        _number(Token(kind=_KINDS[int((m.lastgroup or "g0")[1:])], text=m.group(), start=m.start(), end=m.end()))
        for m in _LEXER.finditer(words)
    ]
    return tuple(_signed(found))
