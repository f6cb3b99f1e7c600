"""The studies of a file by their ids; one that only a row or a judgement names is added: nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from effectbank.formats.cochrane.rm5 import faults
from effectbank.formats.cochrane.rm5.tree import Element, Telling
from effectbank.formats.cochrane.source import SourceStudy

ESCAPE = re.compile(r"_x([0-9a-fA-F]{4})_")


@dataclass(frozen=True, slots=True)
class Known:
    """Studies by id, in the file's order."""

    studies: dict[str, SourceStudy] = field(default_factory=dict)
    _times: dict[str, int] = field(default_factory=dict)

    def new_key(self, key: str) -> str:
        """The key, or with a number where it is taken: STD-Hat-1999 (2)."""
        new = key
        while new in self.studies:
            self._times[key] = self._times.get(key, 1) + 1
            new = f"{key} ({self._times[key]})"
        return new

    def study(self, element: Element, what: str, telling: Telling) -> str | None:
        """The study that a row or judgement names; None (and told) where it names none."""
        key = (element.get("STUDY_ID") or "").strip()
        if not key:
            telling.tell(faults.nameless(telling.at(element), what))
            return None
        if key not in self.studies:
            self.studies[key] = SourceStudy(key=key, name=decoded(key), place=telling.at(element))
            telling.tell(faults.study_added(telling.at(element), key, decoded(key)))
        return key


def _character(found: re.Match[str]) -> str:
    """The character of an escape; an escape of none that can stand alone is kept."""
    letter = chr(int(found[1], 16))
    return letter if letter.isprintable() or letter.isspace() else found[0]


def decoded(key: str) -> str:
    """The name within an id: STD-El_x002d_Daher-1991 is El-Daher 1991."""
    name = re.sub(r"^(STD|REF)-", "", key).replace("-", " ")
    return ESCAPE.sub(_character, name).replace("\u00a0", " ").strip() or key
