"""The forest plot of a fit: what stands in each row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from effectbank.numerals import estimate_ci
from effectbank.plots.forest_parts import (
    forest_axis,
    forest_label,
    group_columns,
    percent_of,
    spread_notes,
    study_rows,
    summary_rows,
    test_note,
)
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.wording import Wording, model_name
from effectbank.synthesis import Pooled, Subgroups
from effectbank.words import Interval

if TYPE_CHECKING:
    from effectbank.synthesis.blup import Blups

PREDICTED = ForestColumn(name="predicted", title="Predicted effect", side="right")


def fit_forest(fit: Pooled, parts: Subgroups | None, blups: Blups | None, wording: Wording) -> Forest:
    """Studies in their subgroups, the totals, and what is said of heterogeneity."""
    body = [*_body(fit, parts, wording), *summary_rows(fit, RowKind.TOTAL, model_name(fit), wording)]
    rows = (*(body if blups is None else _predicted(body, blups, wording)), *_notes(fit, parts, blups))
    columns = (*_columns(fit, wording), *(() if blups is None else (PREDICTED,)))
    return Forest(rows=rows, columns=columns, axis=forest_axis(fit, rows, wording), title=wording.title)


def subgroups_forest(parts: Subgroups, wording: Wording) -> Forest:
    """The subgroups and their test, no total: weights are of each subgroup."""
    first = next(iter(parts.groups.values()))
    rows: list[ForestRow] = []
    for name, part in parts.groups.items():
        rows += _group(name, part, dict(zip(part.effects.labels, part.weights, strict=True)), wording)
    rows += [ForestRow(kind=RowKind.HEADING, label=f"{name}: not estimable") for name in parts.not_estimable]
    rows += _test(parts)
    return Forest(
        rows=tuple(rows),
        columns=_columns(first, wording),
        axis=forest_axis(first, rows, wording),
        title=wording.title,
    )


def _body(fit: Pooled, parts: Subgroups | None, wording: Wording) -> Iterable[ForestRow]:
    weights = dict(zip(fit.effects.labels, fit.weights, strict=True))
    if parts is None:
        yield from study_rows(fit.effects, fit.options.level, weights, wording)
        return
    for name, part in parts.groups.items():
        yield from _group(name, part, weights, wording)
    yield from _ungrouped(fit, parts, weights, wording)


def _group(name: str, part: Pooled, weights: Mapping[str, float], wording: Wording) -> Iterable[ForestRow]:
    yield ForestRow(kind=RowKind.HEADING, label=str(name))
    yield from study_rows(part.effects, part.options.level, weights, wording)
    yield from summary_rows(part, RowKind.SUBTOTAL, "Subtotal", wording)


def _ungrouped(
    fit: Pooled, parts: Subgroups, weights: Mapping[str, float], wording: Wording
) -> Iterable[ForestRow]:
    """The studies of subgroups that have no estimate of their own, and of none."""
    drawn = {label for part in parts.groups.values() for label in part.effects.labels}
    left = [index for index, label in enumerate(fit.effects.labels) if label not in drawn]
    if left:
        names = ", ".join(parts.not_estimable)
        yield ForestRow(kind=RowKind.HEADING, label=f"{names}: not estimable" if names else "In no subgroup")
        yield from study_rows(fit.effects.subset(left), fit.options.level, weights, wording)


def _columns(fit: Pooled, wording: Wording) -> tuple[ForestColumn, ...]:
    return (
        *group_columns(fit.effects.cells, wording),
        ForestColumn(name="weight", title="Weight"),
        ForestColumn(name="estimate", title=forest_label(fit), side="right"),
    )


def _predicted(rows: Iterable[ForestRow], blups: Blups, wording: Wording) -> Iterable[ForestRow]:
    """The rows of studies with their predicted effects."""
    effects = blups.fit.effects
    of = effects.subset([effects.labels.index(label) for label in blups.labels])
    told = (of.told(column) for column in (blups.predicted, blups.low, blups.high))
    found = {wording.label(name): numbers for name, *numbers in zip(blups.labels, *told, strict=True)}
    for row in rows:
        if row.kind is not RowKind.STUDY or row.label not in found:
            yield row
            continue
        estimate, low, high = map(float, found[row.label])
        cells = {**row.cells, PREDICTED.name: estimate_ci(estimate, low, high, wording.digits)}
        yield replace(row, cells=cells, predicted=estimate, predicted_interval=Interval(low, high))


def _notes(fit: Pooled, parts: Subgroups | None, blups: Blups | None) -> Iterable[ForestRow]:
    yield from spread_notes(fit)
    if parts is not None:
        yield from _test(parts)
    if blups is not None:
        words = f"Below each study: its true effect as predicted, with the {percent_of(fit.options.level)} interval"
        yield ForestRow(kind=RowKind.NOTE, label=words)


def _test(parts: Subgroups) -> Iterable[ForestRow]:
    if len(parts.groups) > 1:
        yield test_note(parts.test)
