"""The parts of a folder that no Cochrane file has a place for, counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from effectbank.formats.cochrane.back import faults
from effectbank.formats.cochrane.back.told import Told
from effectbank.problems import Place, Problem
from effectbank.review import Review
from effectbank.review.model import Analysis, Contrast, Datum, Provenance
from effectbank.review.read import TEXT


def left_behind(review: Review) -> Iterator[Problem]:
    """One Problem a kind of thing, with how many there are."""
    outcomes, analyses = review.outcomes.values(), review.analyses.values()
    with_stored = {result.analysis for result in review.stored}

    def published(analysis: Analysis) -> bool:
        """Whether only the plan holds the source's own result, which what was computed stands for."""
        return analysis.published is not None and analysis.name not in with_stored

    counted = (
        (TEXT, len(review.text.split()), "word of prose", "words of prose"),
        ("facts.csv", len(review.facts), "fact", "facts"),
        ("review.toml", len(review.values), "named value", "named values"),
        ("review.toml", len(review.versions), "version of the source", "versions of the source"),
        ("review.toml", sum(bool(o.good) for o in outcomes), "good direction", "outcomes' good directions"),
        ("review.toml", sum(bool(o.description) for o in outcomes), "description", "outcomes' descriptions"),
        ("review.toml", sum(map(published, analyses)), "published result", "published results"),
        ("review.toml", sum(one.baseline is not None for one in analyses), "baseline risk", "baseline risks"),
        ("data", sum(bool(one.source) for one in provenances(review)), "source of a row", "sources of rows"),
        ("data", sum(row.time is not None for row in _data(review)), "time at risk", "times at risk"),
    )  # fmt: skip
    for file, number, one, several in counted:
        if number:
            yield faults.left_behind(file, number, one if number == 1 else several)


def _data(review: Review) -> Iterator[Datum]:
    return chain.from_iterable(review.data.values())


def unused_rows(review: Review, told: Iterable[Told]) -> Iterator[Problem]:
    """Rows of data that stand in no analysis, by outcome."""
    used: set[tuple[str, Place]] = set()
    people: set[tuple[str, str]] = set()  # of studies whose contrast is used, the counts beside it
    for one in told:
        outcome = one.analysis.outcome
        used |= {(outcome, place) for line in one.task.lines for place in line.places}
        people |= {(outcome, line.study.name) for line in one.task.lines if line.estimate is not None}
    for name in dict.fromkeys((*review.outcomes, *review.data, *review.contrasts)):
        rows: tuple[Datum | Contrast, ...] = (*review.data.get(name, ()), *review.contrasts.get(name, ()))
        left = [row for row in rows if (name, row.place) not in used and (name, row.study) not in people]
        if left:
            yield faults.left_behind(left[0].place.file, len(left), "of its rows, which stand in no analysis")


def provenances(review: Review) -> Iterator[Provenance]:
    """Where each row of the folder's sheets comes from."""
    yield from (study.provenance for study in review.studies.values())
    yield from (arm.provenance for arm in review.arms)
    yield from (row.provenance for row in _data(review))
    yield from (row.provenance for row in chain.from_iterable(review.contrasts.values()))
    yield from (row.provenance for row in review.risk_of_bias)
