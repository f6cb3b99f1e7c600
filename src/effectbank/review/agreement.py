"""The source's own numbers beside ours, judged at the precision in which the source printed them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from effectbank.numerals import fixed
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
        return f"{name} {fixed(self.published, self.decimals)}, computed {fixed(self.computed, self.decimals)}"


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


def decimals_of(number: float) -> int:
    """How many decimals a number was written with: 0.80 has two, though its value is 0.8."""
    if isinstance(number, AsWritten):
        return number.decimals
    words = repr(number)
    return len(words.partition(".")[2]) if "e" not in words and isinstance(number, float) else 0
