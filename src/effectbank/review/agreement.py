"""The source's own numbers beside ours, judged at the precision in which the source printed them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from effectbank.numerals import fixed, p_value
from effectbank.review.model import AsWritten, Published


class Agreement(NamedTuple):
    """One number as published and as computed, and whether the computed one prints as the published one does."""

    name: str
    published: float
    computed: float
    agrees: bool
    decimals: int

    def __str__(self) -> str:
        name = WORDS.get(self.name, self.name)
        theirs, ours = (printed(self.name, number, self.decimals) for number in (self.published, self.computed))
        return f"{name} {theirs}, computed {ours}"


WORDS = {"k": "k (studies with data)", "n": "n (people)"}
COMPARED = ("estimate", "low", "high", "k", "n", "p", "i2", "tau2", "assumed_risk", "corresponding_risk")


def agreements(published: Published, computed: Mapping[str, float | None]) -> Iterator[Agreement]:
    """Each number that is both published and computed."""
    for name in COMPARED:
        theirs, ours = getattr(published, name), computed.get(name)
        if theirs is not None and ours is not None and not math.isnan(ours):
            decimals = decimals_of(theirs)
            same = fixed(ours, decimals) == fixed(theirs, decimals)
            yield Agreement(name, float(theirs), float(ours), same, decimals)


def printed(name: str, number: float, decimals: int) -> str:
    """A number at so many decimals; a p that would print as nought is below the last of them: < .0001."""
    words = fixed(number, decimals)
    is_nought = name == "p" and decimals > 0 and not words.strip("0.")
    return p_value(0.0, decimals).removeprefix("p ") if is_nought else words


def decimals_of(number: float) -> int:
    """How many decimals a number was written with: 0.80 has two, though its value is 0.8."""
    if isinstance(number, AsWritten):
        return number.decimals
    words = repr(number)
    return len(words.partition(".")[2]) if "e" not in words and isinstance(number, float) else 0
