"""Each claim of an entry's prose beside the value it is bound to."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.numerals import Reading, agrees, read
from effectbank.problems import EffectBankError
from effectbank.review.paths import BadPath, Value, resolve
from effectbank.review.review import Review
from effectbank.review.text import Claim, Text, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A claim, what its words say, the value they are bound to (or why there is none), and whether they agree."""

    claim: Claim
    reading: Reading
    value: Value | None
    fault: BadPath | None
    holds: bool


def checked(review: Review, text: Text | None = None) -> tuple[Checked, ...]:
    """Every claim of the prose (or of a text given in its place), in order; a path is resolved once."""
    found: dict[str, Value | BadPath] = {}
    return tuple(_checked(review, claim, found) for claim in (text or parse(review.text)).claims)


def _checked(review: Review, claim: Claim, found: dict[str, Value | BadPath]) -> Checked:
    if claim.path not in found:
        found[claim.path] = _resolved(review, claim.path)
    reached, reading = found[claim.path], read(claim.words)
    if isinstance(reached, BadPath):
        return Checked(claim=claim, reading=reading, value=None, fault=reached, holds=False)
    return Checked(claim=claim, reading=reading, value=reached, fault=None, holds=agrees(reading, reached))


def _resolved(review: Review, path: str) -> Value | BadPath:
    try:
        return resolve(review, path)
    except BadPath as fault:
        return fault
    except EffectBankError as fault:
        return BadPath(path, str(fault))
