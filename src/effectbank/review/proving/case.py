"""One analysis in a proof: what is stored of it, what its data yield, and what of the one is not in the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from effectbank.review.model import StoredResult
from effectbank.review.proving.agreeing import agrees, is_shortened
from effectbank.review.proving.causes import Symptoms
from effectbank.review.proving.computed import Computed, Key, Numbers
from effectbank.review.proving.finding import Finding
from effectbank.review.proving.lines_together import Task

BETWEEN = ("q_between", "df_between", "p_between", "i2_between")
Part = tuple[int, bool]  # the position of a stored result, and whether its subgroup test is meant


class Case:
    """One analysis: what is stored, what the data yield, and the cause found for each result that differs."""

    def __init__(self, task: Task, ours: Computed, stored: list[StoredResult], halves: Mapping[str, float]) -> None:
        self.task, self.ours, self.stored, self.halves = task, ours, stored, halves
        self.differing: dict[int, list[str]] = {}  # by the position of a result, the quantities not yielded
        for n, result in enumerate(stored):
            if names := self.apart(result, ours):
                self.differing[n] = names
        self.causes: dict[Part, str] = {}

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

    def has_another_estimate(self, n: int) -> bool:
        """Whether the data yield an estimate, and not the one stored; not whether they yield none."""
        result = self.stored[n]
        yielded = self.ours.numbers.get(key_of(result), {})
        return "estimate" in yielded and "estimate" in self.unlike(result, yielded)

    @property
    def symptoms(self) -> Symptoms:
        """What differs, of rows and of wholes."""
        apart = [(bool(self.stored[n].study), names) for n, names in self.differing.items()]
        return Symptoms(
            row_estimates=any(row and "estimate" in names for row, names in apart),
            row_limits=any(row and {"low", "high"} & {*names} for row, names in apart),
            estimates=any(not row and "estimate" in names for row, names in apart),
            others=any(not row and {*names} - {*BETWEEN} for row, names in apart),
        )

    def parts(self) -> Iterable[Part]:
        """Each result that differs; the test between subgroups apart from the rest, as it has causes of its own."""
        for n, names in self.differing.items():
            for between in (False, True):
                if any((name in BETWEEN) is between for name in names):
                    yield n, between

    def explains(self, by: Computed, part: Part) -> bool:
        """Whether a computation yields all of a result (or all of its subgroup test)."""
        n, between = part
        return not [name for name in self.apart(self.stored[n], by) if (name in BETWEEN) is between]

    def broken(self, by: Computed) -> int:
        """How many results that hold would not under another computation."""
        holding = (result for n, result in enumerate(self.stored) if n not in self.differing)
        return sum(bool(self.apart(result, by)) for result in holding)

    def findings(self) -> Iterable[Finding]:
        for n, names in self.differing.items():
            result = self.stored[n]
            numbers = self.ours.numbers.get(key_of(result), {})
            for name in names:
                yield Finding(
                    analysis=result.analysis,
                    whose=self._whose(result),
                    quantity=name,
                    stored=result.numbers[name],
                    computed=numbers.get(name),
                    cause=self.causes.get((n, name in BETWEEN)) or shortened_cause(result, name, numbers),
                    place=result.place,
                )

    def _whose(self, result: StoredResult) -> str:
        study = self.task.review.studies.get(result.study)
        label = study.label if study else result.study
        return ", ".join(part for part in (label, result.subgroup, result.stratum) if part)


def key_of(result: StoredResult) -> Key:
    """By which a computed number is found."""
    return result.subgroup, result.study, result.stratum, result.applies_to


def shortened_cause(result: StoredResult, name: str, numbers: Numbers) -> str:
    """The cause, where a number was only rounded further than the others of its kind."""
    same = name in numbers and is_shortened(name, result.numbers[name], numbers[name])
    return "rounded to fewer digits than the rest" if same else ""
