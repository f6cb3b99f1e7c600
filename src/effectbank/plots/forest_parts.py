"""What forest plots are made of: the rows of studies and totals, the columns of the groups, the axis, the notes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from textwrap import wrap

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.measures import Effects
from effectbank.numerals import estimate_ci, fixed, integer, interval, p_value
from effectbank.plots.axis import Axis
from effectbank.plots.effect_axis import capital, effect_axis
from effectbank.plots.forest_rows import ForestColumn, ForestRow, RowKind
from effectbank.plots.wording import Wording
from effectbank.synthesis import Pooled, SubgroupTest
from effectbank.words import Interval

WIDEST_GROUP = 16  # characters of a group's name on one line


def study_rows(
    effects: Effects, level: float, weights: Mapping[str, float], wording: Wording
) -> Iterable[ForestRow]:
    """A row a study, with its normal interval of that level and its weight in percent."""
    back = effects.told
    reach = float(normal_quantile(0.5 + level / 2)) * np.sqrt(effects.vi)
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
    if {"ai", "n1i"} <= cells.keys():
        return {
            "group1": _events(cells["ai"][index], cells["n1i"][index]),
            "group2": _events(cells["ci"][index], cells["n2i"][index]),
        }
    if "m1i" in cells:
        return {
            f"group{g}": f"{fixed(cells[f'm{g}i'][index], 2)} ({fixed(cells[f'sd{g}i'][index], 2)}), "
            f"{integer(cells[f'n{g}i' if f'n{g}i' in cells else 'ni'][index])}"
            for g in (1, 2)
        }
    if "xi" in cells and "ni" in cells:
        return {"group1": _events(cells["xi"][index], cells["ni"][index])}
    return {}


def _events(events: float, total: float) -> str:
    known = ["?" if math.isnan(number) else fixed(number, 0) for number in (events, total)]
    return "/".join(known)


def summary_rows(fit: Pooled, kind: RowKind, label: str, wording: Wording) -> Iterable[ForestRow]:
    """The row of a pooled effect, and below a total that of its prediction interval."""
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


def group_columns(cells: Mapping[str, object], wording: Wording) -> tuple[ForestColumn, ...]:
    """The columns of raw data: one for each group, or one where there is one group."""
    if "xi" in cells and "ni" in cells:
        return (ForestColumn(name="group1", title="events/total"),)
    what = "events/total" if {"ai", "n1i"} <= cells.keys() else "mean (SD), n" if "m1i" in cells else ""
    titles = ["\n".join([*wrap(name, WIDEST_GROUP), what]) for name in wording.groups] if what else []
    return tuple(ForestColumn(name=f"group{number}", title=title) for number, title in enumerate(titles, 1))


def forest_label(fit: Pooled) -> str:
    """What the estimates are, and at which level their intervals."""
    return f"{capital(fit.display.label)} ({percent_of(fit.options.level)} CI)"


def percent_of(level: float) -> str:
    """The level of an interval, in percent."""
    return f"{fixed(100 * level, 3).rstrip('0').rstrip('.')}%"


def forest_axis(fit: Pooled, rows: Sequence[ForestRow], wording: Wording) -> Axis:
    """The axis that holds the rows' estimates and, in whole, the pooled intervals."""
    return rows_axis(fit.effects, rows, wording, label=forest_label(fit))


def rows_axis(
    effects: Effects, rows: Sequence[ForestRow], wording: Wording, *, label: str, reach: float | None = None
) -> Axis:
    """The same for rows of a measure, whether or not there is a fit; `reach` as `scale_for` takes it."""
    studies = [row for row in rows if row.kind is RowKind.STUDY and row.interval is not None]
    others = [row for row in rows if row.kind is not RowKind.STUDY and row.interval is not None]
    axis = effect_axis(
        effects,
        [row.estimate for row in studies if row.estimate is not None],
        [end for row in studies if row.interval for end in row.interval],
        whole=[end for row in others if row.interval for end in row.interval],
        reach=reach,
    )
    return replace(axis, label=label, favours=wording.favours)


def spread_notes(fit: Pooled) -> Iterable[ForestRow]:
    """What is said of heterogeneity, of more than one study."""
    spread = fit.heterogeneity
    if spread.df > 0:
        tau = f"τ² {fixed(spread.tau2, 2)} ({fit.options.tau2}); " if fit.options.tau2 else ""
        test = f"Q({spread.df}) = {fixed(spread.q, 2)}, {p_value(spread.p)}"
        yield ForestRow(kind=RowKind.NOTE, label=f"Heterogeneity: {tau}{test}; I² {fixed(spread.i2, 0)}%")


def test_note(test: SubgroupTest) -> ForestRow:
    """What is said of the difference between subgroups."""
    told = f"Q({test.df}) = {fixed(test.q, 2)}, {p_value(test.p)}"
    return ForestRow(kind=RowKind.NOTE, label=f"Test for subgroup differences: {told}")
