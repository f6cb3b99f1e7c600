"""Numbers as they are printed, with ties decided once.

A tie goes away from zero (0.125 prints 0.13, -0.125 prints -0.13), and it is judged on the 15 significant
digits that a double always holds, so that 0.285 computed as 0.28499999999999998 is a tie too. Reading
(`numerals.agrees`) rounds by this same rule. What is not known (None, NaN) prints as "NA".
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

UNKNOWN = "NA"
SHARES = ("RD", "PR", "PLO", "PAS", "PFT", "PLN")  # measures told on the scale of a proportion, 0 to 1
MOST_DIGITS = 4
LARGEST_PLAIN, NEAR_A_TIE = 1e8, 1e-6  # in units of the last digit: 15 digits hold such a number to within 1e-7


def exact(x: float) -> Decimal:
    """The decimal number a double stands for: its 15 significant digits."""
    return Decimal(f"{float(x):.15g}")


def rounded(x: float | Decimal, digits: int) -> Decimal:
    """A finite number at so many decimals, ties away from zero, never a negative zero."""
    value = x if isinstance(x, Decimal) else exact(x)
    room = Context(prec=max(28, value.adjusted() + digits + 2), rounding=ROUND_HALF_UP)
    at = value.quantize(Decimal((0, (1,), -digits)), context=room)
    return abs(at) if at.is_zero() else at


def _printed(x: float | Decimal | None, digits: int) -> str:
    if x is None or math.isnan(x):
        return UNKNOWN
    if math.isinf(x):
        return "Inf" if x > 0 else "-Inf"
    if not isinstance(x, Decimal) and _is_plain(x, digits):
        return f"{x:.{digits}f}"
    return f"{rounded(x, digits):f}"


def _is_plain(x: float, digits: int) -> bool:
    """Whether a number is too far from any tie, and from nought, for the rules above to matter."""
    shifted = abs(x) * 10.0**digits
    return 0.5 < shifted < LARGEST_PLAIN and abs(shifted % 1 - 0.5) > NEAR_A_TIE


def fixed(x: float | None, digits: int) -> str:
    """`0.47` for fixed(0.4666, 2): so many decimals, ties away from zero; "NA" when unknown."""
    return _printed(x, digits)


def _times(x: float | None, base: int) -> Decimal | None:
    if x is None or math.isnan(x):
        return None
    return exact(x) * base


def percent(x: float | None, digits: int = 0) -> str:
    """`22%` for a proportion of 0.21875."""
    value = _times(x, 100)
    return UNKNOWN if value is None else f"{_printed(value, digits)}%"


def per(x: float | None, base: int, digits: int = 0) -> str:
    """`24 in every 100` for per(0.2394, 100)."""
    value = _times(x, base)
    return UNKNOWN if value is None else f"{_printed(value, digits)} in every {base}"


def p_value(p: float | None, digits: int = 4) -> str:
    """`p < .0001` or `p = .0321`, as metafor's readers know it."""
    if p is None or math.isnan(p):
        return f"p = {UNKNOWN}"
    least = 10.0**-digits
    sign, shown = ("<", least) if p < least else ("=", p)
    return f"p {sign} {fixed(shown, digits).removeprefix('0')}"


def usual_digits(measure: str) -> int:
    """The decimals an estimate of this measure is told with: three on the scale of a proportion, else two."""
    return 3 if measure in SHARES else 2


def _telling(x: float | None, digits: int) -> str:
    """The number at so many decimals, or at more (four at most) where it would print as the nought it isn't."""
    if x is None or not math.isfinite(x):
        return fixed(x, digits)
    enough = (more for more in range(digits, MOST_DIGITS + 1) if not rounded(x, more).is_zero())
    return fixed(x, next(enough, digits))


def interval(low: float | None, high: float | None, digits: int = 2) -> str:
    """`0.26 to 0.84`; `0.004 to 0.06` where fewer decimals would say that an end is nought."""
    return f"{_telling(low, digits)} to {_telling(high, digits)}"


def estimate_ci(estimate: float | None, low: float | None, high: float | None, digits: int = 2) -> str:
    """`0.47 (0.26 to 0.84)`."""
    return f"{_telling(estimate, digits)} ({interval(low, high, digits)})"


def significant(x: float | None, digits: int) -> str:
    """So many significant digits, as two programs' numbers are set side by side; UNKNOWN for none."""
    return UNKNOWN if x is None or not math.isfinite(x) else f"{x:.{digits}g}"


def integer(n: float | None) -> str:
    """`1,158`: whole numbers with their thousands marked."""
    return f"{rounded(n, 0):,}" if n is not None and math.isfinite(n) else _printed(n, 0)
