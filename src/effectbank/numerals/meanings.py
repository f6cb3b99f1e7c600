"""What "about", "almost exactly", "more than" … mean: one published meaning each.

A number in digits is held to the digits as written; a number in words ("a quarter", "twice") has no digits, so
it has a width of its own. "Share" below means a proportion: a percentage, a fraction, so many in every hundred.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from effectbank.numerals.formatting import rounded

NOISE = Decimal("1e-12")  # what arithmetic on doubles may leave behind
TWENTIETH, TENTH, HUNDREDTH = Decimal("0.05"), Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A value beside the number written for it, both in the unit of the words (22 for 22%).

    `digits` is the number of decimals written, None for words; `point` is one percentage point in that unit,
    None where the number isn't a share.
    """

    value: Decimal
    written: Decimal
    digits: int | None
    point: Decimal | None

    @property
    def gap(self) -> Decimal:
        """How far the value lies above the number written (below: negative)."""
        gap = self.value - self.written
        return Decimal(0) if abs(gap) <= NOISE * max(Decimal(1), abs(self.written)) else gap

    def within(self, part: Decimal) -> bool:
        """No further off than such a part of the number written."""
        return abs(self.gap) <= part * abs(self.written) + NOISE

    def rounds(self) -> bool:
        """Rounded to the digits written, the value is the number written; words never are."""
        return self.digits is not None and rounded(self.value, self.digits) == self.written


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The words, what they say, and when a value makes them true.

    `fixes` tells whether the number that makes the words true is the value itself, so that a corrected value
    can be written in its place ("about 22%"), or only a bound on it ("more than 20%").
    """

    words: tuple[str, ...]
    says: str
    holds: Callable[[Compared], bool]
    fixes: bool = True


def _plain(c: Compared) -> bool:
    return c.rounds() if c.digits is not None else c.within(TWENTIETH)


def _almost_exactly(c: Compared) -> bool:
    if c.point is not None:
        return abs(c.gap) <= c.point / 2 + NOISE
    return c.within(HUNDREDTH) or c.rounds()


def _roughly(c: Compared) -> bool:
    return c.within(TENTH) or c.rounds()


PLAIN = Meaning(
    words=("", "just", "only", "fully", "as many as", "as few as", "as high as", "as low as", "a total of"),
    says="the number itself: in digits, what the value rounds to at the digits written, a tie going away from "
    "zero; a fraction or multiple in words (a quarter, twice as many), and so many in fewer than a hundred (2 in "
    "3, 1 in 12), within a twentieth of it; a count in words, exactly. These words add stress, not width",
    holds=_plain,
)

MEANINGS: tuple[Meaning, ...] = (
    PLAIN,
    Meaning(words=("exactly", "precisely"), says="equal, with no rounding", holds=lambda c: c.gap == 0),
    Meaning(
        words=("almost exactly", "very nearly", "practically"),
        says="for a share, to within half a percentage point; otherwise within a hundredth of the number written, "
        "or what the value rounds to",
        holds=_almost_exactly,
    ),
    Meaning(
        words=("about", "around", "roughly", "approximately", "approx.", "some", "circa", "c.", "~", "≈"),
        says="within a tenth of the number written, either side, or what the value rounds to",
        holds=_roughly,
    ),
    Meaning(
        words=("almost", "nearly", "not quite", "close to", "just under", "just below", "a little under"),
        says="below the number written, by no more than a tenth of it",
        holds=lambda c: c.gap < 0 and c.within(TENTH),
    ),
    Meaning(
        words=("just over", "just above", "a little over", "slightly more than", "slightly over"),
        says="above the number written, by no more than a tenth of it",
        holds=lambda c: c.gap > 0 and c.within(TENTH),
    ),
    Meaning(
        words=("more than", "over", "above", "greater than", "higher than", "upwards of", ">"),
        says="above the number written, however far",
        holds=lambda c: c.gap > 0,
        fixes=False,
    ),
    Meaning(
        words=("less than", "fewer than", "under", "below", "lower than", "<"),
        says="below the number written, however far",
        holds=lambda c: c.gap < 0,
        fixes=False,
    ),
    Meaning(
        words=("at least", "no fewer than", "no less than", "not less than", "a minimum of", "≥", ">="),
        says="the number written or above",
        holds=lambda c: c.gap >= 0,
        fixes=False,
    ),
    Meaning(
        words=("at most", "up to", "no more than", "not more than", "a maximum of", "≤", "<="),
        says="the number written or below",
        holds=lambda c: c.gap <= 0,
        fixes=False,
    ),
)

BY_WORDS: dict[str, Meaning] = {words: meaning for meaning in MEANINGS for words in meaning.words if words}
_OPPOSITES = (("more than", "less than"), ("at least", "at most"), ("just over", "almost"))
_FLIPPED = {BY_WORDS[a]: BY_WORDS[b] for pair in _OPPOSITES for a, b in (pair, pair[::-1])}


def flipped(meaning: Meaning) -> Meaning:
    """The meaning from the other side: of a number that the words count downwards to."""
    return _FLIPPED.get(meaning, meaning)
