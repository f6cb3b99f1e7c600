"""One analysis in a proof: what is stored of it, what its data yield, and what of the one is not in the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log10
from typing import NamedTuple

from effectbank.problems import Place
from effectbank.review import selecting
from effectbank.review.model import AsWritten, StoredResult
from effectbank.review.proving.agreeing import NOUGHT, RELATIVE, agrees, shortened
from effectbank.review.proving.causes import Symptoms
from effectbank.review.proving.computed import Computed, Key, Numbers
from effectbank.review.proving.finding import Finding
from effectbank.review.proving.lines_together import Task

SHORTENED = "rounded to fewer digits than the rest"
BETWEEN = ("q_between", "df_between", "p_between", "i2_between")
CERTAIN = 6.0  # digits of one number, beyond which it is no chance
Part = tuple[int, bool]  # the position of a stored result, and whether its subgroup test is meant
Spot = tuple[int, str]  # the position of a stored result, and the quantity


class Number(NamedTuple):
    """One stored number with what the data yield in its place, if anything, and half a unit of its last digit."""

    spot: Spot
    key: Key
    stored: AsWritten
    ours: float | None
    half: float
    holds: bool

    def in_place_of(self, by: Computed) -> float | None:
        """What a computation yields in its place."""
        return by.numbers.get(self.key, {}).get(self.spot[1])

    def is_like(self, computed: float | None) -> bool:
        """Whether it is that number, as far as it was stored."""
        if computed is None:
            return False
        return abs(self.stored - computed) <= self.half or agrees(self.spot[1], self.stored, computed, self.half)

    @property
    def telling(self) -> float:
        """How many digits of what is stored tell it from what the data yield."""
        apart = abs(self.stored - (self.ours or 0.0))
        unit = self.half + RELATIVE * abs(self.stored) + NOUGHT
        return min(log10(apart / unit), CERTAIN) if apart > unit else 0.0


class Case:
    """One analysis: what is stored, what the data yield, and the cause found for each number that differs.

    `yields` tells how many of the stored numbers another plan yields, by its words among the causes.
    """

    def __init__(self, task: Task, ours: Computed, stored: list[StoredResult], halves: Mapping[str, float]) -> None:
        self.task, self.ours, self.stored, self.halves = task, ours, stored, halves
        self.differing: dict[int, list[str]] = {}  # by the position of a result, the quantities not yielded
        for n, result in enumerate(stored):
            if names := self.apart(result, ours):
                self.differing[n] = names
        self.causes: dict[Spot, str] = {}
        self.yields: dict[str, int] = {}

    def apart(self, result: StoredResult, by: Computed) -> list[str]:
        """The quantities of a result that a computation doesn't yield."""
        return self.unlike(result, by.numbers.get(key_of(result), {}))

    def unlike(self, result: StoredResult, numbers: Numbers) -> list[str]:
        apart = []
        for name, number in result.numbers.items():
            ours, half = numbers.get(name), self.halves[name]
            if ours is None or not (abs(number - ours) <= half or agrees(name, number, ours, half)):
                apart.append(name)
        return apart

    @cached_property
    def numbers(self) -> list[Number]:
        """Every stored number, those that hold first."""
        found = []
        for n, result in enumerate(self.stored):
            key, apart = key_of(result), self.differing.get(n, ())
            ours = self.ours.numbers.get(key, {})
            found += [
                Number((n, name), key, number, ours.get(name), self.halves[name], name not in apart)
                for name, number in result.numbers.items()
            ]
        return sorted(found, key=lambda one: not one.holds)

    def has_another_estimate(self, n: int) -> bool:
        """Whether the data yield an estimate, and not the one stored; not whether they yield none.

        A difference of means is the same whatever the SDs and how many people: there the interval tells.
        """
        result = self.stored[n]
        yielded = self.ours.numbers.get(key_of(result), {})
        unlike = {*self.unlike(result, yielded)}
        of_sds = self.task.analysis.measure == "MD" and {"low", "high"} <= unlike & yielded.keys()
        return "estimate" in yielded and ("estimate" in unlike or of_sds)

    @property
    def symptoms(self) -> Symptoms:
        """What differs, of rows and of wholes."""
        apart = [(bool(self.stored[n].study), names) for n, names in self.differing.items()]
        return Symptoms(
            row_estimates=any(row and "estimate" in names for row, names in apart),
            row_limits=any(row and {"low", "high"} & {*names} for row, names in apart),
            estimates=any(not row and "estimate" in names for row, names in apart),
            people=any(not row and {"total1", "total2", "studies"} & {*names} for row, names in apart),
            others=any(not row and {*names} - {*BETWEEN} for row, names in apart),
        )

    def parts(self) -> Iterable[Part]:
        """Each result that differs; the test between subgroups apart from the rest, as it has causes of its own."""
        for n, names in self.differing.items():
            for between in (False, True):
                if any((name in BETWEEN) is between for name in names):
                    yield n, between

    def tell(self, part: Part, cause: str) -> None:
        """The cause of all that differs in a part and has none yet."""
        for spot in self.spots(part):
            self.causes.setdefault(spot, cause)

    def spots(self, part: Part) -> Iterable[Spot]:
        """The numbers of a part that differ."""
        n, between = part
        return [(n, name) for name in self.differing[n] if (name in BETWEEN) is between]

    def findings(self) -> Iterable[Finding]:
        for n, names in self.differing.items():
            result = self.stored[n]
            numbers = self.ours.numbers.get(key_of(result), {})
            rounded = shortened({name: result.numbers[name] for name in names}, numbers)
            for name in names:
                cause = self.causes.get((n, name)) or (SHORTENED if name in rounded else "")
                yield Finding(
                    analysis=result.analysis,
                    whose=self._whose(result),
                    study=result.study,
                    subgroup=result.subgroup,
                    quantity=name,
                    stored=result.numbers[name],
                    computed=numbers.get(name),
                    cause=cause,
                    yields=(self.yields[cause], len(self.numbers)) if cause in self.yields else None,
                    place=result.place,
                    rows=self._rows(result),
                )

    def _rows(self, result: StoredResult) -> tuple[Place, ...]:
        """Where the data of a result's study are written: of its own part of them, if they have parts."""
        lines = [line for line in self.task.lines if result.study and line.study.name == result.study]
        part = selecting.part(result.subgroup, result.stratum, result.applies_to)
        own = [line for line in lines if line.part == part] or lines
        return tuple(place for line in own for place in line.places)

    def _whose(self, result: StoredResult) -> str:
        study = self.task.review.studies.get(result.study)
        label = study.label if study else result.study
        return ", ".join(part for part in (label, result.subgroup, result.stratum) if part)


def key_of(result: StoredResult) -> Key:
    """By which a computed number is found."""
    return result.subgroup, result.study, result.stratum, result.applies_to
