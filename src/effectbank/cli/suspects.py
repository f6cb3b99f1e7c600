"""Which rows to look at first when words and data disagree: those under all counts that fail, and no true one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from effectbank.numerals import agrees
from effectbank.problems import Place
from effectbank.review import Review
from effectbank.review.claims import Checked
from effectbank.review.paths import Value, resolve
from effectbank.words import NumberKind

SHARE = ".crude_risk"
MOST = 4  # more rows than that point nowhere


def suspects(
    review: Review, claims: Sequence[Checked], faulty: Collection[tuple[str, int | None]]
) -> tuple[Place, ...]:
    """The rows common to all failing counts and shares, less those cleared by one that holds to the very event.

    One changed cell leaves such a trace. `faulty` are the files and lines already known to be wrong: what fails
    with them is explained. () where nothing else fails, or where it points nowhere in particular.
    """
    failing = [rows for claim in claims if not claim.holds and (rows := _rows(claim))]
    unexplained = [rows for rows in failing if not any((place.file, place.line) in faulty for place in rows)]
    if not unexplained:
        return ()
    common = set(unexplained[0]).intersection(*unexplained[1:])
    cleared = {place for claim in claims if claim.holds and _is_sharp(review, claim) for place in _rows(claim)}
    found = [place for place in unexplained[0] if place in common - cleared]
    return tuple(found) if len(found) <= MOST else ()


def _rows(claim: Checked) -> tuple[Place, ...]:
    """The rows a claim counts; none for what is pooled or quoted, which many rows move a little."""
    value = claim.value
    return value.rows if value is not None and value.kind is NumberKind.CRUDE else ()


def _is_sharp(review: Review, claim: Checked) -> bool:
    """Whether one event more, or one fewer, would make it untrue: 18 % of 105 is sharp, 28 % of 202 isn't."""
    value = claim.value
    if value is None or not _rows(claim):
        return False
    return not any(agrees(claim.reading, _with_more(review, value, more)) for more in (-1, 1))


def _with_more(review: Review, value: Value, more: int) -> Value:
    if value.shape == "proportion":
        events, total = resolve(review, value.address.removesuffix(SHARE)).numbers
        return replace(value, numbers=((events + more) / total,))
    return replace(value, numbers=(value.numbers[0] + more, *value.numbers[1:]))
