"""Numbers as Cochrane's tables have them: results to six decimals, data as they were given."""

from __future__ import annotations

from effectbank.numerals import fixed

DECIMALS = 6
LARGEST_WHOLE = 1e15  # beyond it a float doesn't hold every whole number


def rounded(number: float) -> str:
    """A result to six decimals, without noughts at its end: 0.896866, 12, -0.5."""
    return fixed(number, DECIMALS).rstrip("0").rstrip(".")


def as_given(number: float | None) -> str:
    """A datum in full, 12.50 as 12.5; "" for one that is unknown."""
    if number is None:
        return ""
    if float(number).is_integer() and abs(number) < LARGEST_WHOLE:
        return str(int(number))
    return repr(float(number))
