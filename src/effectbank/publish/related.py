"""Which entries belong together, how much, and why in words.

The score is a sum anyone can check: the weights below, times what two entries share. Words count by the cosine
of their TF-IDF vectors, ln((1 + N) / (1 + df)) + 1 times the count of the word, as in any textbook.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from effectbank.publish.profile import Profile

AT_MOST = 10
WEIGHTS = {
    "named": 6.0,
    "trial": 3.0,
    "cites": 3.0,
    "treatment": 1.5,
    "reference": 1.0,
    "subject": 1.0,
    "words": 4.0,
}
MOST_COUNTED = {"trial": 4, "treatment": 2, "reference": 3, "subject": 4}
LEAST_ALIKE = 0.08  # a cosine below this is noise: two entries of any bank share some words
LEAST_SCORE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """One reason two entries belong together, and what it adds to the score."""

    sort: str
    score: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An entry related to another: its slug, the score, the bonds from strongest to weakest."""

    slug: str
    score: float
    bonds: tuple[Bond, ...]

    @property
    def reason(self) -> str:
        """Why, in half a line: the three strongest bonds."""
        return " · ".join(bond.words for bond in self.bonds[:3])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf:
    """The profiles of a bank with what is needed to compare them: each entry's word vector, and who holds what."""

    profiles: Mapping[str, Profile]
    vectors: Mapping[str, Mapping[str, float]]
    holders: Mapping[tuple[str, str], tuple[str, ...]]


def shelf(profiles: Iterable[Profile]) -> Shelf:
    """Profiles made ready for `related`: built once for a bank, or again when an entry changes."""
    by_slug = {profile.slug: profile for profile in profiles}
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for profile in by_slug.values():
        for mark in _marks(profile):
            holders[mark].append(profile.slug)
    vectors = _vectors(by_slug)
    return Shelf(profiles=by_slug, vectors=vectors, holders={mark: tuple(slugs) for mark, slugs in holders.items()})


def related(bank: Shelf, slug: str, *, at_most: int = AT_MOST) -> tuple[Relation, ...]:
    """The entries that most belong with this one: never itself, best first, ties by slug; () if it isn't there."""
    if slug not in bank.profiles:
        return ()
    candidates = {other for mark in _marks(bank.profiles[slug]) for other in bank.holders.get(mark, ())} - {slug}
    found = (_relation(bank, slug, other) for other in candidates)
    worthy = [relation for relation in found if relation.score >= LEAST_SCORE]
    return tuple(sorted(worthy, key=lambda relation: (-relation.score, relation.slug))[:at_most])


def _relation(bank: Shelf, slug: str, other: str) -> Relation:
    bonds = [*_ties(bank.profiles[slug], bank.profiles[other]), *_alike(bank.vectors[slug], bank.vectors[other])]
    bonds.sort(key=lambda bond: (-bond.score, bond.sort))
    return Relation(slug=other, score=round(sum(bond.score for bond in bonds), 6), bonds=tuple(bonds))


def _ties(a: Profile, b: Profile) -> Iterable[Bond]:
    if b.slug in a.linked or a.slug in b.linked:
        yield Bond(sort="named", score=WEIGHTS["named"], words="named by our editor")
    if a.identities & b.cites:
        yield Bond(sort="cites", score=WEIGHTS["cites"], words="cites the original of this entry")
    if b.identities & a.cites:
        yield Bond(sort="cites", score=WEIGHTS["cites"], words="cited here")
    yield from _shared(
        "trial", [a.trials[name] for name in _same_trials(a, b)], "shares the trial", "shares {n} trials"
    )
    yield from _shared("treatment", sorted(a.treatments & b.treatments), "same treatment:", "same treatments:")
    yield from _shared("subject", sorted(a.subjects & b.subjects), "same subject:", "same subjects:")
    yield from _shared("reference", sorted(a.cites & b.cites), "a source in common", "{n} sources in common")


def _same_trials(a: Profile, b: Profile) -> list[str]:
    """Trials of one name, unless their known sizes say that they are two."""
    both = sorted(a.trials.keys() & b.trials.keys())
    return [name for name in both if None in (a.sizes[name], b.sizes[name]) or a.sizes[name] == b.sizes[name]]


def _shared(sort: str, items: Sequence[str], one: str, many: str) -> Iterable[Bond]:
    if not items:
        return
    counted = min(len(items), MOST_COUNTED[sort])
    lead = one if len(items) == 1 else many.format(n=len(items))
    named = "" if sort == "reference" or ("{n}" in many and len(items) > 1) else " " + _listed(items)
    yield Bond(sort=sort, score=WEIGHTS[sort] * counted, words=lead + named)


def _listed(items: Sequence[str]) -> str:
    shown = [item.replace("_", " ").replace("-", " ") for item in items[:3]]
    return ", ".join(shown) + (", …" if len(items) > 3 else "")


def _alike(a: Mapping[str, float], b: Mapping[str, float]) -> Iterable[Bond]:
    parts = sorted(
        ((a[word] * b[word], word) for word in a.keys() & b.keys()), key=lambda part: (-part[0], part[1])
    )
    cosine = math.fsum(part for part, _ in parts)
    if cosine >= LEAST_ALIKE:
        words = ", ".join(word for _, word in parts[:3])
        yield Bond(sort="words", score=WEIGHTS["words"] * cosine, words=f"alike in words: {words}")


def _marks(profile: Profile) -> Iterable[tuple[str, str]]:
    """What two entries must share one of to be compared at all."""
    yield from (("entry", slug) for slug in (profile.slug, *profile.linked))
    yield from (("trial", name) for name in profile.trials)
    yield from (("treatment", name) for name in profile.treatments)
    yield from (("subject", name) for name in profile.subjects)
    yield from (("source", name) for name in profile.cites | profile.identities)
    yield from (("word", word) for word in profile.title_words)


def _vectors(profiles: Mapping[str, Profile]) -> dict[str, dict[str, float]]:
    held_by = Counter(word for profile in profiles.values() for word in profile.words)
    return {slug: _unit(profile.words, held_by, len(profiles)) for slug, profile in profiles.items()}


def _unit(words: Mapping[str, int], held_by: Mapping[str, int], entries: int) -> dict[str, float]:
    raw = {word: n * (math.log((1 + entries) / (1 + held_by[word])) + 1) for word, n in words.items()}
    length = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
    return {word: value / length for word, value in raw.items()}
