"""One line of an analysis: a study (or a stratum of it) with both sides, or its contrast, or why it has neither."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from effectbank.problems import Place
from effectbank.quickly import quickly_made
from effectbank.review.combining import Gave, Side, fault_of, side_of
from effectbank.review.model import Analysis, Contrast, Provenance, Study
from effectbank.review.review import Review
from effectbank.review.selecting import ContrastRow, Pair, Part, contrasts_in, pairs_of, part_of
from effectbank.words import Confidence

COUNTS, CONTRASTS = "counts", "contrasts"
TURNED_BY_SWAPPING = (
    "OR",
    "PETO",
    "RD",
    "AS",
)  # of which that of non-events is that of events with its sign turned


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a fit sees of one study. `reason` says why it has no usable numbers; a usable line has none.

    `estimate` and `se` are given only where the study reported a contrast instead of counts or means.
    """

    label: str
    study: Study
    part: Part
    intervention: Gave
    control: Gave
    estimate: float | None = None
    se: float | None = None
    reason: str
    places: tuple[Place, ...]
    confidence: tuple[Confidence, ...]
    note: str


def as_applied(review: Review, analysis: Analysis) -> Analysis:
    """The plan as it can be carried out: events are swapped only of an outcome of counts, out of so many people."""
    outcome = review.outcomes.get(analysis.outcome)
    counted = outcome is None or outcome.kind == COUNTS
    return analysis if counted or not analysis.swap_events else replace(analysis, swap_events=False)


def lines_of(review: Review, analysis: Analysis) -> tuple[Line, ...]:
    """The lines of an analysis in the order of studies.csv; a contrast stands in where arms give no numbers.

    The analysis's outcome and comparison are defined.
    """
    kind = review.outcomes[analysis.outcome].kind
    paired = () if kind == CONTRASTS else tuple(_of_pair(pair, kind) for pair in pairs_of(review, analysis))
    usable = {line.label for line in paired if not line.reason}
    people = {pair.label: pair for pair in pairs_of(review, analysis)} if kind == CONTRASTS else {}
    contrasted = [
        _with_people(_swapped(_of_contrasts(rows, analysis.measure), analysis), people.get(label), rows)
        for label, rows in _by_label(contrasts_in(review, analysis)).items()
        if label not in usable
    ]
    told = {line.study.name for line in contrasted}
    contrasted += [
        _without_contrast(pair)
        for pair in people.values()
        if pair.study.name not in told and pair.intervention and pair.control
    ]
    if not contrasted:
        return paired
    replaced = {line.label for line in contrasted}
    found = [*(line for line in paired if line.label not in replaced), *contrasted]
    return tuple(sorted(found, key=lambda line: review.order[line.study.name]))


def in_order(lines: Sequence[Line], order: str | None) -> tuple[Line, ...]:
    """The lines by the studies' labels or years (unknown ones last); else as they came."""
    if order == "study":
        return tuple(sorted(lines, key=lambda line: line.study.label.casefold()))
    if order == "year":
        return tuple(sorted(lines, key=lambda line: (line.study.year is None, line.study.year or 0)))
    return tuple(lines)


def _of_pair(pair: Pair, kind: str) -> Line:
    ours, theirs = pair.intervention, pair.control
    faults = fault_of(ours, kind, "intervention"), fault_of(theirs, kind, "control")
    rows = (*ours, *theirs)
    return Line(
        label=pair.label,
        study=pair.study,
        part=pair.part,
        intervention=side_of(ours),
        control=side_of(theirs),
        reason="; ".join(filter(None, faults)),
        places=pair.places,
        confidence=_confidence([row.provenance for row in rows]),
        note=_noted([_combined(pair), *[row.provenance.note for row in rows]]),
    )


def _combined(pair: Pair) -> str:
    """That several arms were taken together, in words."""
    sides = (pair.intervention, pair.control)
    if max(map(len, sides)) < 2:
        return ""
    said = [" and ".join(row.arm for row in rows) for rows in sides if len({row.arm for row in rows}) > 1]
    return f"arms combined: {'; '.join(said)}" if said else ""


