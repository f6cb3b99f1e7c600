"""The words around a phrase that belong to it: "more than" before a number, "%" after it, "not" before a verdict.

Only what touches a phrase, or stands in its clause, is looked at; that a sentence means what it seems to is its
author's to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from effectbank.numerals.tokens import LARGE_WORDS, tokenise
from effectbank.numerals.verbal import denials

_REACH = 80  # characters; a measure's name, what may follow it and a qualifier or two
_BEFORE = re.compile(r"(?:(?:[RCP][wO<,]{0,2})?[Q<]*|M)$")  # over the letters of numerals.tokens
_OPENING = re.compile(r"(?:[(\[“‘\"']\s*)+$")
_AFTER = re.compile(
    rf"\w+|[.,·]\d[\w.,]*|\s?[-–]\s?\d[\w.]*|\s*%|\s*per\s?cent(?:age\s+points?)?\b|\s+(?:{LARGE_WORDS})\b",
    re.IGNORECASE,
)
_BREAK = re.compile(  # where a clause ends
    r"[.;:!?](?=\s)|—|\s–\s|[;(]|,?\s*\b(?:but|although|though|whereas|while|however|yet|because)\b"
    r"|,\s+(?:and|or|so|which|since|when)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"(?:\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?|/)\d[\d,]*", re.IGNORECASE)
_NOT = re.compile(r"(?:\bnot|n[’']t)\s+$", re.IGNORECASE)
_GLUED = re.compile(r"[^\W\d_]+-?$")
_ASIDE = re.compile(r"\([^()]*\)")
_DENIED = re.compile(  # after a verdict: "significance was not reached"
    r"\w*\s*(?:(?:was|were|is|are|has|have|had|be|been|could|would)\s+){0,2}(?:not(?!\s+only)|never|no\s+longer|neither"
    r"|in\s+(?:no|none|neither)|(?:was|were|is|are|did|does|could)n[’']t)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Words before and after a phrase that turn it ("" where none do), and the phrase to read with them."""

    before: str
    after: str
    phrase: str


def around_number(before: str, words: str, after: str) -> Around:
    """What belongs to a number: "more than " before it, "%" after it; a sign, a measure's name, " million"."""
    before = _OPENING.sub("", before)[-_REACH:] + (" " if _OPENING.search(before) else "")
    said = _AFTER.match(after)
    tail = said.group() if said else ""
    lead = before[_start(before, words + tail) :]
    return Around(before=lead.strip(), after=tail.strip(), phrase=f"{lead}{words}{tail}")


def _start(before: str, phrase: str) -> int:
    """Where the words that belong to a number begin."""
    tokens = tokenise(before + phrase)
    first = next((n for n, token in enumerate(tokens) if token.end > len(before)), len(tokens))
    if first < len(tokens) and tokens[first].start < len(before):
        return tokens[first].start  # a sign or a digit touches it
    denied = _NOT.search(before)
    if denied:
        return denied.start()
    said = _BEFORE.search("".join(token.kind for token in tokens[:first]))
    return tokens[said.start()].start if said and said.start() < first else len(before)


def of_total(around: Around, after: str) -> Around:
    """With the total that follows a bare count of events: "39" before " of 116"."""
    said = _OF.match(after)
    tail = said.group() if said and not around.after else ""
    return replace(around, after=around.after or tail.strip(), phrase=around.phrase + tail)


def around_verdict(before: str, words: str, after: str) -> Around:
    """What turns a verdict: every denial before it in its clause, and one right after it."""
    clause = _ASIDE.sub(" ", before)
    clause = clause[max((end.end() for end in _BREAK.finditer(clause)), default=0) :]
    glued = _GLUED.search(clause)
    said = denials(clause[: glued.start()] if glued else clause)
    denied = _DENIED.match(after)
    tail = denied.group() if denied else ""
    turning = " ".join(text for _, text in said) + (f" {glued.group()}" if glued else " ")
    start = min([at for at, _ in said] + [glued.start() if glued else len(clause)])
    return Around(before=clause[start:].strip(), after=tail.strip(), phrase=f"{turning}{words}{tail}".strip())
