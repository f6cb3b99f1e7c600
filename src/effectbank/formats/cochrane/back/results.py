"""The results told beside the data: stored ones where the data still yield them, else computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from effectbank.formats.cochrane.back import faults
from effectbank.formats.cochrane.back.plan import PRESET
from effectbank.formats.cochrane.back.told import Told
from effectbank.formats.cochrane.decimals import rounded
from effectbank.formats.cochrane.source import Stored
from effectbank.numerals import significant
from effectbank.problems import Problem
from effectbank.review import Review
from effectbank.review.model import AsWritten, StoredResult
from effectbank.review.proving.agreeing import agrees, last_digits
from effectbank.review.proving.case import key_of
from effectbank.review.proving.computed import TOTAL, Computed, Key, Numbers, computed
from effectbank.review.proving.lines_together import task_of

ESTIMATE, PEOPLE = ("estimate", "low", "high"), ("events1", "total1", "events2", "total2")
SPREAD = ("q", "df", "p_q", "i2")
APART = 2e-6  # of a result at six decimals
BETWEEN = ("q_between", "df_between", "p_between", "i2_between")


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The numbers of one analysis, by whose they are. `apart` counts stored ones that the data don't yield."""

    numbers: Mapping[Key, Stored]
    calculated: bool = True
    apart: int = 0
    reason: str = ""


def results_of(review: Review, told: Sequence[Told], *, keep_stored: bool) -> list[Results]:
    """The results of each analysis. `keep_stored`: as stored, whatever the data yield."""
    yielded = computed([one.task for one in told])
    halves = last_digits(review.stored)
    by_analysis: dict[str, dict[Key, StoredResult]] = {}
    for result in review.stored:
        by_analysis.setdefault(result.analysis, {})[key_of(result)] = result
    return [
        _Choice(
            told=one,
            yielded=by,
            stored=by_analysis.get(one.analysis.name, {}),
            halves=halves,
            keep_stored=keep_stored and not one.changed,
        ).results()
        for one, by in zip(told, yielded, strict=True)
    ]


@dataclass(slots=True, kw_only=True)
class _Choice:
    """Chooses, number by number, for one analysis."""

    told: Told
    yielded: Computed
    stored: Mapping[Key, StoredResult]
    halves: Mapping[str, float]
    keep_stored: bool
    apart: int = field(default=0, init=False)

    def results(self) -> Results:
        known = any("estimate" in result.numbers for result in self.stored.values())
        yields = any("estimate" in numbers for numbers in self.yielded.numbers.values())
        calculated = known or not self.stored or not yields
        only_stored = not calculated or (self.keep_stored and self.stored)
        keys = dict.fromkeys((*self.stored, *(() if only_stored else self.yielded.numbers)))
        numbers = {key: self._of(key) for key in keys}
        return Results(
            numbers={key: found for key, found in numbers.items() if found},
            calculated=calculated,
            apart=self.apart,
            reason=self.yielded.reason,
        )

    def _of(self, key: Key) -> Stored:
        ours = self.yielded.numbers.get(key, {})
        result = self.stored.get(key)
        if result is None:
            return {name: AsWritten(rounded(ours[name])) for name in self._shown(key, ours)}
        found = {}
        for name, number in result.numbers.items():
            value = ours.get(name, float("nan"))
            holds = agrees(name, number, value, self.halves[name])
            self.apart += not holds
            if holds or self.keep_stored:
                found[name] = number
            elif isfinite(value):
                found[name] = AsWritten(rounded(value))
        return found

    def _shown(self, key: Key, ours: Numbers) -> Iterable[str]:
        """Which of the computed numbers Review Manager would show."""
        names = self._of_row() if key[1] else self._of_total(key, ours)
        return (name for name in names if isfinite(ours.get(name, float("nan"))))

    def _of_row(self) -> tuple[str, ...]:
        return (*ESTIMATE, "weight") if self.told.plan.totals != "none" else ESTIMATE

    def _of_total(self, key: Key, ours: Numbers) -> tuple[str, ...]:
        plan = self.told.plan
        names = PEOPLE if self.told.kind == "counts" else tuple(name for name in PEOPLE if "total" in name)
        if key == TOTAL and plan.subgroup_test and ours.get("df_between"):
            names += BETWEEN
        if plan.totals != "all" and (key == TOTAL or plan.totals == "none"):
            return names
        names += (*ESTIMATE, "z", "t", "p")
        if key != TOTAL:
            names += ("weight",)
        if ours.get("df"):
            names += SPREAD if plan.model == "common" else (*SPREAD, "tau2")
        if plan.tau2_interval:
            names += ("tau2_low", "tau2_high")
        return (*names, "prediction_low", "prediction_high") if plan.prediction_interval else names


def other_results(review: Review, told: Sequence[Told], results: Sequence[Results]) -> Iterator[Problem]:
    """Where the folder's own rules make another number of the same data than Review Manager's."""
    pairs = [(one, found) for one, found in zip(told, results, strict=True) if one.analysis.preset != PRESET]
    here = computed([task_of(review, one.analysis) for one, _ in pairs])
    for (one, found), by in zip(pairs, here, strict=True):
        ours, theirs = by.numbers.get(TOTAL, {}), found.numbers.get(TOTAL, {})
        if one.plan.measure == one.analysis.measure and _apart(ours, theirs):
            yield faults.other_result(one.analysis.place, one.analysis.label, _shown(ours), _shown(theirs))


def _apart(ours: Mapping[str, float], theirs: Mapping[str, float]) -> bool:
    return any(
        name in ours and name in theirs and abs(ours[name] - theirs[name]) > APART * max(1.0, abs(ours[name]))
        for name in ESTIMATE
    )


def _shown(numbers: Mapping[str, float]) -> str:
    estimate, low, high = (significant(numbers.get(name), 6) for name in ESTIMATE)
    return f"{estimate} ({low} to {high})"
