"""The forest plot of a fit: what stands in each row and column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.measures import Effects
from effectbank.numerals import estimate_ci, fixed, integer, interval, p_value
from effectbank.plots.axis import Axis
from effectbank.plots.effect_axis import capital, effect_axis
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.wording import Wording, model_name
from effectbank.synthesis import Pooled, Subgroups
from effectbank.words import Interval

if TYPE_CHECKING:
    from effectbank.synthesis.blup import Blups

WIDEST_GROUP = 16  # characters of a group's name on one line
PREDICTED = ForestColumn(name="predicted", title="Predicted effect", side="right")


def fit_forest(fit: Pooled, parts: Subgroups | None, blups: Blups | None, wording: Wording) -> Forest:
    """Studies in their subgroups, the totals, and what is said of heterogeneity."""
    body = [*_body(fit, parts, wording), *_summary(fit, RowKind.TOTAL, model_name(fit), wording)]
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
        yield from _studies(fit, weights, wording)
        return
    for name, part in parts.groups.items():
        yield from _group(name, part, weights, wording)
    yield from _ungrouped(fit, parts, weights, wording)


def _group(name: str, part: Pooled, weights: Mapping[str, float], wording: Wording) -> Iterable[ForestRow]:
    yield ForestRow(kind=RowKind.HEADING, label=str(name))
    yield from _studies(part, weights, wording)
    yield from _summary(part, RowKind.SUBTOTAL, "Subtotal", wording)


def _ungrouped(
    fit: Pooled, parts: Subgroups, weights: Mapping[str, float], wording: Wording
) -> Iterable[ForestRow]:
    """The studies of subgroups that have no estimate of their own, and of none."""
    drawn = {label for part in parts.groups.values() for label in part.effects.labels}
    left = [index for index, label in enumerate(fit.effects.labels) if label not in drawn]
    if left:
        names = ", ".join(parts.not_estimable)
        yield ForestRow(kind=RowKind.HEADING, label=f"{names}: not estimable" if names else "In no subgroup")
        yield from _studies(replace(fit, effects=fit.effects.subset(left)), weights, wording)


def _studies(fit: Pooled, weights: Mapping[str, float], wording: Wording) -> Iterable[ForestRow]:
    effects, back = fit.effects, fit.effects.told
    reach = float(normal_quantile(0.5 + fit.options.level / 2)) * np.sqrt(effects.vi)
    shown = zip(effects.labels, back(effects.yi), back(effects.yi - reach), back(effects.yi + reach), strict=True)
    for index, (label, *numbers) in enumerate(shown):
        estimate, low, high = (float(number) for number in numbers)
        known = math.isfinite(estimate)
        yield ForestRow(
            kind=RowKind.STUDY,
            label=wording.label(label),
            cells={
                **_group_cells(effects, index),
                "weight": _weight(weights.get(label, math.nan)),
                "estimate": estimate_ci(estimate, low, high, wording.digits) if known else "not estimable",
            },
            estimate=estimate if known else None,
            interval=Interval(low, high) if known else None,
            weight=_known(weights.get(label, math.nan)),
            picked=label in wording.picked,
        )


def _known(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _weight(percent: float) -> str:
    return f"{fixed(percent, 1)}%" if math.isfinite(percent) else ""


def _group_cells(effects: Effects, index: int) -> dict[str, str]:
    """The raw data of both groups of one study, as far as they are known."""
    cells = effects.cells
    if "ai" in cells:
        return {
            "group1": _events(cells["ai"][index], cells["n1i"][index]),
            "group2": _events(cells["ci"][index], cells["n2i"][index]),
        }
    if "m1i" in cells:
        return {
            f"group{g}": f"{fixed(cells[f'm{g}i'][index], 2)} ({fixed(cells[f'sd{g}i'][index], 2)}), "
            f"{integer(cells[f'n{g}i'][index])}"
            for g in (1, 2)
        }
    if "xi" in cells and "ni" in cells:
        return {"group1": _events(cells["xi"][index], cells["ni"][index])}
    return {}


def _events(events: float, total: float) -> str:
    known = ["?" if math.isnan(number) else fixed(number, 0) for number in (events, total)]
    return "/".join(known)


def _summary(fit: Pooled, kind: RowKind, label: str, wording: Wording) -> Iterable[ForestRow]:
    shown = fit.display
    yield ForestRow(
        kind=kind,
        label=label,
        cells={
            **_total_cells(fit.effects),
            "weight": "100%" if kind is RowKind.TOTAL else "",
            "estimate": estimate_ci(shown.estimate, shown.ci.low, shown.ci.high, wording.digits),
        },
        estimate=shown.estimate,
        interval=shown.ci,
    )
    if kind is RowKind.TOTAL and shown.prediction is not None:
        yield ForestRow(
            kind=RowKind.PREDICTION,
            label="Prediction interval",
            cells={"estimate": f"({interval(shown.prediction.low, shown.prediction.high, wording.digits)})"},
            interval=shown.prediction,
        )


def _total_cells(effects: Effects) -> dict[str, str]:
    """Events and totals summed over the studies that have an estimate: crude, and not what is pooled."""
    used = np.isfinite(effects.yi)
    sums = {name: float(cell[used].sum()) for name, cell in effects.cells.items()}
    pairs = {"group1": ("ai", "n1i"), "group2": ("ci", "n2i")} if "ai" in sums else {"group1": ("xi", "ni")}
    return {name: _events(sums[x], sums[n]) for name, (x, n) in pairs.items() if x in sums and n in sums}


def _columns(fit: Pooled, wording: Wording) -> tuple[ForestColumn, ...]:
    return (
        *_groups(fit.effects.cells, wording),
        ForestColumn(name="weight", title="Weight"),
        ForestColumn(name="estimate", title=forest_label(fit), side="right"),
    )


def _groups(cells: Mapping[str, object], wording: Wording) -> tuple[ForestColumn, ...]:
    """The columns of raw data: one for each group, or one where there is one group."""
    if "xi" in cells and "ni" in cells:
        return (ForestColumn(name="group1", title="events/total"),)
    what = "events/total" if "ai" in cells else "mean (SD), n" if "m1i" in cells else ""
    titles = ["\n".join([*wrap(name, WIDEST_GROUP), what]) for name in wording.groups] if what else []
    return tuple(ForestColumn(name=f"group{number}", title=title) for number, title in enumerate(titles, 1))


def forest_label(fit: Pooled) -> str:
    """What the estimates are, and at which level their intervals."""
    return f"{capital(fit.display.label)} ({level_of(fit)} CI)"


def level_of(fit: Pooled) -> str:
    """The level of a fit's intervals, in percent."""
    return f"{fixed(100 * fit.options.level, 3).rstrip('0').rstrip('.')}%"


