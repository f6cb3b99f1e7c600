"""The quantities of a stretch of prose: numerals and number-words that quantify, as coverage counts them.

Not counted: dates and years, identifiers and addresses, numbered things ("table 2", "phase 3"), ordinals, decades,
the level of an interval ("95% CI"), the pronoun "one", and words such as "two-sided".
"""

from __future__ import annotations

import re

from effectbank.numerals.reading import shapes_of
from effectbank.numerals.tokens import ANY_NUMBER, Token, tokenise

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_THING = (
    r"people|patients|participants|adults|men\b|women|children|babies|offenders|prisoners|studies|trials|deaths|events"
    r"|cases|records|reports|times"
)
_NUMBERED = (
    r"PMID|PMCID|ISBN|ISSN|Art\.\s+No\.|No\.|nos?\.|issue|vol(?:ume)?\.?|tables?|figures?|fig\.|chapters?|sections?"
    r"|pages?|pp?\.|appendix|phase|type|stage|grade|level"
)
_NEVER = re.compile(
    r"(?:https?://|www\.|doi:|10\.\d{4,}/)\S+"
    r"|[^\s@]{1,64}@\S+"
    r"|\b\d{4}-\d{2}-\d{2}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b(?:\s+\d{{4}})?|\b(?:{_MONTHS})\s+\d{{1,2}}\b(?!\s*(?:%|/|of\b|{_THING}))"
    rf"|\b(?:{_NUMBERED})\s*:?\s*\d[\w.]*|\b(?:versions?|box|step|question|item)\s+\d[\w.]*+(?!\s*(?:{_THING}))"
    r"|\b(?:analysis|comparison)\s+\d+\.\d+(?:\.\d+)?"
    r"|\b\d+(?:\.\d+)?\s?%\s*(?:CI|CrI|confidence|credible|prediction)\b"
    r"|\b(?:double|single|triple)-(?:blind\w*|dummy|masked|edged)"
    r"|\b(?:one|two|three)-(?:sided|tailed|way|off|on-one|to-one|by-two)\b"
    r"|\b1\s?[5-9]\d\d\s?[-–/]\s?\d{2,4}\b|\b20\d\d\s?[-–/]\s?\d{2,4}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_THINGS = re.compile(rf"\s*(?:%|per\b|of\b|mg\b|kg\b|ml\b|{_THING})", re.IGNORECASE)
_AFAR = re.compile(rf"\s+(?:[a-z-]+\s+){{0,2}}(?:{_THING}|were|had|did)\b")  # 2000 naltrexone patients; 1950 were …
_DATED = re.compile(  # what stands before a year
    r"(?:\b(?:in|since|by|from|until|till|during|before|after|to|and|between|around|of|early|late|the|this|its|their)"
    r"|\b[A-Z][\w’'-]*|\bal\.?|[,(/–-])\s*$"
)
_WORDED = (
    re.compile(  # counts told without a number-word; "none" and "no events" as often tell of none in particular
        rf"\bboth\s+(?:of\s+)?(?:the\s+|these\s+)?(?:{_THING})|\ba\s+couple\s+of\b", re.IGNORECASE
    )
)
_ONE_BEFORE = frozenset(
    ("the", "this", "that", "no", "any", "every", "each", "some", "another", "good", "other", "which", "last")
)
_ONE_AFTER = frozenset(
    (
        *(
            "another",
            "which",
            "who",
            "that",
            "can",
            "may",
            "might",
            "could",
            "should",
            "would",
            "will",
            "must",
            "is",
        ),
        *(
            "was",
            "has",
            "had",
            "does",
            "did",
            "and",
            "or",
            "to",
            "from",
            "in",
            "at",
            "on",
            "whose",
            "thing",
            "hand",
        ),
        *("day", "way", "side", "by", "with", "for", "if", "as", "than", "cannot"),
    )
)


def quantities(prose: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each quantity of a stretch of prose, in order: `39 of 116` is one."""
    worded = [m.span() for m in _WORDED.finditer(prose)]
    if ANY_NUMBER.search(prose) is None:
        return tuple(worded)
    masked = _NEVER.sub(lambda m: " " * len(m.group()), prose)
    tokens = tokenise(masked)
    found = []
    for low, high in shapes_of(tokens):
        kept = [n for n in range(low, high) if tokens[n].value is not None and _counts(tokens, n, masked)]
        if kept:
            found.append((tokens[low].start, tokens[high - 1].end))
    return tuple(sorted(found + [w for w in worded if all(w[1] <= low or high <= w[0] for low, high in found)]))


def _counts(tokens: tuple[Token, ...], n: int, prose: str) -> bool:
    token = tokens[n]
    if token.digits == 0 and _YEAR.fullmatch(token.text):
        return _THINGS.match(prose, token.end) is not None or _counted_afar(prose, token)
    return token.text.lower() != "one" or not _pronoun(tokens, n)


def _counted_afar(prose: str, token: Token) -> bool:
    """Whether what looks like a year counts something further on, with nothing before it that a year has."""
    return (
        _AFAR.match(prose, token.end) is not None
        and _DATED.search(prose, max(token.start - 40, 0), token.start) is None
    )


def _pronoun(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a lone "one" stands for a thing ("one which", "the one") and not for a number ("one trial")."""
    before = tokens[n - 1].text.lower() if n else ""
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    if after is None or before in _ONE_BEFORE:
        return True
    if after.kind == "O":
        return n + 2 >= len(tokens) or tokens[n + 2].value is None
    return after.kind in ",()" or after.text.lower() in _ONE_AFTER
