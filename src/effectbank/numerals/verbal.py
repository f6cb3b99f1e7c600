"""What words without digits assert: significance and direction."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEGATION = (
    r"\b(?:no|not|never|neither|nor|without|hardly|cannot|lack(?:s|ed)?|fail(?:s|ed|ing)?|far\s+from|short\s+of)\b"
    r"|n[’']t\b|\bnon(?=[-\s])"
)
_SIGNIFICANT = r"\b(?:in|non)?significan(?:t|tly|ce)\b"
_CHANCE = r"\bchance\b"
_UNRELIED = r"\b(?:relied\s+(?:up)?on|reliabl[ey])\b"
_UNLIKELY = r"\b(?:unlikely|improbabl[ey])\b"
_HIGHER = r"\b(?:higher|more|greater|larger|increase[ds]?|raise[ds]?|rose|extra)\b"
_LOWER = r"\b(?:lower|fewer|less|smaller|reduce[ds]?|reduction|decrease[ds]?|cut|fell)\b"
_BETTER = r"\b(?:better|superior(?:ity)?|outperform\w*|advantages?|benefit(?:s|ed)?)\b"
_WORSE = r"\b(?:worse|inferior(?:ity)?|disadvantages?|harm(?:s|ed)?)\b"
_FAVOUR = r"\b(?:in\s+favou?r\s+of|favou?r(?:s|ed|ing)?)\s+(?:the\s+)?(?P<whom>[^\W\d_][\w\s-]*)"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the words say: `about` is "significance" or "direction"; `says` the closed word for it.

    Significance: "significant" or "not significant". Direction: "higher", "lower", "better", "worse" or
    "favours" (with `whom`); `negated` when the words deny it ("no higher").
    """

    about: str
    says: str
    negated: bool = False
    whom: str = ""


def _found(pattern: str, words: str) -> re.Match[str] | None:
    return re.search(pattern, words, re.IGNORECASE)


def _negations(words: str) -> int:
    return len(re.findall(_NEGATION, words, re.IGNORECASE))


def significance(words: str) -> Verdict | None:
    """`not statistically significant`, `could be due to chance`, `significantly` …; None if none is said."""
    said = _found(_SIGNIFICANT, words)
    chance = _found(_CHANCE, words) is not None
    if said is None and not chance and _found(_UNRELIED, words) is None:
        return None
    denials = _negations(words) + (said is not None and said.group().lower().startswith(("in", "non")))
    if chance and said is None:
        denials += 1 + (_found(_UNLIKELY, words) is not None)
    return Verdict("significance", "not significant" if denials % 2 else "significant")


_DIRECTIONS = (("better", _BETTER), ("worse", _WORSE), ("higher", _HIGHER), ("lower", _LOWER))


def direction(words: str) -> Verdict | None:
    """`fewer`, `a higher proportion`, `in favour of naltrexone` …; None if none or several are said."""
    negated = bool(_negations(words) % 2)
    favour = _found(_FAVOUR, words)
    if favour is not None:
        return Verdict("direction", "favours", negated, favour["whom"].strip())
    said = [says for says, pattern in _DIRECTIONS if _found(pattern, words)]
    return Verdict("direction", said[0], negated) if len(said) == 1 else None
