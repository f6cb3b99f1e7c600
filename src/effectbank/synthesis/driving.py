"""Which studies drive a result: the fewest whose leaving out turns its direction or its significance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.fit import Fits
from effectbank.kernel.studies import Floats
from effectbank.numerals import estimate_ci, usual_digits
from effectbank.problems import BadInput
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import asked_of
from effectbank.synthesis.pool import leave_out
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told

LARGEST_K = 30
ON_THE_NULL = 1e-9  # standard errors: nearer than this is rounding, not a side
DIRECTION, SIGNIFICANCE = "direction", "significance"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrivingSet:
    """Studies whose leaving out turns the result, what it turns, and the fit without them."""

    left_out: tuple[str, ...]
    turns: str  # "direction", "significance" or "both"
    fit: Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Driving(Told):
    """The minimal driving sets of `fit`, out of `searched` sets of at most `largest` studies."""

    fit: Pooled
    sets: tuple[DrivingSet, ...]
    searched: int
    largest: int

    @property
    def headline(self) -> str:
        """The answer in a line."""
        return f"{len(self.sets)} sets of at most {self.largest} studies turn {self.fit!r}"

    def __str__(self) -> str:
        return self.sentence()

    def rows(self) -> list[dict[str, Any]]:
        """One record a set: who is left out, what that turns, and the estimate then."""
        return [
            {"left_out": ", ".join(one.left_out), "turns": one.turns, "estimate": one.fit.estimate,
             "low": one.fit.ci.low, "high": one.fit.ci.high, "p": one.fit.p}
            for one in self.sets
        ]  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {"what": "Driving", "largest": self.largest, **asked_of(self.fit)}
        return stamped(asked, {"sets": self.rows(), "searched": self.searched, "sentence": self.sentence()})

    def sentence(self, labels: Mapping[str, str] | None = None) -> str:
        """What drives the result, in plain words; `labels` rename studies for print."""
        if not self.sets:
            how = (
                "single study"
                if self.largest == 1
                else "one or two studies"
                if self.largest == 2
                else "few studies"
            )
            return f"Leaving out any {how} turns neither the direction of this result nor its significance."
        return " ".join(_told(one, self.fit, labels or {}) for one in self.sets)


@takes(Pooled)
def driving(fit: Pooled, largest: int = 2) -> Driving:
    """Search every set of at most `largest` of the fit's studies, under the fit's own model, as one batch.

    The direction is turned by an estimate on the other side of no effect; one that lands exactly on it (2/19
    against 2/19: RR 1.00) has lost its direction without turning it, and is not listed for that. A set is listed
    for a turn only if no smaller set within it makes that turn. Raises BadInput beyond 30 studies.
    """
    weighted = np.flatnonzero(np.nan_to_num(fit.weights) > 0).tolist()
    if len(weighted) > LARGEST_K:
        raise BadInput(
            f"{len(weighted)} studies given; the search of single studies and pairs is for at most {LARGEST_K}"
        )
    sizes = range(1, min(largest, len(weighted) - 1) + 1)
    candidates = [chosen for size in sizes for chosen in combinations(weighted, size)]
    found = _minimal(candidates, _turns(fit, candidates))
    return Driving(
        fit=fit,
        sets=tuple(_driving_set(fit, chosen, turns) for chosen, turns in found.items()),
        searched=len(candidates),
        largest=largest,
    )


def _turns(fit: Pooled, candidates: list[tuple[int, ...]]) -> list[frozenset[str]]:
    """What leaving out each candidate turns; nothing where nothing can be estimated without it."""
    if not candidates:
        return []
    masks = np.ones((len(candidates), len(fit.effects)), dtype=bool)
    for row, chosen in enumerate(candidates):
        masks[row, list(chosen)] = False
    fits: Fits = fit_batch(fit.effects, fit.options, masks)
    sided = _side(fits.estimate, fits.inference.se) * _side(fit.estimate, fit.se) < 0
    tested = np.isfinite(fits.inference.p)
    turned = tested & ((fits.inference.p < 1 - fit.options.level) != fit.significant)
    return [
        frozenset(name for name, yes in ((DIRECTION, sided[i]), (SIGNIFICANCE, turned[i])) if yes)
        for i in range(len(candidates))
    ]


def _side(estimate: ArrayLike, se: ArrayLike) -> Floats:
    """-1, 0 or 1: which side of no effect, 0 where the estimate is on it but for rounding (or unknown)."""
    off = np.abs(estimate) > ON_THE_NULL * np.asarray(se)
    return np.where(off, np.sign(estimate), 0.0)


def _minimal(
    candidates: list[tuple[int, ...]], turns: list[frozenset[str]]
) -> dict[tuple[int, ...], frozenset[str]]:
    """Only the turns that no smaller listed set within the candidate makes; candidates come by size."""
    listed: dict[tuple[int, ...], frozenset[str]] = {}
    for chosen, turned in zip(candidates, turns, strict=True):
        already = [made for smaller, made in listed.items() if set(smaller) < set(chosen)]
        news = turned.difference(*already)
        if news:
            listed[chosen] = news
    return listed


def _driving_set(fit: Pooled, chosen: tuple[int, ...], turns: frozenset[str]) -> DrivingSet:
    labels = tuple(fit.effects.labels[i] for i in chosen)
    word = "both" if len(turns) == 2 else next(iter(turns))
    return DrivingSet(left_out=labels, turns=word, fit=leave_out(fit, labels))


def _told(one: DrivingSet, whole: Pooled, labels: Mapping[str, str]) -> str:
    names = [labels.get(name, name) for name in one.left_out]
    d = one.fit.display
    without = f"{d.label} {estimate_ci(d.estimate, d.ci.low, d.ci.high, usual_digits(whole.effects.measure))}"
    turned = []
    if one.turns in ("direction", "both"):
        turned.append("turns its direction")
    if one.turns in ("significance", "both"):
        turned.append("takes away its significance" if whole.significant else "makes it statistically significant")
    return f"Leaving out {_listed(names)} {' and '.join(turned)}: {without}."


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} alone"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 2 else f"both {names[0]} and {names[1]}"
