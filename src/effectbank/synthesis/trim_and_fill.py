"""Trim and fill (Duval & Tweedie 2000): the studies a symmetric funnel plot lacks, and the fit with them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from effectbank.kernel import trimming
from effectbank.kernel.projection import Design, coefficients, design, project
from effectbank.kernel.regression import ESTIMATORS as ESTIMATORS_WITH_MODERATORS
from effectbank.kernel.studies import Floats, studies
from effectbank.measures.effects import Effects, frozen, readonly
from effectbank.numerals import fixed, interval
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.options import PoolOptions
from effectbank.synthesis.pool import pool, pool_with
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import SmallStudy, Told, few, present

SIDES = ("left", "right")
ESTIMATORS = tuple(trimming.COUNTS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TrimAndFill(SmallStudy):
    """`lacking` studies on the `side` where small ones are scarcest, and `filled`, the fit with them mirrored in.

    `lacking_se`: of the count before rounding, None where its formula has no root. `p_none`: for R0 only, of the
    null that none lacks. `fit`: the one given. The filled studies are the last of `filled.effects`, "filled 1", ….
    """

    title: ClassVar[str] = "Trim and fill"

    fit: Pooled
    side: str
    estimator: str
    lacking: int
    lacking_se: float | None
    p_none: float | None
    filled: Pooled

    @property
    def hypothesis(self) -> str:
        """What is assumed; R0 tests that none lacks."""
        tested = f"no study lacks on the {self.side}; " if self.estimator == "R0" else ""
        return f"{tested}the funnel plot of all studies ever done is symmetric, and what lacks are the most extreme"

    @property
    def headline(self) -> str:
        """How many, where, and the estimate with them."""
        f = self.filled
        ci = f"[{fixed(f.ci.low, 4)}, {fixed(f.ci.high, 4)}]"
        return f"{self.lacking} lacking on the {self.side} ({self.estimator}), filled {fixed(f.estimate, 4)} {ci}"

    @property
    def told(self) -> Told:
        """The count, and both estimates."""
        se = "" if self.lacking_se is None else f" (SE = {fixed(self.lacking_se, 4)})"
        rows = [
            (f"studies lacking on the {self.side}", f"{self.lacking}{se}"),
            (f"{self.fit.display.label} as given", _told(self.fit)),
            (f"{self.filled.display.label} filled", _told(self.filled)),
        ]
        return rows if self.p_none is None else [*rows, ("p, if none lacks", fixed(self.p_none, 4))]

    @property
    def notes(self) -> tuple[str, ...]:
        """Few studies; and what trim and fill is for."""
        return (*few(self.k), "shows how far the result may hang on unseen studies; it is no corrected result")

    @property
    def chosen(self) -> Mapping[str, Any]:
        """The estimator."""
        return {"estimator": self.estimator, "options": self.fit.options.to_dict()}

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        f, added = self.filled, slice(len(self.fit.effects), None)
        return {
            "side": self.side, "lacking": self.lacking, "lacking_se": self.lacking_se, "p_none": self.p_none,
            "estimate": f.estimate, "se": f.se, "p": f.p, "low": f.ci.low, "high": f.ci.high,
            "tau2": f.heterogeneity.tau2, "q": f.heterogeneity.q, "yi_filled": f.effects.yi[added].tolist(),
            "vi_filled": f.effects.vi[added].tolist(),
        }  # fmt: skip


@takes(Effects, Pooled)
def trim_and_fill(of: Effects | Pooled, *, side: str | None = None, estimator: str = "L0") -> TrimAndFill:
    """Trim the most extreme studies until the rest is symmetric, then fill in their mirror images and pool again.

    Duval & Tweedie 2000, Biometrics 56:455.

    `side`: where studies lack, "left" or "right"; None: where the small studies are scarcer, by the slope of the
    estimates on their standard errors under the fit's own model. `estimator`: "L0", "R0" or "Q0" of how many.
    Effects are pooled by the defaults of `pool` first.

    Raises UnknownName; BadInput for Mantel-Haenszel and Peto, whose tables have no mirror image; NotEstimable for
    fewer than 3 studies, where Q0 has no value, or where the iteration never settles.
    """
    if estimator not in ESTIMATORS:
        raise UnknownName("estimator of lacking studies", estimator, ESTIMATORS)
    if side is not None and side not in SIDES:
        raise UnknownName("side", side, SIDES)
    fit = of if isinstance(of, Pooled) else pool(of)
    o = _without_tables(fit.options)
    at = present(fit.effects)
    y, v = fit.effects.yi[at], fit.effects.vi[at]
    if y.size < 3:
        raise NotEstimable(f"trim and fill needs 3 studies or more, and has {y.size}")
    side = side or scarcer_side(y, v, o)
    mirror = -1.0 if side == "right" else 1.0
    order = np.argsort(mirror * y, kind="stable")
    given = fit.effects.subset(np.flatnonzero(at)[order])
    risen = replace(given, yi=readonly(mirror * given.yi))  # what lacks, lacks on the left
    lacking, centre = _settled(risen, o, estimator)
    n = trimming.rounded(lacking)
    beyond = slice(y.size - n, None)
    added = Filled(mirror * (2 * centre - risen.yi[beyond]), risen.vi[beyond], risen, beyond)
    se = trimming.standard_error(estimator, lacking, int(y.size))
    whole = with_filled(fit.effects, added, o.weights)
    return TrimAndFill(
        effects=fit.effects,
        k=int(y.size),
        fit=fit,
        side=side,
        estimator=estimator,
        lacking=n,
        lacking_se=None if math.isnan(se) else se,
        p_none=0.5 ** (n + 1) if estimator == "R0" else None,
        filled=pool_with(whole, o),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """Mirror images `yi` with variances `vi`, of the studies `which` of `of`."""

    yi: Floats
    vi: Floats
    of: Effects
    which: slice


def scarcer_side(y: Floats, v: Floats, o: PoolOptions) -> str:
    """Right if estimates fall as standard errors rise, else left."""
    d = design(studies(y, v), np.column_stack([np.ones(y.size), np.sqrt(v)]))
    if not d.independent.all():
        raise NotEstimable(
            "all studies have the same variance, so neither side is scarce in small ones", "name a side"
        )
    b, _ = coefficients(d, project(d, _between(d, o)))
    return "right" if b[1] < 0 else "left"


def _between(d: Design, o: PoolOptions) -> Floats | float:
    """The tau2 of the model with standard errors as moderator."""
    if o.tau2 is None or o.tau2_given is not None:
        return o.tau2_given or 0.0
    if o.tau2 not in ESTIMATORS_WITH_MODERATORS:
        raise BadInput(f"tau2={o.tau2!r} has no form with moderators, by which the side is found; name a side")
    return ESTIMATORS_WITH_MODERATORS[o.tau2](d)


def with_filled(effects: Effects, added: Filled, weights: str | None) -> Effects:
    """The effects with the mirror images after them, and every number of theirs that is no estimate's raw data."""

    def both(ours: Mapping[str, Any], theirs: Mapping[str, Any], name: str) -> dict[str, Any]:
        return {name: np.concatenate([ours[name], theirs[name][added.which]])} if name in ours else {}

    n = added.yi.size
    return replace(
        effects,
        yi=readonly(np.concatenate([effects.yi, added.yi])),
        vi=readonly(np.concatenate([effects.vi, added.vi])),
        labels=(*effects.labels, *(f"filled {i + 1}" for i in range(n))),
        cells=frozen(both(effects.cells, added.of.cells, effects.of.sized_by)),
        moderators=frozen(both(effects.moderators, added.of.moderators, weights or "")),
    )


