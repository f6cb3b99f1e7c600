"""Subgroups, each pooled by itself, and the test of whether they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Unpack

import numpy as np

from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.studies import cochran_q, weighted_mean
from effectbank.measures.effects import Effects
from effectbank.numerals import fixed, p_value
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis.options import Choices, options
from effectbank.synthesis.pool import pool_with
from effectbank.synthesis.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupTest:
    """Q between the subgroups' pooled estimates, weighted by 1/se^2. Null hypothesis: they are all equal."""

    q: float
    df: int
    i2: float

    @property
    def p(self) -> float:
        """P of Q if the subgroups' effects are all equal."""
        return float(chi2_upper(self.q, self.df))

    def __str__(self) -> str:
        return f"Test for subgroup differences: Q(df = {self.df}) = {fixed(self.q, 4)}, {p_value(self.p)}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subgroups:
    """Each subgroup's Pooled by its name (each with its own tau2), and the test between them.

    `not_estimable` holds the subgroups without any estimate, and why.
    """

    by: str
    groups: Mapping[str, Pooled]
    test: SubgroupTest
    not_estimable: Mapping[str, str]

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


def subgroups(effects: Effects, by: str | Sequence[Any], **choices: Unpack[Choices]) -> Subgroups:
    """Pool each subgroup under the same options; `by` names a moderator or gives one value a study.

    A study whose value is empty belongs to no subgroup. The test is that of RevMan from 5.1 on and of metafor's
    own-tau2 route: heterogeneity of the subgroups' estimates. Raises UnknownName, BadInput, NotEstimable.
    """
    chosen = options(**choices)
    members = _members(effects, by)
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
    )


def _members(effects: Effects, by: str | Sequence[Any]) -> dict[str, list[int]]:
    """Positions by subgroup name, in order of first appearance."""
    values = effects.moderator(by) if isinstance(by, str) else np.asarray(by, dtype=object)
    if len(values) != len(effects):
        raise BadInput(f"{len(values)} subgroup values given for {len(effects)} studies; one a study expected")
    members: dict[str, list[int]] = {}
    for i, value in enumerate(values):
        if not _empty(value):
            members.setdefault(_name(value), []).append(i)
    return members


def _empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))


def _name(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _between(groups: list[Pooled]) -> SubgroupTest:
    y = np.array([g.estimate for g in groups])
    w = np.array([1 / g.se**2 for g in groups])
    q, df = float(cochran_q(w, y, weighted_mean(w, y))), len(groups) - 1
    i2 = 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
    return SubgroupTest(q=q, df=df, i2=i2)
