"""Names that may be used in paths, made from what a sheet says; told apart where two would be the same."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60


def slug_of(words: str) -> str:
    """Frimodt-Møller 1973 → frimodt_moller_1973; "x" where no letter or digit of the alphabet is left."""
    plain = unicodedata.normalize("NFKD", words.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")[:LONGEST].strip("_") or "x"


_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae", "đ": "d", "œ": "oe"}
)


def distinct(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken; it is then among those taken."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found)
    return found
