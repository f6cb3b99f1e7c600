"""The same words with the value's digits, in the author's own form and precision."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from effectbank.numerals.agreement import Asserted, agrees, crowded, numbers_for, share_of
from effectbank.numerals.formatting import exact, rounded
from effectbank.numerals.reading import Part, Reading, Written, read

SIGN = re.compile(r"(?:[-−–]|minus\s+)?", re.IGNORECASE)


def _sign(written: Written) -> str:
    said = SIGN.match(written.text)
    return said.group() if said else ""


def _like(written: Written, value: Decimal) -> str:
    """The value in the form of a number written: its decimals, thousands mark, leading zero, decimal point."""
    if written.digits is None or not written.text[-1].isdigit() or written.digits < 0:
        return written.text
    sign = _sign(written)
    shown = f"{abs(rounded(value, written.digits)):f}"
    mark = next((m for m in ",\u00a0\u2009\u202f" if m in written.text), "")
    whole, point, rest = shown.partition(".")
    if mark:
        whole = f"{int(whole):,}".replace(",", mark)
    if written.text.removeprefix(sign).startswith((".", "·")) and whole == "0":
        whole = ""
    return sign + whole + ("·" if "·" in written.text else point) + rest


def _keeps_sign(written: Written, target: Decimal) -> bool:
    return bool(_sign(written)) == (target < 0)


def _targets(part: Part, value: Asserted) -> tuple[Decimal | None, ...]:
    """For each number of a part, the value to write in its place; None leaves it."""
    if not all(meaning.fixes for meaning in part.meanings) or part.comparator != "=" or not value.numbers:
        return (None,) * len(part.numbers)
    share = share_of(value)
    if part.shape == "one in":
        return (None, 1 / exact(share)) if share else (None, None)
    if part.shape == "proportion":
        return (None if share is None else exact(share) * part.scale, *(None for _ in part.numbers[1:]))
    numbers = numbers_for(part, value)
    targets = [exact(v) * part.scale for v in numbers[: len(part.numbers)] if math.isfinite(v)]
    return tuple(targets) if len(targets) == len(part.numbers) else (None,) * len(part.numbers)


def rewritten(reading: Reading, value: Asserted) -> tuple[tuple[int, int, str], ...] | None:
    """The (start, end, digits) that make a phrase true of a value, changing digits only; None where none do.

    Numbers in words, signs and bounds ("more than 20%") are their author's, and of two numbers told for one it is
    unknown which is meant: those phrases are left to be reported.
    """
    if crowded(reading):
        return None
    changes = [
        (written.start, written.end, _like(written, target))
        for part in reading.parts
        for written, target in zip(part.numbers, _targets(part, value), strict=True)
        if target is not None and written.digits is not None and _keeps_sign(written, target)
    ]
    words = reading.words
    for start, end, new in sorted(changes, reverse=True):
        words = words[:start] + new + words[end:]
    kept = tuple(change for change in changes if reading.words[change[0] : change[1]] != change[2])
    return kept if kept and agrees(read(words), value) else None
