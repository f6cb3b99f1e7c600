"""Where a path stands once it has come to an analysis, and the values every end of it is made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from effectbank.review.model import Comparison, Outcome
from effectbank.review.paths.value import BadPath, Step, Value, unknown_step
from effectbank.review.paths.words import direction_words, model_sentence
from effectbank.review.review import Review
from effectbank.review.study_rows import StudyRow
from effectbank.review.synthesis import COMPLETE, Synthesis
from effectbank.synthesis import Pooled
from effectbank.words import NumberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a path stands: the synthesis it has come to, and its whole address for errors."""

    review: Review
    synthesis: Synthesis
    address: str
    base: str = ""  # the path up to this synthesis: retained.without(san_1991)

    @property
    def name(self) -> str:
        """The analysis, and what it was taken without."""
        return self.base or self.synthesis.analysis.name

    @property
    def label(self) -> str:
        """What the analysis is called."""
        return self.synthesis.analysis.label

    @property
    def comparison(self) -> Comparison | None:
        """Its comparison, if it is defined."""
        return self.review.comparisons.get(self.synthesis.analysis.comparison)

    @property
    def outcome(self) -> Outcome | None:
        """Its outcome, if it is defined."""
        return self.review.outcomes.get(self.synthesis.analysis.outcome)

    @property
    def measure(self) -> str:
        """What its estimate is called in prose: a Peto odds ratio is an odds ratio."""
        return "OR" if self.synthesis.analysis.measure == "PETO" else self.synthesis.analysis.measure

    def value(self, rows: Sequence[StudyRow], **fields: object) -> Value:
        """A Value of these rows: their places and confidence, with the fields given."""
        places = tuple(dict.fromkeys(place for row in rows for place in row.places))
        confidence = tuple(dict.fromkeys(word for row in rows for word in row.confidence))
        return Value(address=self.address, rows=places, confidence=confidence, **fields)  # type: ignore[arg-type]


def fit_at(at: Standing) -> Pooled:
    """The fit of all rows; refused where some are unknown: the live value would not be the analysis's."""
    found = at.synthesis
    if found.fit is not None and found.status == COMPLETE:
        return found.fit
    lacking = ", ".join(gap.study for gap in found.missing)
    why = found.reason or f"some of its studies lack numbers ({lacking})"
    way_out = (
        f"bind the source's own number: ={at.name}.published" if found.published else "publish no number of it"
    )
    raise BadPath(at.address, f"{at.name} has no live value ({found.status}): {why}", way_out)


def pooled(at: Standing, shape: str, *numbers: float, words: tuple[str, ...] = (), what: str) -> Value:
    fit = fit_at(at)
    return at.value(
        at.synthesis.rows,
        kind=NumberKind.POOLED,
        shape=shape,
        numbers=numbers,
        words=words,
        label=f"{at.label}: {what}",
        model=model_sentence(fit),
        measure=at.measure if shape.startswith("estimate") else "",
        level=fit.options.level,
        signed=shape == "estimate" and at.measure in ("RD", "MD", "SMD"),  # so many more, or fewer
    )


def directions(at: Standing, estimate: float, null: float, *, from_control: bool = False) -> tuple[str, ...]:
    good = at.outcome.good if at.outcome else ""
    return direction_words(estimate, null, good, at.comparison, from_control=from_control)


def studies_named(at: Standing, step: Step) -> tuple[str, ...]:
    """The studies in a step's brackets, each one of the analysis."""
    rows = tuple(dict.fromkeys(row.study for row in at.synthesis.rows))
    if not step.arguments:
        raise BadPath(
            at.address,
            f"{step.name} needs studies in brackets",
            f"as in {step.name}({rows[0] if rows else 'SLUG'})",
        )
    for study in step.arguments:
        if study not in rows:
            raise unknown_step(at.address, study, f"the studies of {at.name}", rows)
    return step.arguments


def counted(at: Standing, number: float, what: str, fit: bool = True) -> Value:
    if fit:
        fit_at(at)
    return at.value(
        at.synthesis.rows, kind=NumberKind.COUNTED, shape="count", numbers=(number,), label=f"{at.label}: {what}",
        model="counted from the rows",
    )  # fmt: skip
