"""Whether a computed number is the one stored: to the last digit stored, or to the arithmetic's own rounding."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from effectbank.review.model import AsWritten, StoredResult

# Relative, for numbers stored in full (16 or 17 digits): two programs sum in another order.
RELATIVE = 1e-9
# P-values: RevMan's own normal and chi-squared distributions are good to about this, absolutely.
P_ABSOLUTE = 2e-6
# What is nought up to cancellation (Q of equal estimates, a limit at no effect) is told as such.
NOUGHT = 1e-10
P_VALUES = ("p", "p_q", "p_between")
FULL = 12  # decimals beyond which a number was not rounded for storing


def last_digits(stored: Iterable[StoredResult]) -> Mapping[str, float]:
    """Half a unit of the last decimal that the file stores of each quantity; 0 where it stores all digits.

    A file that rounds to six decimals writes 0.5 as 0.5: how it rounds shows only in the longest.
    """
    longest: dict[str, int] = {}
    for result in stored:
        for name, number in result.numbers.items():
            longest[name] = max(longest.get(name, 0), _decimals(number))
    if longest:  # estimates and their limits are rounded alike
        alike = [name for name in ("estimate", "low", "high") if name in longest]
        most = max((longest[name] for name in alike), default=0)
        longest |= dict.fromkeys(("estimate", "low", "high"), most)
    return {name: 0.0 if decimals >= FULL else 0.5 * 10.0**-decimals for name, decimals in longest.items()}


def _decimals(number: AsWritten) -> int:
    """A number with an exponent was written by a program, in full."""
    return FULL if "e" in number.words.casefold() else number.decimals


def agrees(name: str, stored: AsWritten, computed: float, half: float) -> bool:
    """Whether both are the same number, `half` being half a unit of the last decimal stored."""
    if not math.isfinite(computed):
        return False
    allowed = half + RELATIVE * max(abs(stored), abs(computed)) + NOUGHT
    if name in P_VALUES:
        allowed += P_ABSOLUTE
    return abs(stored - computed) <= allowed
