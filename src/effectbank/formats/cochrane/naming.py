"""Names for a folder out of a file's words: slugs, each given once."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# letters that don't come apart into a plain one and an accent
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d", "þ": "th"}
)


@lru_cache(maxsize=1 << 12)
def slug(words: str, *, longest: int = 60) -> str:
    """The words as a slug of at most so many signs, cut at a word: Søren 2004b → soren_2004b; "" for none."""
    plain = words if words.isascii() else _plain(words)
    whole = "_".join(re.findall(r"[a-z0-9]+", plain.casefold()))
    if len(whole) <= longest:
        return whole
    cut = whole[: longest + 1].rpartition("_")[0]
    return cut or whole[:longest]


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKD", words.translate(_LETTERS)).encode("ascii", "ignore").decode()


class Names:
    """Slugs given out so that none is given twice: smith_2004, then smith_2004_2."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def new(self, words: str, fallback: str, *, longest: int = 60) -> str:
        """A slug of the words (of the fallback where they have no letters) that was not given before."""
        stem = name = slug(words, longest=longest) or fallback
        number = 2
        while name in self.given:
            name, number = f"{stem}_{number}", number + 1
        self.given.add(name)
        return name
