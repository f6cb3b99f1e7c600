"""A number of the strapline or of a key point that no bound words of the text say: nothing holds it to the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from effectbank.numerals import quantities
from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import warning
from effectbank.review.reading.entry import FILE
from effectbank.review.review import Review
from effectbank.review.text import parse

HINT = "say it in text.md too, bound there, in the same words: then this tells when the data change"


def check(review: Review) -> Iterator[Problem]:
    """One Problem a sentence, where entry.toml demands that numbers are bound."""
    card = review.card
    headlines = [("strapline", card.strapline), *(("key_points", point) for point in card.key_points)]
    told = [(key, words) for key, sentence in headlines if (words := _quantities(sentence))]
    if card.coverage is None or not told:
        return
    bound = [_words(claim.words) for claim in parse(review.text).claims]
    for key, words in told:
        loose = ", ".join(f"“{one}”" for one in words if not any(_words(one) <= said for said in bound))
        if loose:
            yield warning(
                "headline-unbound", Place(file=FILE, key=key), f"no bound words of the text say {loose}", HINT
            )


def _quantities(sentence: str) -> list[str]:
    """The quantities of a sentence; "one" is most often no number in a headline."""
    found = (" ".join(sentence[start:end].split()) for start, end in quantities(sentence))
    return [words for words in found if words.casefold() != "one"]


def _words(quantity: str) -> set[str]:
    return set(re.findall(r"[\w.%]+", quantity.casefold()))
