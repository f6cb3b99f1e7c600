"""Each claim of an entry's prose beside the value it is bound to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from effectbank.numerals import Around, Reading, agrees, around_number, around_verdict, of_total, read
from effectbank.problems import EffectBankError
from effectbank.review.claims.surroundings import VERBAL, other_totals, surroundings
from effectbank.review.paths import BadPath, Value, resolve
from effectbank.review.review import Review
from effectbank.review.text import Text, parse
from effectbank.review.text.tree import Claim
from effectbank.words import NumberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A claim, what its words say, and what its path leads to: the value, or the error that says why there is none.

    `around` are the words outside the link that turn it; `holds` asks that the words be true with them too.
    """

    claim: Claim
    around: Around
    reading: Reading
    reached: Value | BadPath
    holds: bool

    @property
    def value(self) -> Value | None:
        """The value, if the path leads to one."""
        return None if isinstance(self.reached, BadPath) else self.reached


def checked(review: Review, text: Text | None = None) -> tuple[Checked, ...]:
    """Every claim of the prose (or of a text given in its place), in order; a path is resolved once."""
    text = text or parse(review.text)
    paths = dict.fromkeys(claim.path for claim in text.claims)
    reached = {path: _resolved(review, path) for path in paths}
    beside, mismatched = surroundings(text), other_totals(text)
    found = (_checked(claim, beside[claim.number], reached[claim.path]) for claim in text.claims)
    return tuple(replace(one, holds=False) if one.claim.number in mismatched else one for one in found)


def _checked(claim: Claim, beside: tuple[str, str], reached: Value | BadPath) -> Checked:
    reading = read(claim.words)
    before, after = beside
    around = _around(reading, before, after)
    if isinstance(reached, Value) and reached.shape == "events of total" and reading.shape == "count":
        around = of_total(around, after)
    holds = isinstance(reached, Value) and agrees(reading, reached)
    if isinstance(reached, Value) and around.phrase != claim.words and reached.kind is not NumberKind.QUOTED:
        holds = holds and agrees(read(around.phrase), reached)
    return Checked(claim=claim, around=around, reading=reading, reached=reached, holds=holds)


def _around(reading: Reading, before: str, after: str) -> Around:
    """The words around a link that turn it; a denial turns a verdict, a bound or a unit a number."""
    around = around_verdict if reading.shape in VERBAL else around_number
    return around(before, reading.words, after)


def _resolved(review: Review, path: str) -> Value | BadPath:
    try:
        return resolve(review, path)
    except BadPath as fault:
        return fault
    except EffectBankError as fault:
        return BadPath(path, str(fault))
