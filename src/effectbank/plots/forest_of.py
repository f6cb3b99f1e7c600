"""From a fit to its forest plot: what stands in each row and column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import Protocol

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.measures import Effects
from effectbank.numerals import estimate_ci, fixed, integer, interval, p_value, usual_digits
from effectbank.plots.axis import Axis
from effectbank.plots.forest_rows import Forest, ForestColumn, ForestRow, RowKind
from effectbank.plots.scale import scale_for
from effectbank.problems import NotEstimable
from effectbank.synthesis import Pooled, Subgroups
from effectbank.words import Interval

MODELS = {"random": "Random effects", "common": "Common effect"}
WIDEST_GROUP = 16  # characters of a group's name on one line
METHODS = {"IV": "", "MH": ", Mantel-Haenszel", "Peto": ", Peto"}


class HasFit(Protocol):
    """What can be drawn besides a fit: a synthesis of a folder, known by what it holds."""

    @property
    def fit(self) -> Pooled | None: ...
    @property
    def subgroups(self) -> Subgroups | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def groups(self) -> tuple[str, str]: ...
    @property
    def favours(self) -> tuple[str, str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a plot that no fit knows: study labels by name, the two groups, and whom each side favours."""

    labels: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, str] = ("Intervention", "Control")
    favours: tuple[str, str] = ("", "")
    title: str = ""
    digits: int = 2


def forest(
    of: Pooled | HasFit,
    *,
    subgroups: Subgroups | None = None,
    labels: Mapping[str, str] | None = None,
    groups: tuple[str, str] | None = None,
    favours: tuple[str, str] | None = None,
    title: str = "",
    digits: int | None = None,
) -> Forest:
    """The forest plot of a fit, or of a folder's synthesis, on the display scale.

    `labels` renames studies, `groups` names the two groups, `favours` says what lies left and right of no
    effect; a folder's synthesis brings its own. `digits` are decimals, by default the measure's usual ones.
    Study intervals are normal ones at the fit's level.
    Raises NotEstimable for a synthesis without fit.
    """
    fit, parts = _drawn(of)
    parts = subgroups or parts
    told = Wording() if isinstance(of, Pooled) else Wording(labels=of.labels, groups=of.groups, favours=of.favours)
    wording = Wording(
        labels=labels or told.labels,
        groups=groups or told.groups,
        favours=favours or told.favours,
        title=title,
        digits=usual_digits(fit.effects.measure) if digits is None else digits,
    )
    rows = (*_body(fit, parts, wording), *_summary(fit, RowKind.TOTAL, _model(fit), wording), *_notes(fit, parts))
    return Forest(rows=rows, columns=_columns(fit, wording), axis=_axis(fit, rows, wording), title=title)


def _drawn(of: Pooled | HasFit) -> tuple[Pooled, Subgroups | None]:
    if isinstance(of, Pooled):
        return of, None
    if of.fit is None:
        raise NotEstimable(of.reason or "there is no fit to draw")
    return of.fit, of.subgroups


def _body(fit: Pooled, parts: Subgroups | None, wording: Wording) -> Iterable[ForestRow]:
    weights = dict(zip(fit.effects.labels, fit.weights, strict=True))
    if parts is None:
        yield from _studies(fit, weights, wording)
        return
    for name, part in parts.groups.items():
        yield ForestRow(kind=RowKind.HEADING, label=str(name))
        yield from _studies(part, weights, wording)
        yield from _summary(part, RowKind.SUBTOTAL, "Subtotal", wording)
    yield from _ungrouped(fit, parts, weights, wording)


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
            label=wording.labels.get(label, label),
            cells={
                **_group_cells(effects, index),
                "weight": _weight(weights.get(label, math.nan)),
                "estimate": estimate_ci(estimate, low, high, wording.digits) if known else "not estimable",
            },
            estimate=estimate if known else None,
            interval=Interval(low, high) if known else None,
            weight=_known(weights.get(label, math.nan)),
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


def _model(fit: Pooled) -> str:
    return MODELS[fit.options.model] + METHODS[fit.options.method]


def _columns(fit: Pooled, wording: Wording) -> tuple[ForestColumn, ...]:
    return (
        *_groups(fit.effects.cells, wording),
        ForestColumn(name="weight", title="Weight"),
        ForestColumn(name="estimate", title=_label(fit), side="right"),
    )


def _groups(cells: Mapping[str, object], wording: Wording) -> tuple[ForestColumn, ...]:
    """The columns of raw data: one for each group, or one where there is one group."""
    if "xi" in cells and "ni" in cells:
        return (ForestColumn(name="group1", title="events/total"),)
    what = "events/total" if "ai" in cells else "mean (SD), n" if "m1i" in cells else ""
    titles = ["\n".join([*wrap(name, WIDEST_GROUP), what]) for name in wording.groups] if what else []
    return tuple(ForestColumn(name=f"group{number}", title=title) for number, title in enumerate(titles, 1))


def _label(fit: Pooled) -> str:
    name = fit.display.label
    return f"{name[:1].upper()}{name[1:]} ({fixed(100 * fit.options.level, 3).rstrip('0').rstrip('.')}% CI)"


def _axis(fit: Pooled, rows: Sequence[ForestRow], wording: Wording) -> Axis:
    studies = [row for row in rows if row.kind is RowKind.STUDY and row.interval is not None]
    others = [row for row in rows if row.kind is not RowKind.STUDY and row.interval is not None]
    scale = scale_for(
        [row.estimate for row in studies if row.estimate is not None],
        [end for row in studies if row.interval for end in row.interval],
        whole=[end for row in others if row.interval for end in row.interval],
        null=fit.display.null,
    )
    return Axis(label=_label(fit), scale=scale, favours=wording.favours)


def _notes(fit: Pooled, parts: Subgroups | None) -> Iterable[ForestRow]:
    spread = fit.heterogeneity
    if spread.df > 0:
        tau = f"τ² {fixed(spread.tau2, 2)} ({fit.options.tau2}); " if fit.options.tau2 else ""
        test = f"Q({spread.df}) = {fixed(spread.q, 2)}, {p_value(spread.p)}"
        yield ForestRow(kind=RowKind.NOTE, label=f"Heterogeneity: {tau}{test}; I² {fixed(spread.i2, 0)}%")
    if parts is not None and len(parts.groups) > 1:
        test = f"Q({parts.test.df}) = {fixed(parts.test.q, 2)}, {p_value(parts.test.p)}"
        yield ForestRow(kind=RowKind.NOTE, label=f"Test for subgroup differences: {test}")
