"""The fit of an analysis's lines: what could be made of them, and why there is no fit where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from effectbank.measures import Effects
from effectbank.measures.errors import BadCell
from effectbank.problems import EffectBankError
from effectbank.review.lines import CONTRASTS, Line
from effectbank.review.lines_to_effects import effects_of
from effectbank.review.model import Analysis
from effectbank.review.review import Review
from effectbank.synthesis import Pooled, pool, pooled_as

NO_TOTAL = {
    "none": "the review gives no total",
    "subgroups": "the review gives no total but those of its subgroups",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What could be made of the lines: the effects of all, and the fit of those that count in the total."""

    effects: Effects | None = None  # as the plan's rules for zero cells have them
    raw: Effects | None = None  # as they came
    fit: Pooled | None = None


def fitted(review: Review, analysis: Analysis, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], Made, str]:
    """The lines, with what the measure refuses of them as their reason; effects and fit, or why there is none."""
    kind = review.outcomes[analysis.outcome].kind
    try:
        return lines, *_fit_of(analysis, lines, "counts" if kind == CONTRASTS else kind)
    except BadCell as fault:
        told = without_refused(lines, fault)
        return fitted(review, analysis, told) if told != lines else (lines, Made(), str(fault))


def without_refused(lines: tuple[Line, ...], fault: BadCell) -> tuple[Line, ...]:
    """The lines; those that the measure refuses with why it does, which leaves the others their estimates."""
    reasons = {one.study: one.reason for one in (*fault.others, fault)}
    return tuple(
        replace(line, reason=reasons[line.label]) if line.label in reasons and not line.reason else line
        for line in lines
    )


def _fit_of(analysis: Analysis, lines: Sequence[Line], kind: str) -> tuple[Made, str]:
    made = Made()
    try:
        with np.errstate(all="ignore"):
            raw = effects_of(lines, kind, analysis)
            made = Made(effects=_with_reasons(pooled_as(raw, **options_of(analysis)), lines), raw=raw)
            if not made.effects or not made.effects.k:
                return made, "none of its studies has all the numbers needed"
            if analysis.totals != "all":
                return made, NO_TOTAL[analysis.totals if analysis.subgroups else "none"]
            fit = pool(counted(raw, lines, "total"), **options_of(analysis))
    except BadCell:
        raise
    except (EffectBankError, ArithmeticError, ValueError) as fault:
        return made, str(fault)
    if not np.isfinite(fit.estimate):
        return made, "the numbers are too large or too small to be pooled"
    return replace(made, fit=replace(fit, effects=_with_reasons(fit.effects, lines))), ""


def _with_reasons(effects: Effects, lines: Sequence[Line]) -> Effects:
    """The effects whose missing say why their line is of no use: impossible counts aren't unknown ones."""
    return effects.missing_for({line.label: line.reason for line in lines if line.reason})


def counted(effects: Effects, lines: Sequence[Line], where: str) -> Effects:
    """The effects of the lines that count in the total, or in their subgroups."""
    if all(line.part.applies_to in ("", where) for line in lines):
        return effects
    return effects.subset([line.part.applies_to in ("", where) for line in lines])


def options_of(analysis: Analysis) -> dict[str, Any]:
    """What an analysis asks of pool()."""
    names = ("model", "method", "tau2", "test", "q_centre", "zero_cells", "preset")
    return {name: getattr(analysis, name) for name in names} | {"level": analysis.level}
