"""What Review Manager is told to call a folder's outcomes, interventions and arms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from effectbank.formats.cochrane.back.studies import names_of
from effectbank.formats.cochrane.naming import slug
from effectbank.problems import Problem
from effectbank.review import Review
from effectbank.review.model import Arm, Contrast, Datum
from effectbank.review.reading.studies import label_of
from effectbank.review.selecting import Part, part_of
from effectbank.words import StudyStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names by slug. `studies` has the included ones only, of which alone Review Manager imports data."""

    every: Mapping[str, str]
    studies: Mapping[str, str]
    outcomes: Mapping[str, str]
    treatments: Mapping[str, str]
    parted: frozenset[tuple[str, str]]  # (outcome, study) with several rows an arm

    def arm(self, arm: Arm, part: Part) -> str:
        """An arm's name; with the part of it that a row is of, where the study has several."""
        own = self.treatments[arm.treatment] if arm.name == arm.treatment else label_of(arm.name)
        told = " / ".join(word for word in (part.subgroup, part.stratum) if word)
        return f"{own} ({told})" if told else own

    def part(self, row: Datum | Contrast) -> Part:
        """The part that a row's arms are to be told apart by."""
        return part_of(row) if (row.outcome, row.study) in self.parted else Part()


def names_in(review: Review, problems: list[Problem]) -> Names:
    """The names of a folder's things; two studies of one name are told."""
    names = names_of(review.studies.values(), problems)
    return Names(
        every=names,
        studies={
            name: names[name] for name, study in review.studies.items() if study.status is StudyStatus.INCLUDED
        },
        outcomes={name: _outcome(name, review) for name in (*review.outcomes, *review.data, *review.contrasts)},
        treatments=_treatments(review),
        parted=_parted(review),
    )


def _treatments(review: Review) -> dict[str, str]:
    """Each treatment's name; where several have one, with the comparison that it is of."""
    found = {arm.treatment: _treatment(arm.treatment, review) for arm in review.arms}
    times = Counter(name for name, _ in found.values())
    told: dict[str, str] = {}
    for treatment, (name, comparison) in found.items():
        apart = f"{name} ({comparison or treatment})" if times[name] > 1 else name
        told[treatment] = apart if apart not in told.values() else f"{name} ({treatment})"
    return told


def _treatment(treatment: str, review: Review) -> tuple[str, str]:
    """As a comparison spells it, where its label has the same words; else as the slug is printed."""
    for comparison in review.comparisons.values():
        for side, label in (
            (comparison.intervention, comparison.intervention_label),
            (comparison.control, comparison.control_label),
        ):
            if side == (treatment,) and label and treatment.startswith(slug(label, longest=30)):
                return label, comparison.label
    return label_of(treatment), ""


def _outcome(name: str, review: Review) -> str:
    """Its label, with the time where another outcome of the folder has the label at another time."""
    if name not in review.outcomes:
        return label_of(name)
    outcome = review.outcomes[name]
    times = {one.time_point for one in review.outcomes.values() if one.label == outcome.label}
    return f"{outcome.label}, {outcome.time_point}" if len(times) > 1 and outcome.time_point else outcome.label


def _parted(review: Review) -> frozenset[tuple[str, str]]:
    rows: Iterator[Datum | Contrast] = chain(*review.data.values(), *review.contrasts.values())
    parts = {(row.outcome, row.study, part_of(row)) for row in rows}
    times = Counter((outcome, study) for outcome, study, _ in parts)
    return frozenset(key for key, number in times.items() if number > 1)
