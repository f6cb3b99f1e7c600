"""The vocabulary: the few words that every room shares. GLOSSARY.md gives each a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Interval:
    """Low and high, nothing more."""

    low: float
    high: float

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


class EntryKind(StrEnum):
    """What an entry of the bank is (BANK's entry types)."""

    STUDY = "study"
    REVIEW = "review"
    DOCUMENT = "document"
    HOT_TOPIC = "hot topic"
    NOTES = "notes"


class Voice(StrEnum):
    """Whose words."""

    FINDINGS = "findings"  # what the source found
    CONCLUSIONS = "conclusions"  # what its authors concluded
    COMMENTARY = "commentary"  # what the bank makes of it


class Confidence(StrEnum):
    """How a number of the folder is known (docs/decisions/0003-confidence-words.md)."""

    STATED = "stated"  # read in a source
    DERIVED = "derived"  # worked out from stated numbers (36 % of 70)
    RECONSTRUCTED = "reconstructed"  # solved back from published totals: consistent with them, not proof
    UNKNOWN = "unknown"  # left empty


class StudyStatus(StrEnum):
    """Where a study stands in its review."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    ONGOING = "ongoing"
    AWAITING = "awaiting"


class NumberKind(StrEnum):
    """What kind of number a claim speaks of; the kinds are never mistaken for each other."""

    CRUDE = "crude"  # counted straight from the rows
    ASSUMED = "assumed risk"
    CORRESPONDING = "corresponding risk"
    POOLED = "pooled"  # the live fit
    PUBLISHED = "published"  # the source's own number
    QUOTED = "quoted"  # a fact with its source
    COUNTED = "counted"  # of studies or people
    COMPUTED = "computed"  # a named value built from the others


def some_of(names: Sequence[str], most: int) -> str:
    """So many of the names at the most, the others counted: A, B and 3 more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def within_sentence(label: str) -> str:
    """A label as it stands within a sentence: its first letter small, but for names in capitals (BCG, HIV)."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
