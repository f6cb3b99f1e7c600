"""What words without digits assert: significance and direction."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEGATION = (
    r"\b(?:no(?!\s+doubt\b)|not(?!\s+only\b)|never|neither|none|nowhere|without|hardly|scarcely|cannot|unable"
    r"|lack(?:s|ed|ing)?|fail(?:s|ed|ing|ure)?(?=\s+to\b)|far\s+from|short\s+of)\b|n[’']t\b|\bnon(?=[-\s])"
)
_UNREACHED = (  # of significance only: patients are lost, and visits missed, whatever the direction
    r"\b(?:fail(?:s|ed|ing)?|ceas(?:es|ed|ing)|los(?:t|es|ing)|miss(?:es|ed|ing))\b(?!\s+to\b)|\bceas(?:es|ed|ing)\s+to\b"
)
_NOR = r"\bnor\b"  # denies nothing twice: "neither large nor significant"
_NEARLY = (  # so near to significance is not there
    r"\b(?:(?:very\s+)?nearly|almost|not\s+quite|close\s+to|just\s+(?:short\s+of|below|under)|border(?:s|ed|ing)\s+on"
    r"|borderline|marginal(?:ly)?|verg(?:es|ed|ing)\s+on|on\s+the\s+(?:verge|brink|edge)\s+of|approach(?:es|ed|ing)?"
    r"|(?:trend|tend)(?:s|ed|ing)?\s+to(?:wards?)?)\b"
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
    """How often the words deny: a "nor" only where nothing before it does."""
    return len(re.findall(_NEGATION, words, re.IGNORECASE)) or int(_found(_NOR, words) is not None)


_ASIDE = (  # denials of something else: "without the largest study", "against no treatment"
    r"\bwithout\b(?!(?:\s+(?:any|an?|being|reaching|statistical(?:ly)?|clear(?:ly)?))*\s*$)"
    r"|\b(?:beside|against|versus|vs?|than|to|or|with|and|from|given|had|on)\s+no\s+(?:\w+\s+)?"
    r"(?:treatment|medication|medicine|drug|therapy|intervention|care|support)s?\b"
)
_TURNS = f"{_NEGATION}|{_UNREACHED}|{_NOR}|{_NEARLY}|{_UNLIKELY}"


def denials(clause: str) -> tuple[tuple[int, str], ...]:
    """The words of a clause that turn the verdict at its end, each with its place."""
    told = re.sub(_ASIDE, lambda m: " " * len(m.group()), clause, flags=re.IGNORECASE)
    return tuple((found.start(), found.group()) for found in re.finditer(_TURNS, told, re.IGNORECASE))


def significance(words: str) -> Verdict | None:
    """`not statistically significant`, `could be due to chance`, `significantly` …; None if none is said."""
    said = _found(_SIGNIFICANT, words)
    chance = _found(_CHANCE, words) is not None
    if said is None and not chance and _found(_UNRELIED, words) is None:
        return None
    if said is not None and _found(_NEARLY, words):
        return Verdict("significance", "not significant")
    denials = (
        _negations(words)
        + (_found(_UNREACHED, words) is not None)
        + (said is not None and said.group().lower().startswith(("in", "non")))
    )
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
