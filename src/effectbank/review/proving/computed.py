"""What the data of many analyses yield, by the names under which a source's file stores its results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from operator import attrgetter
from typing import Any

import numpy as np

from effectbank.kernel.distributions import chi2_upper, normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures import Effects
from effectbank.measures import effects as effects_given
from effectbank.measures.errors import BadCell
from effectbank.problems import EffectBankError
from effectbank.review.fitting import without_refused
from effectbank.review.lines import Line
from effectbank.review.lines_to_effects import effects_of
from effectbank.review.proving.lines_together import Task, together
from effectbank.review.synthesis import options_of
from effectbank.synthesis import pooled_as
from effectbank.synthesis.pool_many import pool_many, pool_many_weighed, q_profiles_of
from effectbank.synthesis.pooled_batch import Analyses, PooledBatch

Key = tuple[
    str, str, str, str
]  # subgroup, study, stratum, applies_to; no study: the subgroup or analysis as a whole
Numbers = dict[str, float]
TOTAL: Key = ("", "", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """The numbers of one analysis by whom they are of; `reason` says why there are none."""

    numbers: dict[Key, Numbers] = field(default_factory=dict)
    reason: str = ""


def computed(tasks: Sequence[Task]) -> list[Computed]:
    """Each analysis computed, those that ask the same in one batch."""
    found = [Computed(reason="no study that it chooses has data for this comparison")] * len(tasks)
    for which in together(tasks):
        for i, numbers in zip(which, _batch([tasks[i] for i in which]), strict=True):
            found[i] = numbers
    return found


def _batch(tasks: list[Task]) -> list[Computed]:
    """Tasks that are alike. Where the measure refuses a cell, halves are tried, so that one spoils no other."""
    try:
        with np.errstate(all="ignore"):
            return _Batch(tasks).numbers()
    except (EffectBankError, ArithmeticError, ValueError) as fault:
        if len(tasks) == 1:
            return [_without_refused(tasks[0], fault)]
        half = len(tasks) // 2
        return _batch(tasks[:half]) + _batch(tasks[half:])


def _without_refused(task: Task, fault: Exception) -> Computed:
    """A task without the line of which the measure refuses a cell; nothing, where it refuses something else."""
    lines = without_refused(task.lines, fault) if isinstance(fault, BadCell) else task.lines
    return Computed(reason=str(fault)) if lines == task.lines else _batch([replace(task, lines=lines)])[0]


class _Batch:
    """Like tasks, laid end to end: one array element a line."""

    def __init__(self, tasks: list[Task]) -> None:
        self.tasks = tasks
        self.lines = [line for task in tasks for line in task.lines]
        self.of = np.repeat(np.arange(len(tasks)), [len(task.lines) for task in tasks])
        self.options: dict[str, Any] = options_of(tasks[0].analysis)
        raw = effects_of(self.lines, tasks[0].kind, tasks[0].analysis)
        self.raw = replace(raw, labels=tuple(map(str, range(len(raw)))), missing=())
        self.shown = pooled_as(self.raw, **self.options)
        self.groups = np.array([group for task in tasks for group in task.groups], dtype=object)
        self.applies = np.array([line.part.applies_to for line in self.lines], dtype=object)
        self.weights = np.full(len(self.lines), np.nan)
        studies: dict[str, int] = {}
        self.studies = np.array([studies.setdefault(line.study.name, len(studies)) for line in self.lines])
        self.people = {
            cell + number: _column(self.lines, f"{side}.{cell}")
            for cell in ("events", "total")
            for number, side in (("1", "intervention"), ("2", "control"))
        }

    def numbers(self) -> list[Computed]:
        found = [Computed() for _ in self.tasks]
        self._totals(found)
        self._subgroups(found)
        self._rows(found)
        return found

    def _asks(self, totals: tuple[str, ...]) -> Any:
        return np.array([task.analysis.totals in totals for task in self.tasks])[self.of]

    def _pool(self, chosen: Any, by: Any) -> tuple[PooledBatch, Floats] | None:
        """The analyses of the lines chosen, and what each line weighs."""
        if not chosen.any():
            return None
        return pool_many_weighed(_some(self.raw, chosen), by[chosen], **self.options)

    def _totals(self, found: list[Computed]) -> None:
        chosen = self.applies != "subgroup"
        pooled = self._pool(chosen, self.of)
        if pooled is None:
            return
        batch, weights = pooled
        self.weights[chosen] = weights
        people = self._people(chosen, batch.analyses)
        for i, numbers, counted in zip(batch.analyses.names.tolist(), self._pooled(batch), people, strict=True):
            found[i].numbers[TOTAL] = numbers | counted

    def _subgroups(self, found: list[Computed]) -> None:
        chosen = (self.groups != "") & (self.applies != "total")
        if not chosen.any():
            return
        names: dict[tuple[int, str], int] = {}
        by = np.array(
            [names.setdefault(key, len(names)) for key in zip(self.of.tolist(), self.groups, strict=True)]
        )
        pooled = self._pool(chosen, by)
        if pooled is None:
            return
        batch, weights = pooled
        self.weights[chosen] = np.where(self._asks(("subgroups",))[chosen], weights, self.weights[chosen])
        which, where = list(names), np.flatnonzero(chosen)
        people = self._people(chosen, batch.analyses)
        for n, (i, numbers) in enumerate(zip(batch.analyses.names.tolist(), self._pooled(batch), strict=True)):
            task, group = which[i]
            numbers["weight"] = float(np.nansum(self.weights[where[batch.analyses.rows(n)]]))
            found[task].numbers[group, "", "", ""] = numbers | people[n]
        of = [which[i][0] for i in batch.analyses.names.tolist()]
        self._between(found, batch, of)
        self._of_subgroups(found, batch, np.array(of))

    def _of_subgroups(self, found: list[Computed], batch: PooledBatch, of: Any) -> None:
        """Where only subgroups have totals, RevMan stores beside them, unseen, the mean of theirs by 1/se^2."""
        asked = np.array([self.tasks[i].analysis.totals == "subgroups" for i in of.tolist()])
        usable = _weighable(batch) & asked
        if not usable.any():
            return
        together = effects_given("GEN", estimates=batch.estimate[usable], ses=batch.se[usable])
        means = pool_many(together, of[usable], model="common", level=self.options["level"])
        back = self.raw.of.back
        ends = {"estimate": back(means.estimate), "low": back(means.ci.low), "high": back(means.ci.high)}
        columns = (
            ends | _logs(self.raw, ends) | {"z": np.abs(means.statistic), "p": means.p, "weight": 100 * means.k}
        )
        for n, i in enumerate(means.analyses.names.tolist()):
            found[i].numbers.setdefault(TOTAL, {}).update(
                {name: float(column[n]) for name, column in columns.items()}
            )

    def _pooled(self, batch: PooledBatch) -> list[Numbers]:
        """The results of each analysis of a batch, with the interval of tau2 where a plan asks for it."""
        numbers = _pooled(batch)
        if any(task.analysis.tau2_interval == "Q-profile" for task in self.tasks):
            for one, low, high in zip(numbers, *(end.tolist() for end in q_profiles_of(batch)), strict=True):
                if not isnan(low):
                    one.update(tau2_low=low, tau2_high=high)
        return numbers

    def _between(self, found: list[Computed], batch: PooledBatch, of: list[int]) -> None:
        """Heterogeneity of the subgroups' estimates, weighted by 1/se^2 (Borenstein & Higgins 2013)."""
        usable = _weighable(batch)
        of_one = np.array(of)[usable]
        y, w = batch.estimate[usable], 1 / batch.se[usable] ** 2
        sums = [np.bincount(of_one, weights=x, minlength=len(found)) for x in (w, w * y, np.ones_like(w))]
        mean = sums[1] / sums[0]
        q = np.bincount(of_one, weights=w * (y - mean[of_one]) ** 2, minlength=len(found))
        for i in np.flatnonzero(sums[2] > 1).tolist():
            df = float(sums[2][i]) - 1
            told = {"q_between": float(q[i]), "df_between": df, "p_between": float(chi2_upper(q[i], df))}
            i2 = 100 * max(0.0, (float(q[i]) - df) / float(q[i])) if q[i] > 0 else 0.0
            found[i].numbers.setdefault(TOTAL, {}).update(told | {"i2_between": i2})

    def _people(self, chosen: Any, analyses: Analyses) -> list[Numbers]:
        """How many studies each analysis of the lines chosen has, and its events and people added up.

        Cells that are unknown add nothing; where all are, there is no sum.
        """
        order = np.arange(len(analyses.names)).repeat(analyses.sizes)
        rows = np.flatnonzero(chosen)
        rows = rows if analyses.order is None else rows[analyses.order]
        distinct = np.unique(order * len(self.lines) + self.studies[rows]) // len(self.lines)
        columns = {"studies": np.bincount(distinct).astype(float)}
        for name, column in self.people.items():
            cells = column[rows]
            unknown = np.isnan(cells)
            sums = np.add.reduceat(np.where(unknown, 0.0, cells), analyses.starts)
            columns[name] = np.where(np.logical_and.reduceat(unknown, analyses.starts), np.nan, sums)
        return _by_name(columns)

    def _rows(self, found: list[Computed]) -> None:
        levels = [task.analysis.study_level or task.analysis.level for task in self.tasks]
        half = np.array([normal_quantile((1 + level) / 2) for level in levels])[self.of] * self.shown.se
        y, back = self.shown.yi, self.shown.of.back
        columns = {"estimate": back(y), "low": back(y - half), "high": back(y + half), "se": self.shown.se}
        columns |= {"weight": self.weights, **_observed(self.shown), **_logs(self.shown, columns)}
        for task, line, numbers in zip(self.of.tolist(), self.lines, _by_name(columns), strict=True):
            part = line.part
            found[task].numbers[part.subgroup, line.study.name, part.stratum, part.applies_to] = numbers


