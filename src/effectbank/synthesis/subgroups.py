"""Subgroups, each pooled by itself, and the test of whether they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, Unpack

import numpy as np

from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.fit import GIVEN
from effectbank.kernel.projection import design
from effectbank.kernel.regression import ESTIMATORS, tau2_of
from effectbank.kernel.studies import cochran_q, studies, weighted_mean
from effectbank.measures.columns import is_empty
from effectbank.measures.effects import Effects
from effectbank.numerals import fixed, p_value
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis.fitting import as_pooled
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.options import Choices, PoolOptions
from effectbank.synthesis.per_study import asked_of
from effectbank.synthesis.pool import pool_with, with_weights
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupTest:
    """Q between the subgroups' pooled estimates, weighted by 1/se^2. Null hypothesis: they are all equal."""

    q: float
    df: int
    i2: float

    @property
    def null(self) -> str:
        """The hypothesis that p speaks of."""
        return "the subgroups' pooled effects are all equal"

    @property
    def p(self) -> float:
        """P of Q if the subgroups' effects are all equal."""
        return float(chi2_upper(self.q, self.df))

    def __str__(self) -> str:
        return f"Test for subgroup differences: Q(df = {self.df}) = {fixed(self.q, 4)}, {p_value(self.p)}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Subgroups(Told):
    """Each subgroup's Pooled by its name, and the test between them.

    `common_tau2`: the tau2 that all share; None where each has its own. `not_estimable` holds the subgroups without
    any estimate, and why.
    """

    by: str
    groups: Mapping[str, Pooled]
    test: SubgroupTest
    not_estimable: Mapping[str, str]
    common_tau2: float | None = None

    @property
    def headline(self) -> str:
        """How many, and the test between them."""
        return f"of {len(self.groups)} groups, {self.test}"

    def __str__(self) -> str:
        lines = [f"{name}: k = {g.k}, {g!r}" for name, g in self.groups.items()]
        return "\n".join([*lines, str(self.test)])

    def rows(self) -> list[dict[str, object]]:
        """One record a subgroup."""
        return [
            {"subgroup": name, "k": g.k, "estimate": g.estimate, "se": g.se, "low": g.ci.low, "high": g.ci.high,
             "p": g.p, "tau2": g.heterogeneity.tau2, "q": g.heterogeneity.q, "i2": g.heterogeneity.i2}
            for name, g in self.groups.items()
        ]  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        groups = {name: asked_of(g) for name, g in self.groups.items()}
        asked = {"what": "Subgroups", "by": self.by, "groups": groups}
        test = asdict(self.test) | {"p": self.test.p, "null": self.test.null}
        found = {"groups": self.rows(), "test": test, "not_estimable": dict(self.not_estimable)}
        return stamped(asked, found | {"common_tau2": self.common_tau2})


@takes(Effects)
def subgroups(
    effects: Effects, by: str | Sequence[Any], *, common_tau2: bool = False, **choices: Unpack[Choices]
) -> Subgroups:
    """Pool each subgroup under the same options; `by` names a moderator or gives one value a study.

    A study whose value is empty belongs to no subgroup. Each subgroup has a tau2 of its own (RevMan, meta's
    default), or all share one (`common_tau2`), estimated within the subgroups as in a regression on them
    (metafor's `mods = ~ factor`, meta's `tau.common`): better for subgroups of few studies. The test is of the
    heterogeneity of the subgroups' estimates (Borenstein & Higgins 2013). Raises UnknownName, BadInput,
    NotEstimable.
    """
    effects, chosen = with_weights(effects, choices)
    members = _members(effects, by)
    shared = _common_tau2(effects, list(members.values()), chosen) if common_tau2 else None
    if shared is not None:
        chosen = replace(chosen, tau2=GIVEN, tau2_given=shared)
    groups: dict[str, Pooled] = {}
    reasons: dict[str, str] = {}
    for name, positions in members.items():
        try:
            groups[name] = pool_with(effects.subset(positions), chosen)
        except NotEstimable as empty:
            reasons[name] = empty.reason
    if not groups:
        raise NotEstimable(
            "no subgroup has an estimate", "; ".join(f"{name}: {why}" for name, why in reasons.items())
        )
    return Subgroups(
        by=by if isinstance(by, str) else "",
        groups=MappingProxyType(groups),
        test=_between(list(groups.values())),
        not_estimable=MappingProxyType(reasons),
        common_tau2=shared,
    )


def _common_tau2(effects: Effects, members: list[list[int]], chosen: PoolOptions) -> float:
    """tau2 of what is left when every subgroup has a mean of its own."""
    if chosen.tau2 is None or chosen.tau2 not in ESTIMATORS or chosen.method != "IV":
        known = ", ".join(ESTIMATORS)
        raise BadInput(
            f"a common tau2 given with {chosen.model} effects, method {chosen.method} and tau2 {chosen.tau2!r}; "
            f"it needs model='random', method='IV' and one of {known}"
        )
    pooled = as_pooled(effects, chosen)
    used = [[i for i in rows if np.isfinite(pooled.yi[i])] for rows in members]
    used = [rows for rows in used if rows]
    order = [i for rows in used for i in rows]
    if len(order) <= len(used):
        raise NotEstimable("no subgroup has two studies, so nothing is left to estimate a common tau2 from")
    columns = np.repeat(np.eye(len(used)), [len(rows) for rows in used], axis=0)
    return float(tau2_of(design(studies(pooled.yi[order], pooled.vi[order]), columns), chosen.tau2))


def _members(effects: Effects, by: str | Sequence[Any]) -> dict[str, list[int]]:
    """Positions by subgroup name, in order of first appearance."""
    values = effects.moderator(by) if isinstance(by, str) else np.asarray(by, dtype=object)
    if len(values) != len(effects):
        raise BadInput(f"{len(values)} subgroup values given for {len(effects)} studies; one a study expected")
    members: dict[str, list[int]] = {}
    for i, value in enumerate(values):
        if not is_empty(value):
            members.setdefault(_name(value), []).append(i)
    return members


def _name(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _between(groups: list[Pooled]) -> SubgroupTest:
    """The test of those that weigh anything: risk differences without any event have an SE of 0."""
    weighing = [g for g in groups if g.se > 0]
    if not weighing:
        return SubgroupTest(q=0.0, df=0, i2=0.0)
    y = np.array([g.estimate for g in weighing])
    w = np.array([1 / g.se**2 for g in weighing])
    q, df = float(cochran_q(w, y, weighted_mean(w, y))), len(weighing) - 1
    i2 = 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
    return SubgroupTest(q=q, df=df, i2=i2)
