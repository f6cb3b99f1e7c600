"""What `run --json` prints: schema effectbank.run/1, made of a review and its syntheses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from effectbank.cli.driving import driving_if_searched
from effectbank.cli.output import document
from effectbank.numerals import fixed
from effectbank.problems import EffectBankError, Severity
from effectbank.review import Review
from effectbank.review.paths import resolve
from effectbank.review.study_rows import ArmTotals, StudyRow
from effectbank.review.synthesis import Synthesis
from effectbank.synthesis import Absolute
from effectbank.synthesis.absolute import NumberNeeded, Risk
from effectbank.words import Confidence


def run_document(review: Review, syntheses: Sequence[Synthesis]) -> dict[str, object]:
    """The whole document: the review's head counts, its named values, and each analysis."""
    problems = review.problems()
    return document(
        "run",
        folder=review.name,
        title=review.card.title,
        counts=head_counts(review),
        values=named_values(review),
        errors=sum(problem.severity is Severity.ERROR for problem in problems),
        analyses=[analysis_data(review, synthesis) for synthesis in syntheses],
    )


def head_counts(review: Review) -> dict[str, float | None]:
    """How many studies were included, and how many people were randomised in them (None where not all is known)."""
    return {name: _resolved(review, f"studies.{name}") for name in ("count", "randomised")}


def named_values(review: Review) -> dict[str, dict[str, object]]:
    """Each [values.X]: its label and its number, unknown where it cannot be worked out."""
    return {
        name: {"label": value.label, "value": _resolved(review, f"values.{name}")}
        for name, value in review.values.items()
    }


def _resolved(review: Review, address: str) -> float | None:
    try:
        found = resolve(review, address)
    except EffectBankError:
        return None
    return round(found.numbers[0]) if found.shape == "count" else found.numbers[0]


def analysis_data(review: Review, synthesis: Synthesis) -> dict[str, Any]:
    """One analysis: its plan, its fit, and all that stands beside the fit."""
    plan, fit = synthesis.analysis, synthesis.fit
    outcome = review.outcomes.get(plan.outcome)
    return {
        "name": plan.name,
        "number": plan.number,
        "label": plan.label,
        "status": synthesis.status,
        "reason": synthesis.reason,
        "outcome": {"name": plan.outcome} | ({"label": outcome.label, "good": outcome.good} if outcome else {}),
        "comparison": plan.comparison,
        "measure": plan.measure,
        "totals": plan.totals,
        "where": {column: list(values) for column, values in plan.where.items()},
        "without": list(plan.without),
        "left_out": list(synthesis.left_out),
        "fit": fit.to_dict() if fit else None,
        "intervention": _side(synthesis.intervention),
        "control": _side(synthesis.control),
        "absolute": _absolute(synthesis),
        "headings": synthesis.headings,
        "subgroups": _subgroups(synthesis),
        "driving": _driving(synthesis),
        "published": _published(synthesis),
        "published_agrees": [entry._asdict() for entry in synthesis.published_agrees],
        "studies": [_row(row) for row in synthesis.rows],
        "missing": [
            {"study": gap.study, "reason": gap.reason, "place": str(gap.place)} for gap in synthesis.missing
        ],
        "reconstructed": [row.study for row in synthesis.rows if Confidence.RECONSTRUCTED in row.confidence],
        "notes": list(synthesis.notes),
    }


def _side(totals: ArmTotals) -> dict[str, object]:
    return {"events": totals.events, "total": totals.total, "crude_risk": totals.crude_risk}


def _absolute(synthesis: Synthesis) -> dict[str, object] | None:
    found = synthesis.absolute
    if found is None:
        return None
    return {
        "baseline": found.baseline,
        "per": found.per,
        "assumed": _risk(found.assumed, found),
        "corresponding": _risk(found.corresponding, found),
        "difference": _risk(found.difference, found),
        "published": _published_risks(synthesis, found.per),
        "nnt": _needed(found.nnt),
        "sentence": found.sentence(),
    }


def _needed(nnt: NumberNeeded | None) -> dict[str, object] | None:
    if nnt is None:
        return None
    told = {name: getattr(nnt, name) for name in ("estimate", "direction", "benefit", "harm")}
    return told | {"sentence": nnt.sentence()}


def _risk(risk: Risk, whole: Absolute) -> dict[str, object]:
    return _among(risk.estimate, whole.per) | {"ci": risk.ci}


def _among(proportion: float, per: int) -> dict[str, object]:
    """A proportion, and the whole number of people that is printed for it among so many."""
    return {"proportion": proportion, "number": int(fixed(proportion * per, 0))}


def _published_risks(synthesis: Synthesis, per: int) -> dict[str, object]:
    """The source's own risks among as many, so that 240 stands beside 239."""
    found = synthesis.published
    risks = {"assumed": found.assumed_risk, "corresponding": found.corresponding_risk} if found else {}
    return {name: _among(risk, per) for name, risk in risks.items() if risk is not None}


def _subgroups(synthesis: Synthesis) -> dict[str, object] | None:
    found = synthesis.subgroups
    if found is None:
        return None
    return {
        "by": found.by,
        "groups": {name: part.to_dict() for name, part in found.groups.items()},
        "not_estimable": found.not_estimable,
        "test": synthesis.subgroup_test,
    }


def _driving(synthesis: Synthesis) -> dict[str, object] | None:
    found = driving_if_searched(synthesis)
    if found is None:
        return None
    labels = {row.slug: row.label for row in synthesis.rows}
    sets = [
        {
            "left_out": one.left_out,
            "turns": one.turns,
            "estimate": one.fit.display.estimate,
            "ci": one.fit.display.ci,
            "p": one.fit.p,
        }
        for one in found.sets
    ]
    return {"searched": found.searched, "sets": sets, "sentence": found.sentence(labels)}


def _published(synthesis: Synthesis) -> dict[str, object] | None:
    found = synthesis.published
    if found is None:
        return None
    names = ("estimate", "low", "high", "k", "n", "p", "i2", "tau2", "assumed_risk", "corresponding_risk", "where")
    return {name: getattr(found, name) for name in names}


def _row(row: StudyRow) -> dict[str, object]:
    told = {name: getattr(row, name) for name in row.__slots__ if name not in ("places", "confidence")}
    return told | {"confidence": row.confidence, "places": [str(place) for place in row.places]}
