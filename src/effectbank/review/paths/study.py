"""Paths to one study of an analysis: its counts, its own estimate."""

from __future__ import annotations

from collections.abc import Sequence

from effectbank.review.paths.arm import side_value
from effectbank.review.paths.standing import Standing, directions, studies_named
from effectbank.review.paths.value import BadPath, Step, Value, over, unknown_step
from effectbank.review.paths.words import significance_words
from effectbank.review.study_rows import StudyRow, totals_of
from effectbank.words import Interval, NumberKind

STUDY_STEPS = ("intervention", "control", "estimate", "ci", "low", "high", "significance", "direction")


def study_value(at: Standing, step: Step, rest: tuple[Step, ...]) -> Value:
    names = studies_named(at, step)
    rows = tuple(row for row in at.synthesis.rows if row.study in names)
    end, after = (rest[0].name, rest[1:]) if rest else ("", ())
    if end in ("intervention", "control"):
        over(at.address, after[1:], after[0].name if after else end)
        return side_value(
            at, totals_of(rows, 1 if end == "intervention" else 2), end, after[0].name if after else "", rows
        )
    if end and end not in STUDY_STEPS:
        raise unknown_step(at.address, end, f"{at.name}.study({','.join(names)})", STUDY_STEPS)
    over(at.address, after, end)
    return _own_estimate(at, rows, end)


def _own_estimate(at: Standing, rows: Sequence[StudyRow], end: str) -> Value:
    """One study's own estimate, or what its interval says."""
    if len(rows) != 1:
        raise BadPath(at.address, f"{len(rows)} rows have an estimate each", "name one study with one row")
    row, effects = rows[0], at.synthesis.effects
    if row.estimate is None or row.ci is None or effects is None:
        raise BadPath(
            at.address, f"{row.label} has no estimate: {row.reason or 'unknown'}", "bind its counts or a fact"
        )
    null = effects.of.null
    shape, numbers, words = _own(at, row.estimate, row.ci, null, end)
    return at.value(
        rows,
        kind=NumberKind.COMPUTED,
        shape=shape,
        numbers=numbers,
        words=words,
        level=at.synthesis.analysis.level,
        label=f"{row.label}: {effects.display_label}",
        measure=at.measure if shape.startswith("estimate") else "",
        model="this study alone, not pooled",
    )


def _own(
    at: Standing, estimate: float, ci: Interval, null: float, end: str
) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
    match end:
        case "significance":
            return "significance", (), significance_words(null not in ci)
        case "direction":
            return "direction", (), directions(at, estimate, null)
        case "ci":
            return "interval", tuple(ci), ()
        case "low" | "high":
            return "number", (ci.low if end == "low" else ci.high,), ()
        case "estimate":
            return "estimate", (estimate,), ()
        case _:
            return "estimate ci", (estimate, *ci), ()