def _settled(risen: Effects, o: PoolOptions, estimator: str) -> tuple[float, float]:
    """The count before rounding, and the centre it is about; studies of `risen` in rising order."""
    seen: list[int] = [0]
    k = len(risen)
    for _ in range(trimming.LARGEST_COUNT):
        if seen[-1] >= k:
            raise NotEstimable(
                f"{estimator} would trim all {k} studies: nothing is left to pool", "try another estimator"
            )
        centre = pool_with(risen.subset(np.arange(k - seen[-1])), o).estimate
        lacking = trimming.COUNTS[estimator](trimming.signed_ranks(risen.yi, centre))
        if math.isnan(lacking):
            raise NotEstimable(f"{estimator} has no real value with all ranks to one side", "use estimator='L0'")
        if (n := trimming.rounded(lacking)) == seen[-1]:
            return lacking, centre
        seen.append(n)
    cycle = sorted(set(seen[-10:]))
    raise NotEstimable(
        f"{estimator} never settles: it goes round between {cycle} lacking studies", "try another estimator"
    )


def _without_tables(o: PoolOptions) -> PoolOptions:
    """The options for estimates as they stand; raises BadInput where tables were pooled."""
    if o.method != "IV" or o.q_centre != "IV":
        raise BadInput(f"method={o.method!r} pools tables, which have no mirror image; fit with method='IV'")
    return replace(o, zero_cells=None, double_zero=None, preset=None)


def _told(fit: Pooled) -> str:
    d = fit.display
    return f"{fixed(d.estimate, 4)} ({interval(d.ci.low, d.ci.high, 4)})"
