"""The lines of many analyses that ask the same of the kernel, gathered so that they are pooled in one batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from effectbank.problems import EffectBankError
from effectbank.review.lines import CONTRASTS, Line, as_applied, lines_of
from effectbank.review.model import Analysis
from effectbank.review.review import Review
from effectbank.review.selecting import group_of
from effectbank.review.synthesis import options_of
from effectbank.synthesis.options import options

NOT_OF_A_KIND = ("label", "name", "published", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One analysis with its lines; `kind` is what its estimates are made from."""

    review: Review
    analysis: Analysis
    kind: str
    lines: tuple[Line, ...]

    @property
    def groups(self) -> list[str]:
        """The subgroup of each line; "" for none."""
        by = self.analysis.subgroups
        return [group_of(line.study, line.part, by) if by else "" for line in self.lines]

    @property
    def alike(self) -> tuple[Any, ...]:
        """Tasks with equal ones can be pooled in one batch: the same options, however their plans word them."""
        one = self.analysis
        asked = options_of(one)
        try:
            completed: Any = options(**asked)
        except EffectBankError:  # told when the task is computed
            completed = tuple(asked.items())
        return (self.kind, one.measure, one.swap_events, completed)


def task_of(review: Review, analysis: Analysis) -> Task:
    """An analysis of a review, ready to be computed; without lines where its plan names what is not there."""
    analysis = as_applied(review, analysis)
    planned = analysis.outcome in review.outcomes and analysis.comparison in review.comparisons
    kind = review.outcomes[analysis.outcome].kind if planned else CONTRASTS
    return Task(
        review=review,
        analysis=analysis,
        kind="counts" if kind == CONTRASTS else kind,
        lines=lines_of(review, analysis) if planned else (),
    )


def together(tasks: Sequence[Task]) -> Iterator[list[int]]:
    """Positions of tasks that are alike.

    One that mixes contrasts with counts stands by itself, and one whose rule for zero cells looks at all studies.
    """
    found: dict[Any, list[int]] = {}
    for i, task in enumerate(tasks):
        given = {line.estimate is not None or line.se is not None for line in task.lines}
        if given:
            alone = len(given) > 1 or task.analysis.zero_cells == "if0all"
            found.setdefault(i if alone else (*task.alike, given.pop()), []).append(i)
    yield from found.values()
