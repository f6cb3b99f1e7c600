"""Paths to one side of an analysis: its events and total, crude; its assumed or corresponding risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from effectbank.problems import Place
from effectbank.review.paths.beside import beside_published
from effectbank.review.paths.fit import ENDS
from effectbank.review.paths.standing import Standing, directions, fit_at, pooled
from effectbank.review.paths.value import BadPath, Step, Value, known, over, unknown_step
from effectbank.review.selecting import pairs_of
from effectbank.review.study_rows import ArmTotals, StudyRow
from effectbank.review.synthesis import COMPLETE
from effectbank.words import NumberKind

ARM_STEPS = ("events", "total", "crude_risk", "assumed_risk", "corresponding_risk", "direction")


def arm_value(at: Standing, arm: str, rest: tuple[Step, ...]) -> Value:
    totals = at.synthesis.intervention if arm == "intervention" else at.synthesis.control
    end = rest[0].name if rest else ""
    over(at.address, rest[1:], end)
    wrong = {"intervention": "assumed_risk", "control": "corresponding_risk"}[arm]
    if end == wrong:
        side = "control" if arm == "intervention" else "intervention"
        raise BadPath(at.address, f"the {wrong.replace('_', ' ')} is the {side}'s", f"={at.name}.{side}.{wrong}")
    if end in ("assumed_risk", "corresponding_risk"):
        return beside_published(at, ENDS[end](at), rest)
    if end == "direction":
        display = fit_at(at).display
        words = directions(at, display.estimate, display.null, from_control=arm == "control")
        return pooled(at, "direction", words=words, what=f"direction, seen from the {arm}")
    value = side_value(at, totals, arm, end, at.synthesis.rows)
    return _beside_risk(at, value, arm, end)


def side_value(at: Standing, totals: ArmTotals, arm: str, end: str, rows: Sequence[StudyRow]) -> Value:
    """Events and total of one side, or one of them, or their quotient: crude."""
    needed = {"": (totals.events, totals.total), "events": (totals.events,), "total": (totals.total,),
              "crude_risk": (totals.events, totals.total)}  # fmt: skip
    if end not in needed:
        raise unknown_step(at.address, end, f"{at.name}.{arm}", ARM_STEPS)
    numbers = needed[end]
    if not known(numbers) or not rows:
        raise BadPath(
            at.address, f"not all {end or 'events and totals'} of {at.name}.{arm} are known", _instead(at)
        )
    if end == "crude_risk":
        if not totals.total:
            raise BadPath(at.address, f"there is nobody in {at.name}.{arm}", "a risk needs people")
        numbers = (totals.crude_risk,)  # type: ignore[assignment]
    label = getattr(at.comparison, f"{arm}_label", "") or arm
    value = at.value(
        rows, kind=NumberKind.CRUDE, shape={"": "events of total", "crude_risk": "proportion"}.get(end, "count"),
        numbers=tuple(float(number or 0) for number in numbers), label=f"{at.label}: {label}",
        model="added up over the rows, no study weighted" if len(rows) > 1 else "one row",
    )  # fmt: skip
    return replace(value, rows=_places_of(at, arm, rows))


def _places_of(at: Standing, arm: str, rows: Sequence[StudyRow]) -> tuple[Place, ...]:
    """Where the rows of one arm are written: a count of that arm rests on no other."""
    wanted = {row.slug for row in rows}
    pairs = (pair for pair in pairs_of(at.review, at.synthesis.analysis) if pair.label in wanted)
    return tuple(datum.place for pair in pairs for datum in getattr(pair, arm))


def _instead(at: Standing) -> str:
    return (
        f"bind the source's own number: ={at.name}.published"
        if at.synthesis.published
        else "fill the cells in, or bind a fact"
    )


def _beside_risk(at: Standing, value: Value, arm: str, end: str) -> Value:
    """A crude count or risk, with the assumed or corresponding risk beside it where that differs."""
    found = at.synthesis
    if found.absolute is None or found.status != COMPLETE or end not in ("", "crude_risk"):
        return value
    side = "assumed_risk" if arm == "control" else "corresponding_risk"
    other = ENDS[side](replace(at, address=f"{at.name}.{arm}.{side}"))
    crude = value.numbers[0] / value.numbers[1] if end == "" else value.numbers[0]
    return replace(value, other=other) if abs(other.numbers[0] - crude) >= 0.0005 else value
