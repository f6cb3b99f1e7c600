"""One line of an analysis: a study (or a stratum of it) with both sides, or its contrast, or why it has neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from effectbank.problems import Place
from effectbank.review.combining import Side, fault_of, side_of
from effectbank.review.model import Analysis, Provenance, Study
from effectbank.review.review import Review
from effectbank.review.selecting import ContrastRow, Pair, contrasts_in, pairs_of
from effectbank.words import Confidence

CONTRASTS = "contrasts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a fit sees of one study. `reason` says why it has no usable numbers; a usable line has none.

    `estimate` and `se` are given only where the study reported a contrast instead of counts or means.
    """

    label: str
    study: Study
    stratum: str
    intervention: Side
    control: Side
    estimate: float | None = None
    se: float | None = None
    reason: str
    places: tuple[Place, ...]
    confidence: tuple[Confidence, ...]
    note: str


def lines_of(review: Review, analysis: Analysis) -> tuple[Line, ...]:
    """The lines of an analysis in the order of studies.csv; a contrast stands in where arms give no numbers.

    The analysis's outcome and comparison are defined.
    """
    kind = review.outcomes[analysis.outcome].kind
    paired = () if kind == CONTRASTS else tuple(_of_pair(pair, kind) for pair in pairs_of(review, analysis))
    usable = {line.study.name for line in paired if not line.reason}
    contrasted = [
        _of_contrasts(rows, analysis.measure)
        for rows in _by_study(contrasts_in(review, analysis))
        if rows[0].study.name not in usable
    ]
    replaced = {line.study.name for line in contrasted}
    found = [*(line for line in paired if line.study.name not in replaced), *contrasted]
    order = {name: number for number, name in enumerate(review.studies)}
    return tuple(sorted(found, key=lambda line: order[line.study.name]))


def _of_pair(pair: Pair, kind: str) -> Line:
    sides = {"intervention": pair.intervention, "control": pair.control}
    faults = (fault_of(rows, kind, side) for side, rows in sides.items())
    rows = (*pair.intervention, *pair.control)
    return Line(
        label=pair.label,
        study=pair.study,
        stratum=pair.stratum,
        intervention=side_of(pair.intervention),
        control=side_of(pair.control),
        reason="; ".join(fault for fault in faults if fault),
        places=pair.places,
        confidence=_confidence(row.provenance for row in rows),
        note=_noted((_combined(pair), *(row.provenance.note for row in rows))),
    )


def _combined(pair: Pair) -> str:
    """That several arms were taken together, in words."""
    sides = (pair.intervention, pair.control)
    said = [" and ".join(row.arm for row in rows) for rows in sides if len({row.arm for row in rows}) > 1]
    return f"arms combined: {'; '.join(said)}" if said else ""


def _by_study(rows: Iterable[ContrastRow]) -> Iterable[list[ContrastRow]]:
    found: dict[str, list[ContrastRow]] = {}
    for row in rows:
        found.setdefault(row.study.name, []).append(row)
    return found.values()


def _of_contrasts(rows: list[ContrastRow], measure: str) -> Line:
    """A study's contrast on the measure asked for. Two would count its people twice, and to choose is a guess."""
    asked = [row for row in rows if row.contrast.measure in ("", measure)]
    line = _of_contrast((asked or rows)[0], measure)
    if len(asked) < 2:
        return line
    places = tuple(row.contrast.place for row in asked)
    lines = ", ".join(str(place.line) for place in places)
    return replace(line, reason=f"several contrasts fit this comparison (lines {lines})", places=places)


def _of_contrast(row: ContrastRow, measure: str) -> Line:
    contrast = row.contrast
    sign = -1 if row.turned else 1
    return Line(
        label=row.study.name,
        study=row.study,
        stratum="",
        intervention=Side(),
        control=Side(),
        estimate=None if contrast.estimate is None else sign * contrast.estimate,
        se=contrast.se,
        reason=_contrast_fault(row, measure),
        places=(contrast.place,),
        confidence=_confidence([contrast.provenance]),
        note=_noted(("reported the other way round; sign turned" if row.turned else "", contrast.provenance.note)),
    )


def _contrast_fault(row: ContrastRow, measure: str) -> str:
    contrast = row.contrast
    if contrast.measure and contrast.measure != measure:
        return f"reported as {contrast.measure}, not {measure}"
    unknown = [cell for cell in ("estimate", "se") if getattr(contrast, cell) is None]
    if unknown:
        return f"{' and '.join(unknown)} unknown"
    return "" if contrast.se and contrast.se > 0 else "se is not above zero"


def _confidence(provenances: Iterable[Provenance]) -> tuple[Confidence, ...]:
    return tuple(dict.fromkeys(found.confidence for found in provenances if found.confidence))


def _noted(notes: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(note for note in notes if note))
