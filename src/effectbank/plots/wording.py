"""The words and the emphasis of a figure that its record doesn't know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from effectbank.problems import UnknownName
from effectbank.synthesis import Pooled

MODELS = {"random": "Random effects", "common": "Common effect"}
METHODS = {"IV": "", "MH": ", Mantel-Haenszel", "Peto": ", Peto"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Study labels by name, the two groups, whom each side favours, a title, decimals; and studies to point out."""

    labels: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, str] = ("Intervention", "Control")
    favours: tuple[str, str] = ("", "")
    title: str = ""
    digits: int = 2
    picked: frozenset[str] = frozenset()

    def label(self, study: str) -> str:
        """What a study is called on the figure."""
        return self.labels.get(study, study)

    def named(self, studies: Sequence[str]) -> tuple[str, ...]:
        """What each is called."""
        return tuple(map(self.label, studies))


def chosen_of(asked: str | Sequence[str], known: Sequence[str]) -> frozenset[str]:
    """The studies to point out, one or several; raises UnknownName for one that the record doesn't hold."""
    names = (asked,) if isinstance(asked, str) and asked else tuple(asked)
    for name in names:
        if name not in known:
            raise UnknownName("study", name, known)
    return frozenset(names)


def model_name(fit: Pooled) -> str:
    """The model and, where it isn't inverse variance, the method."""
    return MODELS[fit.options.model] + METHODS[fit.options.method]
