"""The forest plot of a folder's synthesis: its rows under its headings, whether or not it gives a total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from effectbank.measures import Effects
from effectbank.plots.effect_axis import capital
from effectbank.plots.forest_parts import (
    group_columns,
    percent_of,
    rows_axis,
    spread_notes,
    study_rows,
    summary_rows,
    test_note,
)
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.wording import Wording, model_name
from effectbank.problems import NotEstimable
from effectbank.synthesis import Pooled, Subgroups, SubgroupTest


class FolderSynthesis(Protocol):
    """What is drawn of a folder's synthesis, known by what it holds.

    `effects` has every row; `headings` the labels of the rows under each heading, "" for none; `labels` how each
    is printed, in the order of the rows; `reach` how far the axis goes, if the plan says so.
    """

    @property
    def effects(self) -> Effects | None: ...
    @property
    def fit(self) -> Pooled | None: ...
    @property
    def subgroups(self) -> Subgroups | None: ...
    @property
    def subgroup_test(self) -> SubgroupTest | None: ...
    @property
    def headings(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def display_label(self) -> str: ...
    @property
    def level(self) -> float: ...
    @property
    def study_level(self) -> float: ...
    @property
    def reach(self) -> float | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def groups(self) -> tuple[str, str]: ...
    @property
    def favours(self) -> tuple[str, str]: ...


def effects_drawn(of: FolderSynthesis) -> Effects:
    """The effects of all rows. Raises NotEstimable where there is none to draw."""
    if of.effects is None or not of.effects.k:
        raise NotEstimable(of.reason or "there is no estimate to draw")
    return of.effects


def folder_forest(of: FolderSynthesis, wording: Wording) -> Forest:
    """Rows and subtotals under their headings, then the total, or why there is none. Raises NotEstimable."""
    effects = effects_drawn(of)
    rows = [*_body(of, effects, wording), *_total(of, wording)]
    weight = [ForestColumn(name="weight", title="Weight")] if any(row.weight is not None for row in rows) else []
    label = f"{capital(of.display_label)} ({_levels(of)})"
    axis = rows_axis(effects, rows, wording, label=label, reach=of.reach)
    columns = (
        *group_columns(effects.cells, wording),
        *weight,
        ForestColumn(name="estimate", title=label, side="right"),
    )
    return Forest(rows=(*rows, *_notes(of)), columns=columns, axis=axis, title=wording.title)


def _levels(of: FolderSynthesis) -> str:
    """The level of the intervals, or both where the studies have their own."""
    pooled = of.fit or (of.subgroups and of.subgroups.groups)
    if not pooled or of.study_level == of.level:
        return f"{percent_of(of.study_level)} CI"
    return f"{percent_of(of.level)} CI, of studies {percent_of(of.study_level)}"


def _body(of: FolderSynthesis, effects: Effects, wording: Wording) -> Iterator[ForestRow]:
    weights = _weights(of)
    named = any(of.headings)
    for name, labels in (of.headings or {"": tuple(of.labels)}).items():
        if named:
            yield ForestRow(kind=RowKind.HEADING, label=name or "In no subgroup")
        positions = [effects.labels.index(label) for label in labels]
        yield from study_rows(effects.subset(positions), of.study_level, weights, wording)
        yield from _subtotal(of.subgroups, name, wording)


def _weights(of: FolderSynthesis) -> Mapping[str, float]:
    """The weight of each row in the total; in its subgroup where there is no total."""
    fits = [of.fit] if of.fit else list(of.subgroups.groups.values()) if of.subgroups else []
    return {label: weight for fit in fits for label, weight in zip(fit.effects.labels, fit.weights, strict=True)}


def _subtotal(parts: Subgroups | None, name: str, wording: Wording) -> Iterable[ForestRow]:
    if parts and name in parts.groups:
        yield from summary_rows(parts.groups[name], RowKind.SUBTOTAL, "Subtotal", wording)
    elif parts and name in parts.not_estimable:
        yield ForestRow(kind=RowKind.SUBTOTAL, label="Subtotal", cells={"estimate": "not estimable"})


def _total(of: FolderSynthesis, wording: Wording) -> Iterable[ForestRow]:
    return summary_rows(of.fit, RowKind.TOTAL, model_name(of.fit), wording) if of.fit else ()


def _notes(of: FolderSynthesis) -> Iterator[ForestRow]:
    if of.fit:
        yield from spread_notes(of.fit)
    else:
        yield ForestRow(kind=RowKind.NOTE, label=f"No total: {of.reason}")
    if of.subgroup_test:
        yield test_note(of.subgroup_test)
