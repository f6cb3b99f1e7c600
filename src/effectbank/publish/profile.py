"""What an entry is compared by: its trials, treatments, subjects, sources, editor's links and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from effectbank.review import Review

# Controls are not what an entry is about.
NOT_TREATMENTS = frozenset(
    {"placebo", "none", "control", "no_treatment", "no treatment", "usual_care", "usual care", ""}
)
TITLE_COUNTS = 3  # a word of the title weighs as three of the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An entry as the comparison sees it. `trials` maps names to labels, `sizes` names to head counts."""

    slug: str
    subjects: frozenset[str]
    treatments: frozenset[str]
    trials: Mapping[str, str]
    sizes: Mapping[str, int | None]
    identities: frozenset[str]
    cites: frozenset[str]
    linked: tuple[str, ...]
    words: Mapping[str, int]
    title_words: frozenset[str]


def profile(review: Review) -> Profile:
    """The profile of a folder's entry; a folder with a card only has its words and subjects."""
    card = review.card
    title = Counter(words_of(card.title))
    text = Counter(words_of(" ".join((card.strapline, *card.key_points, *card.subjects, review.text))))
    included = {name: study for name, study in review.studies.items() if study.status == "included"}
    return Profile(
        slug=card.slug,
        subjects=frozenset(card.subjects),
        treatments=frozenset(arm.treatment for arm in review.arms) - NOT_TREATMENTS,
        trials={name: study.label for name, study in included.items()},
        sizes={name: study.randomised for name, study in included.items()},
        identities=frozenset(filter(None, [source_name(card.title_url)])),
        cites=frozenset(name for item in review.references for name in _source_names(item)),
        linked=card.linked,
        words={word: text[word] + TITLE_COUNTS * title[word] for word in text.keys() | title.keys()},
        title_words=frozenset(title),
    )


def words_of(text: str) -> Iterable[str]:
    """The words that tell one text from another: lower case, three letters or more, plural as singular."""
    for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"\]\([^)]*\)", "]", text).casefold()):
        if word not in common_words():
            yield (
                word[:-1]
                if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
                else word
            )


@cache
def common_words() -> frozenset[str]:
    """Words too common to tell one text from another (common_words.txt)."""
    return frozenset((files("effectbank.publish") / "common_words.txt").read_text(encoding="utf-8").split())


def source_name(address: str) -> str:
    """A document's DOI if its address holds one, else the address; so that two ways of naming it meet."""
    doi = re.search(r"10\.\d{4,9}/\S+", address)
    return doi.group().casefold().rstrip(".") if doi else address.strip().rstrip("/").casefold()


def _source_names(item: Mapping[str, Any]) -> Iterable[str]:
    found = (item.get("DOI"), item.get("URL"), f"pmid:{item['PMID']}" if item.get("PMID") else None)
    return {source_name(str(name)) for name in found if name}
