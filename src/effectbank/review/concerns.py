"""What rests on a place of the folder: the analyses that use a row or a table, and the values built on them."""

from __future__ import annotations

from collections.abc import Iterable

from effectbank.problems import Place
from effectbank.review.model import Analysis, Contrast, Datum, NamedValue
from effectbank.review.reading import arms, data, plan, studies
from effectbank.review.review import Review
from effectbank.review.selecting import chosen_by, treatments


def resting_on(review: Review, place: Place) -> tuple[str, ...]:
    """The names of the analyses, then of the values, that would change with what is written at a place."""
    if data.is_data(place.file):
        return _with_values(review, _on_data(review, place))
    if place.file == studies.FILE:
        return _on_study(review, _study_at(review, place))
    if place.file == arms.FILE:
        found = [arm for arm in review.arms if arm.place.line == place.line]
        rows = [row for arm in found for row in _rows_of(review, arm.study, arm.name)]
        return _with_values(review, (name for row in rows for name in uses_of(review, row)))
    if place.file == plan.FILE and place.key:
        return _with_values(review, _on_table(review, place.key.split(".")))
    return ()


def uses_of(review: Review, row: Datum | Contrast) -> tuple[str, ...]:
    """The analyses a row of the data goes into (or would, were its study or arm known)."""
    given = treatments(review).get((row.study, row.arm))
    return tuple(
        name
        for name, analysis in review.analyses.items()
        if analysis.outcome == row.outcome
        and _may_hold(review, analysis, row.study)
        and _may_compare(review, analysis, given)
    )


def _may_hold(review: Review, analysis: Analysis, study: str) -> bool:
    known = review.studies.get(study)
    return study not in analysis.without and (known is None or chosen_by(known, analysis.where))


def _may_compare(review: Review, analysis: Analysis, treatment: str | None) -> bool:
    comparison = review.comparisons.get(analysis.comparison)
    return treatment is None or comparison is None or treatment in (*comparison.intervention, *comparison.control)


def _on_data(review: Review, place: Place) -> Iterable[str]:
    """By the row on that line; where no row was read there, every analysis of the outcome."""
    outcome = data.outcome_of(place.file)
    rows = _all_rows(review)
    found = [row for row in rows if row.place.file == place.file and row.place.line == place.line]
    if found:
        return [name for row in found for name in uses_of(review, row)]
    return [name for name, analysis in review.analyses.items() if analysis.outcome == outcome]


def _study_at(review: Review, place: Place) -> str | None:
    return next((name for name, study in review.studies.items() if study.place.line == place.line), None)


def _on_study(review: Review, study: str | None) -> tuple[str, ...]:
    rows = [row for row in _all_rows(review) if row.study == study]
    analyses = [name for row in rows for name in uses_of(review, row)]
    counted = [
        name for name, value in review.values.items() if any(path.startswith("studies") for path in value.of)
    ]
    return tuple(dict.fromkeys((*_with_values(review, analyses), *counted)))


def _all_rows(review: Review) -> Iterable[Datum | Contrast]:
    for rows in review.data.values():
        yield from rows
    for contrasts in review.contrasts.values():
        yield from contrasts


def _rows_of(review: Review, study: str, arm: str) -> list[Datum | Contrast]:
    return [row for row in _all_rows(review) if row.study == study and row.arm == arm]


def _on_table(review: Review, key: list[str]) -> Iterable[str]:
    """By the table of review.toml: an analysis itself, or the analyses that name its outcome or comparison."""
    table, name = key[0], key[1] if len(key) > 1 else ""
    if table == "analyses":
        return [name] if name in review.analyses else []
    if table == "outcomes":
        return [one for one, analysis in review.analyses.items() if analysis.outcome == name]
    if table == "comparisons":
        return [one for one, analysis in review.analyses.items() if analysis.comparison == name]
    return []


def _with_values(review: Review, analyses: Iterable[str]) -> tuple[str, ...]:
    """The analyses in the order of the plan, then the values whose paths begin with one of them."""
    wanted = set(analyses)
    found = [name for name in review.analyses if name in wanted]
    values = [name for name, value in review.values.items() if _builds_on(value, wanted)]
    return (*found, *values)


def _builds_on(value: NamedValue, analyses: set[str]) -> bool:
    return any(path.partition(".")[0] in analyses for path in value.of)
