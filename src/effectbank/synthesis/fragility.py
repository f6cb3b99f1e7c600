"""Fragility of a pooled result: how few people faring otherwise would turn its significance."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from effectbank.kernel.fit import Fits
from effectbank.kernel.studies import Floats
from effectbank.measures.zero_cells import Cells
from effectbank.numerals import p_value
from effectbank.synthesis.fragility_index import ARMS
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import asked_of, weighted
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.recounted import counts_of, fit_tables
from effectbank.synthesis.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One person of a study's group into (+1) or out of (-1) the event, and the fit's p and estimate after it."""

    study: str
    group: str
    events: int
    estimate: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Fragility(Told):
    """The fragility of a pooled result. `changes`: one person after another; the last turns the significance.

    `turned`: whether they do; if not, the search ended at its limit or with nobody left to change.
    """

    fit: Pooled
    changes: tuple[Change, ...]
    turned: bool
    people: int
    events: int

    @property
    def index(self) -> int | None:
        """How many people, None where the significance was not turned."""
        return len(self.changes) if self.turned else None

    @property
    def quotient(self) -> float | None:
        """Index over people."""
        return None if self.index is None else self.index / self.people

    @property
    def by_group(self) -> dict[tuple[str, str], int]:
        """Events more (or, below 0, fewer) by study and group, in order of first appearance."""
        totals: dict[tuple[str, str], int] = {}
        for one in self.changes:
            totals[one.study, one.group] = totals.get((one.study, one.group), 0) + one.events
        return totals

    def __repr__(self) -> str:
        return f"<Fragility index {self.index}, {self.fit!r}>"

    def __str__(self) -> str:
        before = "significant" if self.fit.significant else "not significant"
        if self.index is None:
            return f"Fragility index: none within {len(self.changes)} changes ({before}, {p_value(self.fit.p)})"
        last = self.changes[-1]
        turn = f"{before}, {p_value(self.fit.p)}; then {p_value(last.p)}"
        lines = [
            f"{abs(n)} {'more' if n > 0 else 'fewer'}: {study}, {group}"
            for (study, group), n in self.by_group.items()
        ]
        return "\n".join([f"Fragility index: {self.index} of {self.people} people ({turn})", *lines])

    def rows(self) -> list[dict[str, object]]:
        """One record a change, in order."""
        return [asdict(change) for change in self.changes]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance."""
        found = {
            "index": self.index, "quotient": self.quotient, "people": self.people, "events": self.events,
            "significant": self.fit.significant, "changes": self.rows(),
        }  # fmt: skip
        return stamped({"what": "Fragility", **asked_of(self.fit)}, found)


@takes(Pooled)
def fragility(fit: Pooled, limit: int = 1000) -> Fragility:
    """The fragility index of a meta-analysis of counts (Atal, Porcher, Boutron & Ravaud 2019).

    One person at a time: of all single changes of one person in any group of any study that move the interval
    towards turning the significance, the one that moves it furthest; until it turns. A result that isn't
    significant is tried in both directions, the shorter way counts. The way is greedy, as published: the index
    is what suffices, and could in principle be undercut. Each step is one batch of refits under the fit's own
    options. Ends unturned after `limit` changes. Raises NotEstimable for effects not made from counts.
    """
    cells = counts_of(fit.effects)
    if fit.significant:
        ways = [_way(fit, cells, up=fit.estimate < 0, limit=limit)]
    else:
        ways = [_way(fit, cells, up=True, limit=limit)]
        ways.append(_way(fit, cells, up=False, limit=len(ways[0][0]) if ways[0][1] else limit))
    changes, turned = min(ways, key=lambda way: (not way[1], len(way[0])))
    at = weighted(fit)
    a, n1, c, n2 = (cell[at] for cell in cells)
    return Fragility(
        fit=fit, changes=changes, turned=turned, people=int((n1 + n2).sum()), events=int((a + c).sum())
    )


def _way(fit: Pooled, cells: Cells, *, up: bool, limit: int) -> tuple[tuple[Change, ...], bool]:
    """Single changes that move the estimate up (or down), the furthest-moving first, until the result turns."""
    changes: list[Change] = []
    now = cells
    while len(changes) < limit:
        candidates = _candidates(fit, now, up=up)
        if not candidates:
            return tuple(changes), False
        versions = _versions(now, candidates)
        fits = fit_tables(fit.effects, fit.options, versions)
        best = _furthest(fit, fits, up=up)
        if best is None:
            return tuple(changes), False
        now = (versions[0][best], now[1], versions[2][best], now[3])
        changes.append(_change(fit, candidates[best], fits, best))
        if (fits.inference.p[best] < 1 - fit.options.level) != fit.significant:
            return tuple(changes), True
    return tuple(changes), False


def _candidates(fit: Pooled, cells: Cells, *, up: bool) -> list[tuple[int, int, int]]:
    """(study, arm, step): an event more with the intervention or one fewer without it moves the estimate up."""
    a, n1, c, n2 = cells
    step = 1 if up else -1
    free = {(0, 1): a < n1, (0, -1): a > 0, (1, 1): c < n2, (1, -1): c > 0}
    ways = ((0, step), (1, -step))
    return [(i, arm, by) for i in weighted(fit).tolist() for arm, by in ways if free[arm, by][i]]


def _versions(cells: Cells, candidates: list[tuple[int, int, int]]) -> Cells:
    a, n1, c, n2 = (np.tile(cell, (len(candidates), 1)) for cell in cells)
    for row, (i, arm, step) in enumerate(candidates):
        (a, c)[arm][row, i] += step
    return a, n1, c, n2


def _furthest(fit: Pooled, fits: Fits, *, up: bool) -> int | None:
    """Of the bound that must cross no effect, the version where it is furthest on its way."""
    found = fits.inference
    leaving = fit.significant  # towards no effect: the nearer bound; else away from it: the farther one
    bound: Floats = (found.high if leaving else found.low) if up else (found.low if leaving else found.high)
    way = np.where(np.isfinite(bound), bound if up else -bound, -np.inf)
    return int(way.argmax()) if np.isfinite(way).any() else None


def _change(fit: Pooled, candidate: tuple[int, int, int], fits: Fits, row: int) -> Change:
    i, arm, step = candidate
    return Change(
        study=fit.effects.labels[i],
        group=ARMS[arm],
        events=step,
        estimate=float(fits.estimate[row]),
        p=float(fits.inference.p[row]),
    )
