"""Effects from cells already read: one function a family, each checking its cells by name of study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.measures import counts
from effectbank.measures.effects import Effects, Missing, frozen, readonly
from effectbank.measures.errors import refuse
from effectbank.measures.estimates import se_from_interval
from effectbank.measures.zero_cells import DOUBLE_ZERO, Cells, addition, rule_named
from effectbank.problems import NotEstimable, UnknownName

Columns = Mapping[str, Floats]
LARGEST = 1e75  # of an estimate or a variance: beyond, products of weights leave what a float can hold

CELL_WORDS = {
    "ai": "intervention events", "n1i": "intervention total", "ci": "control events", "n2i": "control total",
    "yi": "estimates", "vi": "variances", "sei": "ses",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """What was read: a label, cells and moderators of each study, still unchecked."""

    labels: tuple[str, ...]
    cells: Columns
    moderators: Mapping[str, NDArray[Any]]

    def refuse(self, cell: str, wrong: NDArray[np.bool_], expected: str, hint: str = "") -> None:
        """Raise BadCell for the first study whose cell is wrong."""
        refuse(wrong, self.cells[cell], self.labels, CELL_WORDS[cell], expected, hint)

    def effects(self, measure: str, yi: Floats, vi: Floats, reason: str) -> Effects:
        """Effects of these rows; a study without a finite estimate and variance is missing for `reason`."""
        absent = ~np.isfinite(yi) | ~np.isfinite(vi)
        yi = np.where(absent, np.nan, yi)
        return Effects(
            measure=measure,
            yi=readonly(yi),
            vi=readonly(np.where(absent, np.nan, vi)),
            labels=self.labels,
            cells=frozen(self.cells),
            moderators=frozen(self.moderators),
            missing=missing_of(self.labels, yi, lambda _: reason),
        )


def from_counts(
    measure: str, rows: Rows, *, zero_cells: str, add: float, double_zero: str, variance: str = ""
) -> Effects:
    """From ai, n1i, ci, n2i, each (studies,)."""
    for events, total in (("ai", "n1i"), ("ci", "n2i")):
        rows.refuse(events, rows.cells[events] < 0, "0 or more")
        rows.refuse(total, rows.cells[total] < 0, "0 or more")
        more = rows.cells[events] > rows.cells[total]
        rows.refuse(events, more, "at most the total", "are events and total swapped?")
    blank = replace(rows.effects(measure, rows.cells["ai"], rows.cells["ai"], ""), variance=variance)
    return recount(blank, zero_cells=zero_cells, add=add, double_zero=double_zero)


def recount(effects: Effects, *, zero_cells: str, add: float = 0.5, double_zero: str = "keep") -> Effects:
    """The same counts under another zero-cell rule; raises NotEstimable for effects not made from counts."""
    if double_zero not in DOUBLE_ZERO:
        raise UnknownName("double-zero rule", double_zero, DOUBLE_ZERO)
    cells, add = table_cells(effects), addition(add)
    rules = {"rule": rule_named(zero_cells), "double_zero": double_zero, "variance": effects.variance}
    yi, vi = counts.estimates(effects.measure, cells, add=add, **rules)
    return replace(
        effects,
        yi=readonly(yi),
        vi=readonly(vi),
        missing=missing_of(effects.labels, yi, counts.why_missing(cells, double_zero=double_zero)),
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
            f"these {effects.measure} effects hold no counts of events",
            "give events and totals, or use method='IV'",
        ) from None
    return a, n1, c, n2


def from_estimates(measure: str, rows: Rows, *, level: float = 0.95) -> Effects:
    """From `estimates` on the analysis scale with their `variances`, `ses`, or intervals of `level` (low, high)."""
    yi, vi = rows.cells["yi"], _given_variances(rows, level)
    rows.refuse("yi", np.abs(yi) > LARGEST, f"a number within {LARGEST:g}", "change the unit")
    spread = next(name for name in ("vi", "sei", "yi") if name in rows.cells)
    beyond = (vi < 1 / LARGEST) | (vi > LARGEST)
    rows.refuse(spread, beyond, f"a variance of {1 / LARGEST:g} to {LARGEST:g}", "change the unit")
    return replace(rows, cells={}).effects(measure, yi, vi, "estimate or variance unknown")


def _given_variances(rows: Rows, level: float) -> Floats:
    if "low" in rows.cells:
        yi, low, high = (rows.cells[name] for name in ("yi", "low", "high"))
        rows.refuse("yi", (yi <= low) | (yi >= high), "a number inside its interval", "both as logs?")
        return se_from_interval(low, high, level=level) ** 2
    spread = "vi" if "vi" in rows.cells else "sei"
    rows.refuse(spread, rows.cells[spread] <= 0, "a positive number")
    return rows.cells[spread] if spread == "vi" else rows.cells[spread] ** 2


def missing_of(labels: tuple[str, ...], yi: Floats, reason: Callable[[int], str]) -> tuple[Missing, ...]:
    """The studies whose yi is NaN, each with the reason for its position."""
    return tuple(Missing(labels[i], reason(i)) for i in np.flatnonzero(np.isnan(yi)).tolist())