def forest_axis(fit: Pooled, rows: Sequence[ForestRow], wording: Wording) -> Axis:
    """The axis that holds the rows' estimates and, in whole, the pooled intervals."""
    studies = [row for row in rows if row.kind is RowKind.STUDY and row.interval is not None]
    others = [row for row in rows if row.kind is not RowKind.STUDY and row.interval is not None]
    axis = effect_axis(
        fit.effects,
        [row.estimate for row in studies if row.estimate is not None],
        [end for row in studies if row.interval for end in row.interval],
        whole=[end for row in others if row.interval for end in row.interval],
    )
    return replace(axis, label=forest_label(fit), favours=wording.favours)


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
    spread = fit.heterogeneity
    if spread.df > 0:
        tau = f"τ² {fixed(spread.tau2, 2)} ({fit.options.tau2}); " if fit.options.tau2 else ""
        test = f"Q({spread.df}) = {fixed(spread.q, 2)}, {p_value(spread.p)}"
        yield ForestRow(kind=RowKind.NOTE, label=f"Heterogeneity: {tau}{test}; I² {fixed(spread.i2, 0)}%")
    if parts is not None:
        yield from _test(parts)
    if blups is not None:
        words = f"Below each study: its true effect as predicted, with the {level_of(fit)} interval"
        yield ForestRow(kind=RowKind.NOTE, label=words)


def _test(parts: Subgroups) -> Iterable[ForestRow]:
    if len(parts.groups) > 1:
        test = f"Q({parts.test.df}) = {fixed(parts.test.q, 2)}, {p_value(parts.test.p)}"
        yield ForestRow(kind=RowKind.NOTE, label=f"Test for subgroup differences: {test}")
