"""The words found, marked in the titles and texts of the hits shown.

A throwaway full-text table in memory, with the same stemming as the bank's index, finds and cuts the passages:
so the marks are the same whatever database or search engine found the hits.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from markupsafe import Markup, escape

from effectbank.bank.words_asked import Asked

# Private-use characters: they stand for the marks until everything else has been escaped.
START, END = "\ue000", "\ue001"
NOTHING = Markup("")
PASSAGE_TOKENS = 40
MOST_EXPANSIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What was found: its key, and its parts as plain text."""

    key: int
    title: str
    text: str = ""
    subjects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A hit's marked title, best passage and subjects; the latter two empty when the words are not in them."""

    title: Markup
    passage: Markup = NOTHING
    subjects: Markup = NOTHING


def mark(asked: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Marks for hits by their keys. Every hit asked about is answered."""
    match = _expression(asked, (f"{hit.title} {hit.text} {hit.subjects}" for hit in hits))
    plain = {hit.key: Shown(title=escape(hit.title)) for hit in hits}
    return plain | _found(match, hits) if match else plain


def _found(match: str, hits: Sequence[Hit]) -> dict[int, Shown]:
    with closing(sqlite3.connect(":memory:")) as scratch:
        scratch.execute("CREATE VIRTUAL TABLE hit USING fts5(title, text, subjects, tokenize='porter unicode61')")
        scratch.executemany("INSERT INTO hit(rowid, title, text, subjects) VALUES (?, ?, ?, ?)", map(_row, hits))
        found = scratch.execute(
            "SELECT rowid, highlight(hit, 0, ?1, ?2), snippet(hit, 1, ?1, ?2, '…', ?3), highlight(hit, 2, ?1, ?2) "
            "FROM hit WHERE hit MATCH ?4",
            (START, END, PASSAGE_TOKENS, match),
        )
        return {
            key: Shown(title=_marked(title), passage=_if_marked(passage), subjects=_if_marked(subjects))
            for key, title, passage, subjects in found
        }


def _row(hit: Hit) -> tuple[int, str, str, str]:
    return hit.key, _unmarked(hit.title), _unmarked(hit.text), _unmarked(hit.subjects)


def _expression(asked: Asked, texts: Iterable[str]) -> str:
    """Any of the words and phrases; a beginning stands for the words of these texts that begin so."""
    terms = {*asked.found, *_begun(asked.beginnings, texts)}
    return " OR ".join(f'"{term}"' for term in sorted(terms))


def _begun(beginnings: Iterable[str], texts: Iterable[str]) -> list[str]:
    begins = "|".join(re.escape(word) for word in beginnings)
    if not begins:
        return []
    pattern = re.compile(rf"\b(?:{begins})[^\W_]*", re.IGNORECASE)
    return sorted({word.casefold() for text in texts for word in pattern.findall(text)})[:MOST_EXPANSIONS]


def _unmarked(text: str) -> str:
    return text.replace(START, "").replace(END, "")


def _marked(text: str) -> Markup:
    marks = str(escape(text)).replace(START, "<mark>").replace(END, "</mark>")
    return Markup(marks)  # noqa: S704 -- escaped in the line above


def _if_marked(text: str) -> Markup:
    return _marked(text) if START in text else NOTHING