def _column(lines: Sequence[Line], cell: str) -> Floats:
    """A cell of each line, "intervention.events"; NaN where it is unknown."""
    return np.array(list(map(attrgetter(cell), lines)), dtype=float)


def _by_name(columns: Mapping[str, Floats]) -> list[Numbers]:
    """The numbers of each row of columns, those that there are."""
    names, rows = tuple(columns), zip(*(column.tolist() for column in columns.values()), strict=True)
    return [
        {name: value for name, value in zip(names, row, strict=True) if value == value}  # noqa: PLR0124 -- no NaN
        for row in rows
    ]


def _weighable(batch: PooledBatch) -> Any:
    """The subgroups that weigh something: risk differences without any event have an SE of 0."""
    return batch.estimable & (batch.se > 0)


def _some(effects: Effects, chosen: Any) -> Effects:
    return effects if chosen.all() else effects.subset(chosen)


def _pooled(batch: PooledBatch) -> list[Numbers]:
    """The results of each analysis of a batch, those that there are."""
    back, spread = batch.effects.of.back, batch.heterogeneity
    columns: dict[str, Floats] = {
        "estimate": back(batch.estimate),
        "low": back(batch.ci.low),
        "high": back(batch.ci.high),
        "se": batch.se,
        "z": np.where(np.isnan(batch.df), np.abs(batch.statistic), np.nan),
        "t": np.where(np.isnan(batch.df), np.nan, np.abs(batch.statistic)),
        "p": batch.p,
        "k": np.asarray(batch.k, dtype=float),
        "q": spread.q,
        "df": spread.df,
        "p_q": np.where(spread.df > 0, spread.p, np.nan),
        "i2": spread.i2,
        "tau2": spread.tau2,
        "prediction_low": back(batch.prediction.low),
        "prediction_high": back(batch.prediction.high),
    }
    columns |= _logs(batch.effects, columns)
    return [numbers | {"weight": 100.0} for numbers in _by_name(columns)]


def _logs(effects: Effects, columns: dict[str, Floats]) -> dict[str, Floats]:
    """Logarithms to base 10, as RevMan stores them of ratios."""
    if not effects.of.is_ratio:
        return {}
    return {f"log_{name}": np.log10(columns[name]) for name in ("estimate", "low", "high")}


def _observed(effects: Effects) -> dict[str, Floats]:
    """The variance of an estimate; for Peto's, O - E and V instead, as RevMan stores them."""
    if effects.measure != "PETO":
        return {"variance": effects.vi}
    return {"o_e": effects.yi / effects.vi, "variance": 1 / effects.vi}
