"""What a reader whose words found nothing may have meant: words of the bank's titles and subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from effectbank.bank.models import Entry, Subject
from effectbank.bank.words_asked import tokens_of

CLOSE = 0.75


def suggestion(words: Iterable[str], typed: str) -> str:
    """What was typed with unknown words put right, or "" when nothing is near (two queries)."""
    known = _known()
    righted = typed
    for word in words:
        if word not in known and (near := _nearest(word, known)):
            righted = re.sub(re.escape(word), near, righted, flags=re.IGNORECASE)
    return righted if righted != typed else ""


def _known() -> set[str]:
    titles = Entry.objects.values_list("title", flat=True)
    labels = Subject.objects.values_list("label", flat=True)
    return {word for text in (*titles, *labels) for word in tokens_of(text) if len(word) > 3}


def _nearest(word: str, known: Iterable[str]) -> str:
    """The first letter is rarely the wrong one, and it makes the search short."""
    near = [other for other in known if other[0] == word[0] and abs(len(other) - len(word)) <= 2]
    return next(iter(get_close_matches(word, sorted(near), n=1, cutoff=CLOSE)), "")
