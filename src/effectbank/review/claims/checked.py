"""Each claim of an entry's prose beside the value it is bound to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from effectbank.numerals import Reading, agrees, read
from effectbank.problems import EffectBankError
from effectbank.review.paths import BadPath, Value, resolve
from effectbank.review.review import Review
from effectbank.review.text import Text, parse
from effectbank.review.text.tree import Claim
from effectbank.words import NumberKind

# Words before a link that turn what is in it: "more than [22%](…)", "no [significant difference](…)". Words that
# may as well be prepositions (over, about, under, up to) are left out; a fact may itself be a bound.
_LEAD = re.compile(
    r"(?:\b(?P<bound>almost(?:\s+exactly)?|very\s+nearly|nearly|exactly|roughly|approximately|more\s+than|less\s+than"
    r"|fewer\s+than|at\s+least|at\s+most|no\s+more\s+than|just\s+over|just\s+under)"
    r"|(?P<denied>(?:\b(?:no|not|never|without|neither|nor|hardly)|n[’']t)(?:\s+(?:an?|any|the))?|\bnon-))\s*\[$",
    re.IGNORECASE,
)
_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A claim, what its words say, and what its path leads to: the value, or the error that says why there is none.

    `lead` is the word before the link that turns it, if one does; `holds` asks that the words be true with it too.
    """

    claim: Claim
    lead: str
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
    return tuple(_checked(claim, _lead(text.source, claim), reached[claim.path]) for claim in text.claims)


def _checked(claim: Claim, lead: str, reached: Value | BadPath) -> Checked:
    reading = read(claim.words)
    holds = isinstance(reached, Value) and agrees(reading, reached)
    if isinstance(reached, Value) and lead and reached.kind is not NumberKind.QUOTED:
        holds = holds and agrees(read(f"{lead} {claim.words}"), reached)
    return Checked(claim=claim, lead=lead, reading=reading, reached=reached, holds=holds)


def _lead(source: str, claim: Claim) -> str:
    """The words before a link that turn it; a denial turns a verdict, not a number."""
    found = _LEAD.search(source, max(claim.start - _LONGEST, 0), claim.start)
    if found is None:
        return ""
    verbal = read(claim.words).shape in ("significance", "direction")
    turns = (found["denied"] or found["bound"]) if verbal else found["bound"]
    return " ".join((turns or "").split())


def _resolved(review: Review, path: str) -> Value | BadPath:
    try:
        return resolve(review, path)
    except BadPath as fault:
        return fault
    except EffectBankError as fault:
        return BadPath(path, str(fault))
