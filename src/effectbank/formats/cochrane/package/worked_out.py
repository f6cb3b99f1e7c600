"""What an analysis is where no settings say so: the one measure by which all its stored results are reproduced.

Never from which cells are filled: in some packages 0 stands for "not applicable". Where no measure reproduces them,
or several do, nothing is taken for known. The model is one whose weights are those stored: where several give
them, they give the same total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.formats.cochrane.package.candidates import PRESET, RATIOS, Candidate, candidates_of, column
from effectbank.formats.cochrane.package.rows import APPLIES
from effectbank.formats.cochrane.package.tables import SUBGROUP
from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures import Effects
from effectbank.problems import EffectBankError
from effectbank.review.reading.sheet import Row
from effectbank.synthesis import pool

Truths = NDArray[np.bool_]
LEVELS = (0.95, 0.99, 0.90)
ROUNDED = 1.5e-6  # six decimals, and the last may be one off
NAMES = {
    "RR": "risk ratios", "OR": "odds ratios", "RD": "risk differences", "PETO": "Peto odds ratios",
    "MD": "mean differences", "SMD": "standardised mean differences", "RATIO": "ratios", "GEN": "differences",
}  # fmt: skip
MODELS = {"common": "common effect", "random": "random effects"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """An analysis as its numbers show it. Without a `model` its rows cannot be pooled as the source did."""

    kind: str
    measure: str
    log: bool
    level: float
    rows: int = 0  # that were reproduced
    of: int = 0  # stored
    swap: bool = False
    method: str = ""
    model: str = ""
    tau2: str = ""
    totals: str = "none"
    alike: bool = False  # other models give the same weights here

    def __str__(self) -> str:
        swapped = ", of those without the event" if self.swap else ""
        found = f"its rows are {NAMES[self.measure]}{swapped} ({self.rows} of {self.of} stored are reproduced)"
        if not self.model:
            return f"{found}; their weights don't tell how they were pooled, so no total is computed"
        estimator = f" ({self.tau2})" if self.tau2 else ""
        model = f"{self.method} under {MODELS[self.model]}{estimator}"
        others = ", as by others, which give the same total" if self.alike else ""
        return f"{found}, pooled by {model} (their weights are reproduced{others})"


@np.errstate(all="ignore")
def worked_out(rows: Sequence[Row]) -> WorkedOut | None:
    """What the rows of one analysis are; None where that isn't certain.

    Certain is a measure that alone reproduces every stored estimate and interval; or at least two of them, where
    no other measure reproduces any (then some rows were changed after they were calculated).
    """
    stored = {name: column(rows, name) for name in ("Mean", "CI start", "CI end")}
    there = np.isfinite(stored["Mean"]) & (
        (stored["Mean"] != 0) | (stored["CI start"] != 0) | (stored["CI end"] != 0)
    )
    if not there.any():
        return None
    found: list[tuple[WorkedOut, Effects]] = []
    for one in candidates_of(rows):
        if found and one.kind != found[0][0].kind:
            continue  # an O - E may be worked out from the counts
        if one.swap and any(shown.rows == shown.of for shown, _ in found):
            break  # an effect of 1 or 0 is the same when swapped
        level, reproduced = _reproduced(one, there, stored)
        if reproduced:
            shown = WorkedOut(
                kind=one.kind,
                measure=one.measure,
                log=one.measure in RATIOS,
                level=level,
                rows=reproduced,
                of=int(there.sum()),
                swap=one.swap,
            )
            found.append((shown, one.effects))
    best = max((shown.rows for shown, _ in found), default=0)
    sure = [pair for pair in found if pair[0].rows == best or best < there.sum()]
    if len(sure) != 1 or best < min(2, there.sum()):
        return None
    return _with_model(*sure[0], rows)


def _reproduced(one: Candidate, there: Truths, stored: Mapping[str, Floats]) -> tuple[float, int]:
    """The level at which most estimates and intervals are those stored, and how many."""
    shown: Callable[[Floats], Floats] = np.exp if one.measure in RATIOS else np.asarray
    yi, se = one.effects.yi, np.sqrt(one.effects.vi)
    same = there & _same(shown(yi), stored["Mean"])
    counts = {}
    for level in LEVELS:
        half = normal_quantile((1 + level) / 2) * se
        both = _same(shown(yi - half), stored["CI start"]) & _same(shown(yi + half), stored["CI end"])
        counts[level] = int((same & both).sum())
    level = max(LEVELS, key=lambda one: counts[one])
    return level, counts[level]


def _same(ours: Floats, theirs: Floats) -> Truths:
    return np.asarray(np.abs(ours - theirs) <= ROUNDED * np.maximum(1, np.abs(theirs)))


def _with_model(found: WorkedOut, made: Effects, rows: Sequence[Row]) -> WorkedOut:
    """The same with a model whose weights are those of the rows; the first, where several have them."""
    weights = np.nan_to_num(column(rows, "Weight"))
    counted = np.array([APPLIES.get(row.cells["Applicability"], "") != "subgroup" for row in rows])
    if abs(weights.sum() - 100) < 1e-3:
        parts, totals = [counted], "all"
    else:
        names = [row.cells[SUBGROUP] for row in rows]
        inside = np.array([APPLIES.get(row.cells["Applicability"], "") != "total" for row in rows])
        parts = [inside & np.array([name == one for name in names]) for one in dict.fromkeys(names)]
        totals = "subgroups"
    matching = [choice for choice in _choices(found) if all(_weighs(made, part, weights, choice) for part in parts)]
    if not matching:
        return found
    options: dict[str, Any] = dict(matching[0])  # with the same weights the others give the same total
    return replace(found, totals=totals, alike=len(matching) > 1, **options)


def _choices(found: WorkedOut) -> Iterator[dict[str, str]]:
    if found.measure == "PETO" or found.kind == "o_e":
        yield {"method": "Peto", "model": "common"}
        return
    if found.kind == "counts":
        yield {"method": "MH", "model": "common"}
        yield {"method": "MH", "model": "random", "tau2": "DL"}
    yield {"method": "IV", "model": "common"}
    yield {"method": "IV", "model": "random", "tau2": "DL"}
    yield {"method": "IV", "model": "random", "tau2": "REML"}


def _weighs(made: Effects, part: Truths, weights: Floats, choice: Mapping[str, str]) -> bool:
    """Whether a choice gives the part's rows the weights they have."""
    options = dict(choice) | ({"method": "IV"} if made.measure == "GEN" else {})
    try:
        fit = pool(made.subset(part), preset=PRESET, **options)  # type: ignore[arg-type]
    except EffectBankError:
        return False
    return bool(_same(np.nan_to_num(fit.weights), weights[part]).all())
