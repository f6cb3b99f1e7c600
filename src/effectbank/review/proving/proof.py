"""The proof of a review: every stored result reproduced, explained, or told as unexplained with both values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from effectbank.numerals import significant
from effectbank.problems import Place
from effectbank.review.model import AsWritten, StoredResult
from effectbank.review.proving.agreeing import agrees, last_digits
from effectbank.review.proving.causes import follows_from_rows, other_plans, partitioned, turned_round
from effectbank.review.proving.computed import Computed, Key, Numbers, computed
from effectbank.review.proving.lines_together import Task, task_of
from effectbank.review.review import Review

REPRODUCED, EXPLAINED, UNEXPLAINED = "reproduced", "explained", "unexplained"
BETWEEN = ("q_between", "df_between", "p_between", "i2_between")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stored number that the data do not yield: both values, and the likely cause or "".

    `computed` None: the data yield no such number. `whose` is the study or subgroup, "" for the whole analysis.
    """

    analysis: str
    whose: str
    quantity: str
    stored: AsWritten
    computed: float | None
    cause: str
    place: Place

    @property
    def verdict(self) -> str:
        """Explained or unexplained."""
        return EXPLAINED if self.cause else UNEXPLAINED

    def __str__(self) -> str:
        ours = "none" if self.computed is None else significant(self.computed, 7)
        told = ", ".join(part for part in (self.analysis, self.whose) if part)
        return f"{self.place}: {told}: {self.quantity} stored {self.stored.words}, computed {ours}: " + (
            self.cause or "unexplained"
        )

    def to_dict(self) -> dict[str, object]:
        """The finding as JSON-ready data."""
        return {
            "analysis": self.analysis, "whose": self.whose, "quantity": self.quantity, "stored": float(self.stored),
            "computed": self.computed, "verdict": self.verdict, "cause": self.cause, "file": self.place.file,
            "line": self.place.line,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How many numbers are stored and reproduced, and each that isn't."""

    review: str
    stored: int
    findings: tuple[Finding, ...]

    @property
    def explained(self) -> int:
        """How many differ for a cause that was found."""
        return sum(bool(finding.cause) for finding in self.findings)

    @property
    def unexplained(self) -> int:
        """How many differ, nobody knows why."""
        return len(self.findings) - self.explained

    @property
    def reproduced(self) -> int:
        """How many the data yield as they are stored."""
        return self.stored - len(self.findings)

    @property
    def holds(self) -> bool:
        """Whether nothing is left unexplained."""
        return not self.unexplained

    def __str__(self) -> str:
        return (
            f"{self.stored} stored numbers: {self.reproduced} reproduced, {self.explained} explained, "
            f"{self.unexplained} unexplained"
        )

    def to_dict(self) -> dict[str, object]:
        """The proof as JSON-ready data."""
        return {
            "review": self.review, "stored": self.stored, "reproduced": self.reproduced,
            "explained": self.explained, "unexplained": self.unexplained,
            "findings": [finding.to_dict() for finding in self.findings],
        }  # fmt: skip


def prove(review: Review) -> Proof:
    """Compute again every result that the review's source stored (published.csv), and compare."""
    return prove_many([review])[0]


def prove_many(reviews: Sequence[Review]) -> list[Proof]:
    """Many reviews proved together, their analyses pooled in common batches."""
    tasks = [task_of(review, analysis) for review in reviews for analysis in review.analyses.values()]
    yielded = iter(computed(tasks))
    waiting = iter(tasks)
    cases: list[_Case] = []
    for review in reviews:
        halves, stored = last_digits(review.stored), _by_analysis(review.stored)
        cases += [_Case(next(waiting), next(yielded), stored.get(name, []), halves) for name in review.analyses]
    _explain([case for case in cases if case.differing])
    found: dict[int, list[Finding]] = {}
    for case in cases:
        found.setdefault(id(case.task.review), []).extend(case.findings())
    return [
        Proof(review=one.name, stored=_count(one.stored), findings=tuple(found.get(id(one), []))) for one in reviews
    ]


def _count(stored: Iterable[StoredResult]) -> int:
    return sum(len(result.numbers) for result in stored)


def _by_analysis(stored: Iterable[StoredResult]) -> dict[str, list[StoredResult]]:
    found: dict[str, list[StoredResult]] = {}
    for result in stored:
        found.setdefault(result.analysis, []).append(result)
    return found


def key_of(result: StoredResult) -> Key:
    """By which a computed number is found."""
    return result.subgroup, result.study, result.stratum, result.applies_to


class _Case:
    """One analysis: what is stored, what the data yield, and the cause found for each result that differs."""

    def __init__(self, task: Task, ours: Computed, stored: list[StoredResult], halves: Mapping[str, float]) -> None:
        self.task, self.ours, self.stored, self.halves = task, ours, stored, halves
        self.differing = [result for result in stored if self.apart(result, ours)]
        self.causes: dict[tuple[Key, bool], str] = {}

    def apart(self, result: StoredResult, by: Computed) -> list[str]:
        """The quantities of a result that a computation doesn't yield."""
        return self.unlike(result, by.numbers.get(key_of(result), {}))

    def unlike(self, result: StoredResult, numbers: Numbers) -> list[str]:
        nothing = float("nan")
        return [
            name
            for name, number in result.numbers.items()
            if not agrees(name, number, numbers.get(name, nothing), self.halves[name])
        ]

    def parts(self) -> Iterable[tuple[StoredResult, bool]]:
        """Each result that differs; the test between subgroups apart from the rest, as it has causes of its own."""
        for result in self.differing:
            names = self.apart(result, self.ours)
            for between in (False, True):
                if any((name in BETWEEN) is between for name in names):
                    yield result, between

    def explains(self, by: Computed, result: StoredResult, between: bool) -> bool:
        """Whether a computation yields all of a result (or all of its subgroup test)."""
        return not [name for name in self.apart(result, by) if (name in BETWEEN) is between]

    def findings(self) -> Iterable[Finding]:
        for result in self.differing:
            numbers = self.ours.numbers.get(key_of(result), {})
            for name in self.apart(result, self.ours):
                yield Finding(
                    analysis=result.analysis,
                    whose=self._whose(result),
                    quantity=name,
                    stored=result.numbers[name],
                    computed=numbers.get(name),
                    cause=self.causes.get((key_of(result), name in BETWEEN), ""),
                    place=result.place,
                )

    def _whose(self, result: StoredResult) -> str:
        study = self.task.review.studies.get(result.study)
        label = study.label if study else result.study
        return ", ".join(part for part in (label, result.subgroup, result.stratum) if part)


def _explain(cases: list[_Case]) -> None:
    """Find causes: other plans for all cases in one batch, then what the stored numbers say of one another."""
    tried = [(case, words, task) for case in cases for words, task in other_plans(case.task)]
    yielded = computed([task for _, _, task in tried])
    for (case, words, _), by in zip(tried, yielded, strict=True):
        for result, between in case.parts():
            if case.explains(by, result, between):
                case.causes.setdefault((key_of(result), between), words)
    for case in cases:
        _by_partition(case)
        _by_turning(case)
        _by_changed_rows(case)


def _by_partition(case: _Case) -> None:
    numbers = partitioned(case.ours)
    for result, between in case.parts():
        if between and not [name for name in case.unlike(result, numbers) if name in BETWEEN]:
            words = "the subgroup test is a partition of Q, as RevMan 5.0 made it"
            case.causes.setdefault((key_of(result), True), words)


def _by_turning(case: _Case) -> None:
    for result, _ in case.parts():
        ours = case.ours.numbers.get(key_of(result), {})
        if result.study and not case.unlike(result, turned_round(result.numbers, ours, case.task.analysis)):
            case.causes.setdefault((key_of(result), False), "the two groups stand the other way round")


def _by_changed_rows(case: _Case) -> None:
    """Rows that differ although the stored total follows from them: their data were changed after it was stored."""
    unexplained = [
        (result, between) for result, between in case.parts() if (key_of(result), between) not in case.causes
    ]
    rows = [result for result, _ in unexplained if result.study and "estimate" in case.apart(result, case.ours)]
    for whole in [result for result in case.stored if not result.study]:
        within = [r for r in case.stored if r.study and whole.subgroup in ("", r.subgroup)]
        changed = [row for row in rows if row in within]
        if changed and follows_from_rows(whole, within, case.task.analysis):
            _told_changed(case, changed, unexplained)


def _told_changed(case: _Case, changed: list[StoredResult], unexplained: list[tuple[StoredResult, bool]]) -> None:
    for row in changed:
        case.causes[key_of(row), False] = "the data of this row were changed after its results were stored"
    names = ", ".join(dict.fromkeys(case.task.review.studies[row.study].label for row in changed))
    for result, between in unexplained:
        case.causes.setdefault((key_of(result), between), f"rests on {names}, whose data were changed since")
