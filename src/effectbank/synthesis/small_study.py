"""What the small-study methods have in common: how they are told, and that few studies can tell little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.measures.effects import Effects
from effectbank.problems import NotEstimable
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped

FEW = 10  # Sterne et al. 2011 (BMJ 343:d4002): below, chance and asymmetry cannot be told apart

Told = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SmallStudy:
    """A method's answer: `k` studies used, what was chosen, and the null hypothesis or question in words."""

    title: ClassVar[str] = ""

    effects: Effects
    k: int

    @property
    def hypothesis(self) -> str:
        """The null hypothesis, or where nothing is tested what is assumed."""
        raise NotImplementedError

    @property
    def headline(self) -> str:
        """The answer in a line."""
        raise NotImplementedError

    @property
    def told(self) -> Told:
        """The answer as rows of label and number."""
        raise NotImplementedError

    @property
    def found(self) -> Mapping[str, Any]:
        """The answer as named numbers."""
        raise NotImplementedError

    @property
    def chosen(self) -> Mapping[str, Any]:
        """What was chosen."""
        return {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know before believing it."""
        return few(self.k)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.headline}>"

    def __str__(self) -> str:
        lines = [self.title_line, "", *(f"{label}: {value}" for label, value in self.told)]
        return "\n".join([*lines, f"hypothesis: {self.hypothesis}", *(f"note: {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        rows = [*self.told, ("hypothesis", self.hypothesis), *(("note", note) for note in self.notes)]
        cells = "".join(f'<tr><th scope="row">{escape(a)}</th><td>{escape(b)}</td></tr>' for a, b in rows)
        return f"<table><caption>{escape(self.title_line)}</caption><tbody>{cells}</tbody></table>"

    @property
    def title_line(self) -> str:
        """The title with the number of studies."""
        return f"{self.title} (k = {self.k})"

    def rows(self) -> list[dict[str, Any]]:
        """Tidy records: one, of the numbers found."""
        return [{**self.chosen, "k": self.k, **self.found}]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance; NaN becomes None."""
        asked = {
            "what": type(self).__name__,
            "measure": self.effects.measure,
            "choices": dict(self.chosen),
            "studies": self.effects.rows(),
        }
        said = {"hypothesis": self.hypothesis, "notes": list(self.notes)}
        return stamped(asked, {"k": self.k, **self.found, **said})


def few(k: int) -> tuple[str, ...]:
    """The note on few studies, where they are."""
    if k >= FEW:
        return ()
    return (
        f"{k} {'study' if k == 1 else 'studies'}, fewer than {FEW}: "
        "whatever it says, chance could have said it; do not rely on it",
    )


def effects_of(of: Effects | Pooled) -> Effects:
    """The effects themselves, or those that a fit pooled: metafor's tests take a fit."""
    return of.effects if isinstance(of, Pooled) else of


def present(effects: Effects) -> NDArray[np.bool_]:
    """Which studies have an estimate."""
    return np.asarray(np.isfinite(effects.yi) & np.isfinite(effects.vi) & (effects.vi > 0))


def estimates(effects: Effects, *, least: int, what: str) -> tuple[Floats, Floats]:
    """Estimates and variances of the studies that have one; raises NotEstimable for fewer than `least`."""
    at = present(effects)
    k = int(at.sum())
    if k < least:
        reasons = "; ".join(f"{gap.study}: {gap.reason}" for gap in effects.missing)
        needed = "a study" if least == 1 else f"{least} studies or more"
        raise NotEstimable(f"{what} needs {needed} with an estimate, {k} given", reasons)
    return effects.yi[at], effects.vi[at]
