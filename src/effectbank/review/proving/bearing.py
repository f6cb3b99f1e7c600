"""Whether the numbers that a supposed cause yields bear it out, or are matched by chance."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite, log10

from effectbank.review.proving.agreeing import NOUGHT, RELATIVE
from effectbank.review.proving.case import BETWEEN, Case, Number, Spot
from effectbank.review.proving.computed import Computed

BEYOND = 2.0  # digits beyond those that so many trials get right by chance: one case in a hundred
OF_ONE_RESULT = 2  # an estimate and its limits are two numbers, where they lie and how wide; the rest follow
CLEARLY_MORE = 3  # times as many numbers yielded as changed and still not yielded
NOTHING: frozenset[Spot] = frozenset()


def borne_out(case: Case, by: Computed, *, tried: int) -> frozenset[Spot]:
    """The numbers that differ and that another plan yields; none unless they bear it out, of `tried` plans.

    It must yield every number that holds, and of those that differ three times as many as it changes to another
    wrong one (those of a test between subgroups, which has causes of its own, are not counted against it; nor are
    those of a row that the plan leaves out). And what it yields must be no chance.
    """
    yielded: list[Number] = []
    otherwise = 0
    for number in case.numbers:
        if number.key[1] and not by.numbers.get(number.key):
            continue
        theirs = number.in_place_of(by)
        same = number.is_like(theirs)
        if number.holds and not same:
            return NOTHING
        if not number.holds and same:
            yielded.append(number)
        elif not number.holds and number.spot[1] not in BETWEEN:
            otherwise += _is_changed(number, theirs)
    clear = len(yielded) >= CLEARLY_MORE * otherwise and is_no_chance(yielded, tried=tried)
    return frozenset(number.spot for number in yielded) if clear else NOTHING


def is_no_chance(yielded: Iterable[Number], *, tried: int) -> bool:
    """Whether so many of the digits stored are right that one of so many trials would not get them so by chance.

    Counted are the digits in which what is stored departs from what the data yield: of a number stored in full a
    dozen, of one rounded to two decimals one or two, so that it takes several results to bear out a cause.
    """
    digits: dict[int, list[float]] = {}
    for number in yielded:
        digits.setdefault(number.spot[0], []).append(number.telling)
    telling = sum(sum(sorted(found, reverse=True)[:OF_ONE_RESULT]) for found in digits.values())
    return telling >= BEYOND + log10(max(tried, 1))


def _is_changed(number: Number, theirs: float | None) -> bool:
    """Whether a plan makes another number of it than ours is, as far as it was stored."""
    if theirs is None or number.ours is None:
        return theirs is not number.ours
    apart = abs(theirs - number.ours)
    return not isfinite(apart) or apart > number.half + RELATIVE * abs(theirs) + NOUGHT
