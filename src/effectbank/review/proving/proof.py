"""The proof of a review: every stored result reproduced, explained, or told as unexplained with both values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from effectbank.numerals import significant
from effectbank.problems import Place
from effectbank.review.model import AsWritten, StoredResult
from effectbank.review.proving.agreeing import agrees, last_digits
from effectbank.review.proving.causes import Symptoms, follows_from_rows, other_plans, partitioned, turned_round
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

    @property
    def values(self) -> str:
        """Both values in words."""
        ours = "none" if self.computed is None else significant(self.computed, 8)
        return f"{self.quantity} stored {self.stored.words}, computed {ours}"

    def __str__(self) -> str:
        told = ", ".join(part for part in (self.analysis, self.whose) if part)
        return f"{self.place}: {told}: {self.values}: {self.cause or UNEXPLAINED}"

    def to_dict(self) -> dict[str, object]:
        """The finding as JSON-ready data."""
        return {
            "analysis": self.analysis, "whose": self.whose, "quantity": self.quantity, "stored": float(self.stored),
            "computed": self.computed, "verdict": self.verdict, "cause": self.cause, "file": self.place.file,
            "line": self.place.line,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How many numbers are stored and reproduced, and each that isn't; `computed` is what each analysis yields."""

    review: str
    stored: int
    findings: tuple[Finding, ...]
    computed: Mapping[str, Computed] = field(repr=False)

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
    of_each = iter(cases)
    return [_proof(review, [next(of_each) for _ in review.analyses]) for review in reviews]


def _proof(review: Review, cases: list[_Case]) -> Proof:
    return Proof(
        review=review.name,
        stored=sum(len(result.numbers) for result in review.stored),
        findings=tuple(finding for case in cases for finding in case.findings()),
        computed={case.task.analysis.name: case.ours for case in cases},
    )


def _by_analysis(stored: Iterable[StoredResult]) -> dict[str, list[StoredResult]]:
    found: dict[str, list[StoredResult]] = {}
    for result in stored:
        found.setdefault(result.analysis, []).append(result)
    return found


def key_of(result: StoredResult) -> Key:
    """By which a computed number is found."""
    return result.subgroup, result.study, result.stratum, result.applies_to


def _shortened(result: StoredResult, name: str, numbers: Numbers) -> str:
    """The cause, where a number was only rounded further than the others of its kind."""
    number = result.numbers[name]
    same = name in numbers and agrees(name, number, numbers[name], 0.5 * 10.0**-number.decimals)
    return "rounded to fewer digits than the rest" if same else ""


Part = tuple[Key, bool]  # whose result, and whether its subgroup test is meant


class _Case:
    """One analysis: what is stored, what the data yield, and the cause found for each result that differs."""

    def __init__(self, task: Task, ours: Computed, stored: list[StoredResult], halves: Mapping[str, float]) -> None:
        self.task, self.ours, self.stored, self.halves = task, ours, stored, halves
        self.differing: list[StoredResult] = []
        self.holding: list[StoredResult] = []
        for result in stored:
            (self.differing if self.apart(result, ours) else self.holding).append(result)
        self.results = {key_of(result): result for result in stored}
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

    @property
    def symptoms(self) -> Symptoms:
        """What differs, of rows and of wholes."""
        apart = [(bool(result.study), self.apart(result, self.ours)) for result in self.differing]
        return Symptoms(
            row_estimates=any(row and "estimate" in names for row, names in apart),
            row_limits=any(row and {"low", "high"} & {*names} for row, names in apart),
            estimates=any(not row and "estimate" in names for row, names in apart),
            others=any(not row and {*names} - {*BETWEEN} for row, names in apart),
        )

    def parts(self) -> Iterable[Part]:
        """Each result that differs; the test between subgroups apart from the rest, as it has causes of its own."""
        for result in self.differing:
            names = self.apart(result, self.ours)
            for between in (False, True):
                if any((name in BETWEEN) is between for name in names):
                    yield key_of(result), between

    def explains(self, by: Computed, part: Part) -> bool:
        """Whether a computation yields all of a result (or all of its subgroup test)."""
        key, between = part
        return not [name for name in self.apart(self.results[key], by) if (name in BETWEEN) is between]

    def broken(self, by: Computed) -> int:
        """How many results that hold would not under another computation."""
        return sum(bool(self.apart(result, by)) for result in self.holding)

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
                    cause=self.causes.get((key_of(result), name in BETWEEN)) or _shortened(result, name, numbers),
                    place=result.place,
                )

    def _whose(self, result: StoredResult) -> str:
        study = self.task.review.studies.get(result.study)
        label = study.label if study else result.study
        return ", ".join(part for part in (label, result.subgroup, result.stratum) if part)


def _explain(cases: list[_Case]) -> None:
    """Find causes: other plans for all cases in one batch, then what the stored numbers say of one another."""
    tried = [
        (n, words, task) for n, case in enumerate(cases) for words, task in other_plans(case.task, case.symptoms)
    ]
    yielded = computed([task for _, _, task in tried])
    plans: list[list[tuple[str, Computed]]] = [[] for _ in cases]
    for (n, words, _), by in zip(tried, yielded, strict=True):
        plans[n].append((words, by))
    for case, others in zip(cases, plans, strict=True):
        _by_other_plans(case, others)
        _by_partition(case)
        _by_turning(case)
        _by_changed_rows(case)


def _by_other_plans(case: _Case, plans: list[tuple[str, Computed]]) -> None:
    """The plan that yields most of what differs and breaks least of what holds; then the next for what is left."""
    yields = [
        (words, {part for part in case.parts() if case.explains(by, part)}, case.broken(by)) for words, by in plans
    ]
    left = set(case.parts())
    while left:
        words, found, _ = max(yields, key=lambda one: (len(one[1] & left), -one[2]), default=("", set(), 0))
        if not found & left:
            return
        case.causes.update(dict.fromkeys(found & left, words))
        left -= found


def _by_partition(case: _Case) -> None:
    numbers = partitioned(case.ours)
    for key, between in case.parts():
        if between and not [name for name in case.unlike(case.results[key], numbers) if name in BETWEEN]:
            case.causes.setdefault((key, True), "the subgroup test is a partition of Q, as RevMan 5.0 made it")


def _by_turning(case: _Case) -> None:
    for key, _ in case.parts():
        result, ours = case.results[key], case.ours.numbers.get(key, {})
        if result.study and not case.unlike(result, turned_round(result.numbers, ours, case.task.analysis)):
            case.causes.setdefault((key, False), "the two groups stand the other way round")


def _by_changed_rows(case: _Case) -> None:
    """Rows that differ although the stored total follows from them: their data were changed after it was stored."""
    left = [part for part in case.parts() if part not in case.causes]
    own = [case.results[key] for key, _ in left]
    rows = [result for result in own if result.study and "estimate" in case.apart(result, case.ours)]
    for whole in [result for result in case.stored if not result.study]:
        within = [r for r in case.stored if r.study and whole.subgroup in ("", r.subgroup)]
        changed = [row for row in rows if row in within]
        if changed and follows_from_rows(whole, within, case.task.analysis):
            case.causes.update(
                {
                    (key_of(row), False): "the data of this row were changed after its results were stored"
                    for row in changed
                }
            )
            names = ", ".join(dict.fromkeys(case.task.review.studies[row.study].label for row in changed))
            for part in left:
                case.causes.setdefault(part, f"rests on {names}, whose data were changed since")
