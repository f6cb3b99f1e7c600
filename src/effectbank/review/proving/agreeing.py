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
INTERVAL = ("estimate", "low", "high")
COUNTS = ("events1", "total1", "events2", "total2", "k", "studies", "df", "df_between")
NEED_NO_DECIMALS = (0.0, 1.0, 100.0)  # no heterogeneity and its P, a whole's weight: so written however rounded
TELLING, TELLING_TOGETHER = 3, 6  # digits that no number, and no result, shares by chance
FULL = 12  # decimals beyond which a number was not rounded for storing


def last_digits(stored: Iterable[StoredResult]) -> Mapping[str, float]:
    """Half a unit of the last decimal that the file stores of each quantity; 0 where it stores all digits.

    A file that rounds to six decimals writes 0.5 as 0.5: how it rounds shows only in the longest. A quantity of
    which it holds nothing but 0, 1 and 100, which need no decimals, is rounded as the finest of its others.
    """
    longest: dict[str, int] = {}
    silent: set[str] = set()
    for result in stored:
        for name, number in result.numbers.items():
            most = longest.get(name, -1)
            if most >= 0 and not _is_longer(number.words, most):
                continue
            if name not in COUNTS and number in NEED_NO_DECIMALS:
                silent.add(name)
            else:
                longest[name] = max(most, decimals_of(number))
    finest = max((decimals for name, decimals in longest.items() if name not in COUNTS), default=0)
    found = dict.fromkeys(silent, finest) | longest
    alike = max((found.get(name, 0) for name in INTERVAL), default=0)  # estimates and limits are rounded alike
    found |= {name: alike for name in INTERVAL if name in found}
    return {name: 0.0 if decimals >= FULL else 0.5 * 10.0**-decimals for name, decimals in found.items()}


def _is_longer(words: str, decimals: int) -> bool:
    """Whether a number may have more decimals than so many; a look without reading it, for there are thousands."""
    return 0 <= words.find(".") < len(words) - 1 - decimals or "E" in words or "e" in words


def decimals_of(number: AsWritten) -> int:
    """How many digits a number has after the point, were it written without an exponent: 3.2E-5 has six."""
    written, _, exponent = number.words.casefold().partition("e")
    return max(0, AsWritten(written).decimals - int(exponent or 0))


def shortened(stored: Mapping[str, AsWritten], computed: Mapping[str, float]) -> frozenset[str]:
    """The numbers of a result that are what is computed, rounded further than the rest of the file.

    Three digits of one must bear it out, or, where an estimate and its limits have two each, six of all together.
    """
    found = {
        name: len(number.words.casefold().partition("e")[0].replace(".", "").lstrip("+-0"))
        for name, number in stored.items()
        if name in computed and agrees(name, number, computed[name], 0.5 * 10.0 ** -decimals_of(number))
    }
    together = sum(found.values()) >= TELLING_TOGETHER
    return frozenset(name for name, digits in found.items() if together or digits >= TELLING)


def agrees(name: str, stored: AsWritten, computed: float, half: float) -> bool:
    """Whether both are the same number, `half` being half a unit of the last decimal stored."""
    if not math.isfinite(computed):
        return False
    allowed = half + RELATIVE * max(abs(stored), abs(computed)) + NOUGHT
    if name in P_VALUES:
        allowed += P_ABSOLUTE
    return abs(stored - computed) <= allowed
