"""PooledBatch: what pooling many analyses yields, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.studies import Floats
from effectbank.measures.back import harmonic_mean
from effectbank.measures.catalogue import measure_named
from effectbank.measures.effects import Effects
from effectbank.numerals import html_table
from effectbank.problems import UnknownName
from effectbank.synthesis.display_batch import Bounds, DisplayBatch, display_batch
from effectbank.synthesis.options import PoolOptions
from effectbank.synthesis.pool import pool_with
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told

MOST_SHOWN = 100  # analyses in a table of HTML
REASONS = (
    "",
    "no study has an estimate",
    "the method finds no finite estimate: a group has no events",
    "all studies have the weight 0",
)
FITTED, NO_STUDY, NO_ESTIMATE, NO_WEIGHT = range(len(REASONS))


@dataclass(frozen=True, eq=False)  # without slots, so that what is worked out can be kept
class Analyses:
    """Which rows of a long table make each analysis: bounds[i] to bounds[i + 1], of `order` if there is one."""

    names: NDArray[Any]
    order: NDArray[np.intp] | None
    bounds: NDArray[np.intp]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The analyses' names as words: of a million a while, so made when asked for."""
        return tuple(map(str, self.names.tolist()))

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """Where each analysis begins."""
        return self.bounds[:-1]

    @cached_property
    def sizes(self) -> NDArray[np.intp]:
        """How many rows each analysis has."""
        return np.diff(self.bounds)

    def __len__(self) -> int:
        return self.names.size

    def rows(self, i: int) -> NDArray[np.intp]:
        """The rows of analysis i."""
        place = np.arange(self.bounds[i], self.bounds[i + 1])
        return place if self.order is None else self.order[place]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeterogeneityBatch:
    """Heterogeneity's names, as arrays."""

    q: Floats
    df: Floats
    tau2: Floats
    tau2_se: Floats
    i2: Floats
    h2: Floats

    @property
    def p(self) -> Floats:
        """P of Q if all effects are equal; worked out when asked for."""
        return np.where(np.isfinite(self.q), chi2_upper(np.nan_to_num(self.q), np.nan_to_num(self.df)), np.nan)

    @property
    def tau(self) -> Floats:
        """The standard deviation of the true effects."""
        return np.asarray(np.sqrt(self.tau2), dtype=float)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PooledBatch(Told):
    """Pooled's names, as arrays, one element an analysis; `batch[i]` or `batch[label]` is a Pooled.

    An analysis that cannot be fitted is NaN, and its `reason` is not 0: REASONS says what it means. Asking for its
    Pooled raises NotEstimable in full.
    """

    effects: Effects
    options: PoolOptions
    analyses: Analyses
    k: Floats
    estimate: Floats
    se: Floats
    statistic: Floats
    df: Floats
    p: Floats
    ci: Bounds
    prediction: Bounds
    heterogeneity: HeterogeneityBatch
    reason: NDArray[np.uint8]

    @property
    def labels(self) -> tuple[str, ...]:
        """The analyses, in order of first appearance."""
        return self.analyses.labels

    @property
    def display(self) -> DisplayBatch:
        """The same on the scale it is told on, each analysis by the sizes of its own studies where that matters."""
        of = measure_named(self.effects.measure)
        if of.sized_by in self.effects.cells:
            of = of.sized(self._sizes(self.effects.cells[of.sized_by]))
        return display_batch(of, self.estimate, self.ci, self.prediction)

    def _sizes(self, sizes: Floats) -> Floats:
        """The harmonic mean of each analysis's sizes."""
        known = np.where(np.isfinite(self.effects.yi), sizes, np.nan)
        return np.array([harmonic_mean(known[self.analyses.rows(i)]) for i in range(len(self))])

    @property
    def significant(self) -> NDArray[np.bool_]:
        """Whether p is below 1 - level."""
        return np.asarray(self.p < 1 - self.options.level)

    @property
    def estimable(self) -> NDArray[np.bool_]:
        """Which analyses have an estimate."""
        return np.asarray(self.reason == FITTED)

    @property
    def not_estimable(self) -> Mapping[str, str]:
        """The analyses without an estimate, and why."""
        return {self.labels[i]: REASONS[self.reason[i]] for i in np.flatnonzero(self.reason).tolist()}

    def __len__(self) -> int:
        return len(self.analyses)

    def __getitem__(self, which: int | str) -> Pooled:
        if isinstance(which, str) and which not in self.labels:
            raise UnknownName("analysis", which, self.labels)
        row = self.labels.index(which) if isinstance(which, str) else range(len(self))[which]
        return pool_with(self.effects.subset(self.analyses.rows(row)), self.options)

    def __repr__(self) -> str:
        return (
            f"<PooledBatch of {len(self)} {self.effects.of.label} analyses, {int(self.estimable.sum())} estimable>"
        )

    def rows(self) -> list[dict[str, object]]:
        """One record an analysis."""
        return self._first(len(self))

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance; NaN becomes None."""
        asked = {"what": "PooledBatch", "measure": self.effects.measure, "options": self.options.to_dict()}
        return stamped(asked, {"analyses": self.rows()})

    def _repr_html_(self) -> str:
        return html_table(repr(self).strip("<>"), self._first(MOST_SHOWN))

    def _first(self, count: int) -> list[dict[str, object]]:
        named = {
            "k": self.k, "estimate": self.estimate, "se": self.se, "low": self.ci.low, "high": self.ci.high,
            "p": self.p, "q": self.heterogeneity.q, "tau2": self.heterogeneity.tau2, "i2": self.heterogeneity.i2,
        }  # fmt: skip
        return [
            {
                "analysis": label,
                **{name: float(column[i]) for name, column in named.items()},
                "reason": REASONS[self.reason[i]],
            }
            for i, label in enumerate(self.labels[:count])
        ]


def pooled_batch(
    effects: Effects, chosen: PoolOptions, analyses: Analyses, found: dict[str, Floats]
) -> PooledBatch:
    """The columns found, made read-only, NaN where there is no estimate."""
    estimable = np.isfinite(found["estimate"])
    otherwise = NO_ESTIMATE if chosen.pools_tables else NO_WEIGHT
    reason = np.where(estimable, FITTED, np.where(found["k"] > 0, otherwise, NO_STUDY)).astype(np.uint8)
    for name, column in found.items():
        if name != "k" and not estimable.all():
            column[~estimable] = np.nan
        column.setflags(write=False)
    shared = {name: found[name] for name in ("k", "estimate", "se", "statistic", "df", "p")}
    return PooledBatch(
        effects=effects,
        options=chosen,
        analyses=analyses,
        **shared,
        ci=Bounds(low=found["low"], high=found["high"]),
        prediction=Bounds(low=found["prediction_low"], high=found["prediction_high"]),
        heterogeneity=HeterogeneityBatch(
            df=found["q_df"], **{name: found[name] for name in ("q", "tau2", "tau2_se", "i2", "h2")}
        ),
        reason=reason,
    )
