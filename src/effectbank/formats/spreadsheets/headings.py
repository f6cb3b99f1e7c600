"""A heading's words taken apart: what its cells are, of which group, and what is left over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from effectbank.formats.spreadsheets import vocabulary
from effectbank.formats.spreadsheets.roles import NUMBERS
from effectbank.formats.spreadsheets.vocabulary import Phrase

Meaning = TypeVar("Meaning")

LONGEST = 5  # words of a phrase
JOINT = " | "  # between a heading and those over it
WORD = re.compile(r"(?i:(?:hb)?a1c)\b|[^\W\d_]+|\d+|[/%±,]|\+/-", re.UNICODE)  # HbA1c is no "c" for control
LETTERS = ("X", "Y")  # that may tell one drug from another
STAND_ALONE = ("study", "author", "year", "country", "note")  # whatever stands over them
LITTLE_OR = re.compile(r"(?<=\w )(?<!log )(?<!ln )or(?= \w)")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])(?!A1[Cc])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a heading's words say. `role` and `group` are "" where they don't; `called` is the group's own word.

    `why` is the reason for the role where it isn't the heading alone.

    `measure` and `scale` belong to an estimate: RR on a ratio, log or difference scale. `rest` is left over.
    """

    role: str = ""
    group: str = ""
    called: str = ""
    rest: tuple[str, ...] = ()
    sure_of_role: bool = True
    sure_of_group: bool = True
    why: str = ""
    measure: str = ""
    scale: str = ""

    @property
    def of_numbers(self) -> bool:
        """Whether the role is one of numbers about a group or an estimate."""
        return self.role in NUMBERS


def meant_by(heading: str) -> Meant:
    """What a heading says, its levels together; of two words for cells, the longer or later one stands."""
    alone = _named_alone(heading)
    return Meant(role=alone) if alone else meant_in_words(heading)


def meant_in_words(heading: str) -> Meant:
    """The same where the heading doesn't stand for itself, as Intervention over cells like 5/12."""
    words = words_of(heading)
    estimate, rest = _taken(words, vocabulary.ESTIMATES)
    contrast, without = _taken(rest, vocabulary.CONTRASTS)
    if estimate:
        measure, scale = estimate
        role, sure = contrast or ("estimate", True)
        role = "estimate/interval" if role == "interval" else role
        return Meant(role=role, rest=_left(without), sure_of_role=sure, measure=measure, scale=scale)
    cell, after = _taken(words, vocabulary.CELLS)
    group, left = _taken(after, vocabulary.GROUPS)
    if contrast and (not cell or (cell[0] == "percent" and contrast[0] in ("interval", "low", "high"))):
        return Meant(role=contrast[0], rest=_left(without), sure_of_role=contrast[1])
    return Meant(
        role=cell[0] if cell else "",
        group=group[0] if group else "",
        called=" ".join(_without(after, left)),
        rest=_left(left),
        sure_of_role=not cell or cell[1],
        sure_of_group=not group or group[1],
    )


def words_of(heading: str) -> Phrase:
    """The words and signs of a heading, in small letters but for N alone; meanT and mean1 are two words each.

    The little word "or" is no odds ratio, which is written OR, or log or.
    """
    plain = HUMP.sub(" ", heading.replace("'", "").replace("’", "").replace("+/-", "±"))
    found = WORD.findall(LITTLE_OR.sub(" ", plain) or plain)
    return tuple(word if word == "N" else word.casefold() for word in _with_letters(found))


def _with_letters(words: Sequence[str]) -> list[str]:
    """The words; a capital X or Y after a name is part of it: Drug X holds no x, which may be events."""
    found: list[str] = []
    for word in words:
        if word in LETTERS and found and _is_name(found[-1]):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _is_name(word: str) -> bool:
    """Whether a word may be a group's own name: capitalised, and not one of those for cells."""
    return len(word) > 2 and word.istitle() and (word.casefold(),) not in vocabulary.CELLS


def _named_alone(heading: str) -> str:
    """The role of a heading that stands for itself, as Study or Year; "" where it is none of those."""
    whole, last = (" ".join(words_of(words)).casefold() for words in (heading, heading.rpartition(JOINT)[2]))
    found = {words: role for role, names in vocabulary.NAMES.items() for words in names if words in (whole, last)}
    return found.get(whole) or (found.get(last, "") if found.get(last) in STAND_ALONE else "")


def _taken(words: Phrase, table: Mapping[Phrase, Meaning]) -> tuple[Meaning | None, Phrase]:
    """The meaning of the longest, then the last phrase that the table knows, and the other words."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            found = table.get(words[start : start + length])
            if found is not None:
                return found, words[:start] + words[start + length :]
    return None, words


def _without(words: Phrase, left: Phrase) -> Phrase:
    """The words taken: those of `words` that aren't `left`."""
    return tuple((Counter(words) - Counter(left)).elements())


def _left(words: Phrase) -> Phrase:
    return tuple(word for word in words if word not in vocabulary.STOPWORDS and word not in "/%±,")
