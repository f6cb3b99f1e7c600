"""What a reader types into the search box, read: words, "a phrase", begin*, -without."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from modelsearch.query import MATCH_ALL, And, Not, Or, Phrase, PlainText, SearchQuery

LONGEST = 200
MOST_TERMS = 20
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query in its parts, each of letters and digits only: nothing of it can be mistaken for syntax.

    `words` and `phrases` must all be found, a word that begins with each of `beginnings` too, none of `without`.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.beginnings or self.without)

    @property
    def found(self) -> tuple[str, ...]:
        """Words and phrases that a hit holds."""
        return self.words + self.phrases


def read(typed: str) -> Asked:
    """Read what was typed; whatever is no word is passed over, and very long input is cut."""
    words, phrases, beginnings, without = [], [], [], []
    for term in list(_TERM.finditer(typed[:LONGEST]))[:MOST_TERMS]:
        raw = term["word"] or term["phrase"] or ""
        tokens = _TOKEN.findall(raw.casefold())
        if not tokens:
            continue
        joined = " ".join(tokens)
        if term["minus"]:
            without.append(joined)
        elif term["word"] and raw.endswith("*") and len(tokens) == 1:
            beginnings.extend(tokens_of(joined))
        elif len(tokens) > 1:
            phrases.append(joined)
        else:
            words.append(joined)
    return Asked(words=tuple(words), phrases=tuple(phrases), beginnings=tuple(beginnings), without=tuple(without))


def tokens_of(text: str) -> list[str]:
    """Its words and numbers, without case and accents, as the index knows them."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _TOKEN.findall(bare.casefold())


def distinct_words(text: str) -> str:
    """Each word of a text once, with a space before it: where a search for a word's beginning looks."""
    return "".join(f" {word}" for word in sorted(set(tokens_of(text))))


def as_query(asked: Asked) -> SearchQuery:
    """The same in the search library's terms, beginnings left out (they are asked for apart)."""
    parts: list[SearchQuery] = [Phrase(phrase) for phrase in asked.phrases]
    if asked.words:
        parts.insert(0, PlainText(" ".join(asked.words), operator="and"))
    refused = [Phrase(words) for words in asked.without]
    if not parts:
        return Not(Or(refused)) if refused else MATCH_ALL
    return And([*parts, *(Not(one) for one in refused)]) if len(parts) + len(refused) > 1 else parts[0]


def in_words(asked: Asked) -> str:
    """What is looked for, as a sentence's second half: 'with naltrexone and “family therapy”, without implants'."""
    held = [f"“{term}”" for term in asked.found] + [
        f"a word that begins with “{term}”" for term in asked.beginnings
    ]
    parts = []
    if held:
        parts.append("with " + _listed(held, "and"))
    if asked.without:
        parts.append("without " + _listed([f"“{term}”" for term in asked.without], "or"))
    return ", ".join(parts)


def _listed(items: list[str], last: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"