def _by_label(rows: Iterable[ContrastRow]) -> dict[str, list[ContrastRow]]:
    """The contrasts of each study, or part of it, by the label of the line they make."""
    found: dict[str, list[ContrastRow]] = {}
    for row in rows:
        found.setdefault(part_of(row.contrast).label(row.study.name), []).append(row)
    return found


def _of_contrasts(rows: list[ContrastRow], measure: str) -> Line:
    """A study's contrast on the measure asked for. Two would count its people twice, and to choose is a guess."""
    asked = [row for row in rows if row.contrast.measure in ("", measure)]
    line = _of_contrast((asked or rows)[0], measure)
    if len(asked) < 2:
        return line
    places = tuple(row.contrast.place for row in asked)
    lines = ", ".join(str(place.line) for place in places)
    return replace(line, reason=f"several contrasts fit this comparison (lines {lines})", places=places)


def _swapped(line: Line, analysis: Analysis) -> Line:
    """A contrast beside counts whose events are swapped: turned likewise, or, as a risk ratio, of no use."""
    if not analysis.swap_events or line.reason or line.estimate is None:
        return line
    if analysis.measure in TURNED_BY_SWAPPING:
        return replace(
            line, estimate=-line.estimate, note=_noted(("sign turned, as events are swapped", line.note))
        )
    return replace(
        line, reason=f"the {analysis.measure} of those without the event does not follow from its estimate"
    )


def _without_contrast(pair: Pair) -> Line:
    """A study of which only the people are told, where contrasts are pooled."""
    return Line(
        label=pair.label,
        study=pair.study,
        part=pair.part,
        intervention=side_of(pair.intervention),
        control=side_of(pair.control),
        reason="no contrast of its arms",
        places=pair.places,
        confidence=(),
        note="",
    )


def _with_people(line: Line, pair: Pair | None, rows: Iterable[ContrastRow]) -> Line:
    """The line with how many people there were in the arms that its contrast is of, where the data tell it."""
    if pair is None:
        return line
    arms = {arm for row in rows for arm in (row.contrast.arm, row.contrast.against)}
    ours, theirs = (tuple(one for one in side if one.arm in arms) for side in (pair.intervention, pair.control))
    return replace(line, intervention=side_of(ours), control=side_of(theirs))


def _of_contrast(row: ContrastRow, measure: str) -> Line:
    contrast = row.contrast
    sign = -1 if row.turned else 1
    part = part_of(contrast)
    estimate, se = _estimate_of(contrast)
    return Line(
        label=part.label(row.study.name),
        study=row.study,
        part=part,
        intervention=Side(),
        control=Side(),
        estimate=None if estimate is None else sign * estimate,
        se=se,
        reason=_contrast_fault(row, measure),
        places=(contrast.place,),
        confidence=_confidence([contrast.provenance]),
        note=_noted(("reported the other way round; sign turned" if row.turned else "", contrast.provenance.note)),
    )


def _estimate_of(contrast: Contrast) -> tuple[float | None, float | None]:
    """Estimate and SE as given; else (O - E) / V and 1 / sqrt V (Yusuf et al. 1985)."""
    o_e, v = contrast.o_e, contrast.variance
    if contrast.estimate is None and contrast.se is None and o_e is not None and v is not None and v > 0:
        return o_e / v, 1 / math.sqrt(v)
    return contrast.estimate, contrast.se


def _contrast_fault(row: ContrastRow, measure: str) -> str:
    contrast = row.contrast
    if contrast.measure and contrast.measure != measure:
        return f"reported as {contrast.measure}, not {measure}"
    found = dict(zip(("estimate", "se"), _estimate_of(contrast), strict=True))
    unknown = [cell for cell, value in found.items() if value is None]
    if unknown:
        return f"{' and '.join(unknown)} unknown"
    return "" if found["se"] and found["se"] > 0 else "se is not above zero"


def _confidence(provenances: Iterable[Provenance]) -> tuple[Confidence, ...]:
    return tuple(dict.fromkeys([found.confidence for found in provenances if found.confidence]))


def _noted(notes: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, notes)))
