"""The proof of a review: every stored result reproduced, explained, or told as unexplained with both values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from effectbank.review.model import StoredResult
from effectbank.review.proving.agreeing import last_digits
from effectbank.review.proving.case import Case
from effectbank.review.proving.computed import Computed, computed
from effectbank.review.proving.explaining import explain
from effectbank.review.proving.finding import Finding
from effectbank.review.proving.lines_together import task_of
from effectbank.review.review import Review


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
    cases: list[Case] = []
    for review in reviews:
        halves, stored = last_digits(review.stored), _by_analysis(review.stored)
        cases += [Case(next(waiting), next(yielded), stored.get(name, []), halves) for name in review.analyses]
    explain([case for case in cases if case.differing])
    of_each = iter(cases)
    return [_proof(review, [next(of_each) for _ in review.analyses]) for review in reviews]


def _proof(review: Review, cases: list[Case]) -> Proof:
    return Proof(
        review=review.name,
        stored=sum(len(result.numbers) for result in review.stored),
        findings=(*(finding for case in cases for finding in case.findings()), *_of_no_analysis(review)),
        computed={case.task.analysis.name: case.ours for case in cases},
    )


def _of_no_analysis(review: Review) -> Iterator[Finding]:
    """The numbers stored of analyses that the plan does not have: nothing yields them."""
    for result in review.stored:
        if result.analysis not in review.analyses:
            parts = (result.study, result.subgroup, result.stratum)
            for name, number in result.numbers.items():
                yield Finding(
                    analysis=result.analysis,
                    whose=", ".join(part for part in parts if part),
                    study=result.study,
                    subgroup=result.subgroup,
                    quantity=name,
                    stored=number,
                    computed=None,
                    cause="",
                    place=result.place,
                )


def _by_analysis(stored: Iterable[StoredResult]) -> dict[str, list[StoredResult]]:
    found: dict[str, list[StoredResult]] = {}
    for result in stored:
        found.setdefault(result.analysis, []).append(result)
    return found
