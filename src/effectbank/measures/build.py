"""Effects from cells already read: one function a family, each checking its cells by name of study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.measures import counts, means
from effectbank.measures.effects import Effects, Missing, frozen, readonly
from effectbank.measures.errors import BadCell
from effectbank.measures.zero_cells import DOUBLE_ZERO, Cells, rule_named
from effectbank.problems import NotEstimable, UnknownName

Labels = tuple[str, ...]
Columns = Mapping[str, Floats]
Moderators = Mapping[str, NDArray[Any]]


def from_counts(
    measure: str,
    cells: Columns,
    labels: Labels,
    moderators: Moderators,
    *,
    zero_cells: str,
    add: float,
    double_zero: str,
) -> Effects:
    """From ai, n1i, ci, n2i, each (studies,)."""
    for events, total, group in (("ai", "n1i", "intervention"), ("ci", "n2i", "control")):
        _refuse(cells[events] < 0, cells[events], labels, f"{group} events", "0 or more")
        _refuse(cells[total] < 0, cells[total], labels, f"{group} total", "0 or more")
        more = cells[events] > cells[total]
        _refuse(
            more, cells[events], labels, f"{group} events", "at most the total", "are events and total swapped?"
        )
    raw = Effects(
        measure=measure,
        yi=readonly(cells["ai"]),
        vi=readonly(cells["ai"]),
        labels=labels,
        cells=frozen(cells),
        moderators=moderators,
    )
    return recount(raw, zero_cells=zero_cells, add=add, double_zero=double_zero)


def recount(effects: Effects, *, zero_cells: str, add: float = 0.5, double_zero: str = "keep") -> Effects:
    """The same counts under another zero-cell rule; raises NotEstimable for effects not made from counts."""
    if double_zero not in DOUBLE_ZERO:
        raise UnknownName("double-zero rule", double_zero, DOUBLE_ZERO)
    cells = table_cells(effects)
    yi, vi = counts.estimates(effects.measure, cells, rule=rule_named(zero_cells), add=add, double_zero=double_zero)
    reasons = counts.why_missing(cells, double_zero=double_zero)
    return replace(
        effects,
        yi=readonly(yi),
        vi=readonly(vi),
        missing=missing_of(effects.labels, yi, lambda i: reasons[i]),
        zero_cells=zero_cells,
        add=0.0 if zero_cells == "none" else add,
        double_zero=double_zero,
    )


def table_cells(effects: Effects) -> Cells:
    """a, n1, c, n2; raises NotEstimable for effects that do not hold two-group counts."""
    try:
        a, n1, c, n2 = (effects.cells[name] for name in ("ai", "n1i", "ci", "n2i"))
    except KeyError:
        raise NotEstimable(
            f"these {effects.of.label} estimates hold no counts of events",
            "give events and totals, or use method='IV'",
        ) from None
    return a, n1, c, n2


def from_means(
    measure: str, cells: Columns, labels: Labels, moderators: Moderators, *, smd_variance: str, small_sample: str
) -> Effects:
    """From m1i, sd1i, n1i, m2i, sd2i, n2i, each (studies,)."""
    for group, name in (("1", "intervention"), ("2", "control")):
        sd, n = cells[f"sd{group}i"], cells[f"n{group}i"]
        _refuse(sd < 0, sd, labels, f"{name} SD", "0 or more")
        _refuse(n < 1, n, labels, f"{name} total", "1 or more")
    both = (cells["sd1i"] == 0) & (cells["sd2i"] == 0)
    _refuse(both, cells["sd1i"], labels, "both SDs", "a positive SD", "is it a standard error, or unknown?")
    x = means.Groups(*(cells[name] for name in ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")))
    if measure == "SMD":
        yi, vi = means.standardised_mean_difference(x, variance=smd_variance, small_sample=small_sample)
    else:
        yi, vi = means.FORMULAS[measure](x)
    return _finished(measure, yi, vi, labels, cells, moderators, "a mean, SD or total unknown or too few people")


def from_estimates(
    measure: str, yi: Floats, vi: Floats, labels: Labels, moderators: Moderators, *, column: str
) -> Effects:
    """From estimates on the analysis scale and their variances."""
    _refuse(vi <= 0, vi, labels, column, "a positive number")
    return _finished(measure, yi, vi, labels, {}, moderators, "estimate or variance unknown")


def _finished(
    measure: str, yi: Floats, vi: Floats, labels: Labels, cells: Columns, moderators: Moderators, reason: str
) -> Effects:
    absent = ~np.isfinite(yi) | ~np.isfinite(vi)
    yi = np.where(absent, np.nan, yi)
    return Effects(
        measure=measure,
        yi=readonly(yi),
        vi=readonly(np.where(absent, np.nan, vi)),
        labels=labels,
        cells=frozen(cells),
        moderators=moderators,
        missing=missing_of(labels, yi, lambda _: reason),
    )


def missing_of(labels: Labels, yi: Floats, reason: Callable[[int], str]) -> tuple[Missing, ...]:
    """The studies whose yi is NaN, each with the reason for its position."""
    return tuple(Missing(labels[i], reason(i)) for i in np.flatnonzero(np.isnan(yi)).tolist())


def _refuse(
    wrong: NDArray[np.bool_], values: Floats, labels: Labels, column: str, expected: str, hint: str = ""
) -> None:
    """Raise BadCell for the first study whose cell is wrong."""
    for i in np.flatnonzero(wrong).tolist():
        raise BadCell(labels[i], column, float(values[i]), expected, hint)
