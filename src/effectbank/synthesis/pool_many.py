"""`pool_many`: many analyses of unequal size out of one long table, in blocks of analyses of like size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.fit import Fits
from effectbank.kernel.generalised_q import q_profile
from effectbank.kernel.studies import Floats
from effectbank.measures.columns import is_empty
from effectbank.measures.effects import Effects
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis.fitting import BLOCK, check_weights, fit_block, studies_of
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.options import Choices, PoolOptions
from effectbank.synthesis.pool import with_weights
from effectbank.synthesis.pooled_batch import Analyses, PooledBatch, pooled_batch
from effectbank.synthesis.sums import Masks, check_poolable

SMALL = 2**11  # studies
Rows = NDArray[np.intp]
Labels = Sequence[Any] | NDArray[Any]
Progress = Callable[[int, int], None]


@takes(Effects)
def pool_many(
    effects: Effects, by: str | Labels, *, progress: Progress | None = None, **choices: Unpack[Choices]
) -> PooledBatch:
    """Pool each analysis of a long table; `by` is a moderator, or one label a row. Choices as in `pool`.

    Each number equals the single fit's. Labels come in order of first appearance. An analysis that cannot be
    fitted stays, NaN, with its reason. `progress` is called with how many analyses are done and how many there
    are. Raises UnknownName, BadInput; NotEstimable only where no analysis at all was given.
    """
    return _pool_many(effects, by, None, progress, choices)


def pool_many_weighed(effects: Effects, by: str | Labels, **choices: Unpack[Choices]) -> tuple[PooledBatch, Floats]:
    """The same, and what each row weighs in its own analysis, in percent; NaN for a row without an estimate.

    A batch itself keeps no weights, of which there are as many as rows.
    """
    weights = np.full(len(effects), np.nan)
    return _pool_many(effects, by, weights, None, choices), weights


def _pool_many(
    effects: Effects, by: str | Labels, weights: Floats | None, progress: Progress | None, choices: Choices
) -> PooledBatch:
    """The batch; `weights`, if given, is filled."""
    carried, chosen = with_weights(effects, choices)
    values = carried.moderator(by) if isinstance(by, str) else by
    if np.ndim(values) != 1:
        raise BadInput(f"labels of type {type(by).__name__} given; the name of a moderator, or one label a row")
    if len(values) != len(carried):
        raise BadInput(f"{len(values)} labels given for {len(carried)} studies; one a study expected")
    if not len(carried):
        raise NotEstimable("no analysis was given")
    check_poolable(carried, chosen)
    check_weights(carried, chosen)
    analyses = grouped(values)
    found = {name: np.empty(len(analyses)) for name in (*NAMES, *TESTED)}  # in the order they are fitted
    fitted = np.empty(len(analyses), dtype=np.intp)  # which place of that order
    done = 0
    for which in _blocks(analyses.sizes):
        fits = fit_block(*_padded(carried, chosen, analyses, which))
        block = slice(done, done := done + which.size)
        _fill(found, block, fits)
        fitted[which] = np.arange(block.start, done)
        if weights is not None:
            _weigh(weights, analyses, which, fits.weights)
        if progress is not None:
            progress(done, len(analyses))
    return pooled_batch(carried, chosen, analyses, {name: column[fitted] for name, column in found.items()})


def q_profiles_of(batch: PooledBatch) -> tuple[Floats, Floats]:
    """The Q-profile interval of tau2 for each analysis (Viechtbauer 2007), as `tau2_interval` gives it for one.

    At the level of the fits; NaN for an analysis of one study.
    """
    low, high = np.full(len(batch), np.nan), np.full(len(batch), np.nan)
    for which in _blocks(batch.analyses.sizes):
        s = studies_of(*_padded(batch.effects, batch.options, batch.analyses, which))
        ends = q_profile(s, batch.options.level)
        low[which], high[which] = (np.where(s.k > 1, end, np.nan) for end in ends)
    return low, high


def grouped(values: Labels) -> Analyses:
    """The rows of each analysis, and the labels in order of first appearance."""
    column = values if isinstance(values, np.ndarray) and values.dtype != object else _as_text(values)
    if column.dtype.kind == "f" and np.isnan(column).any():
        raise _nameless(int(np.isnan(column).argmax()))
    starts = np.flatnonzero(np.concatenate([[True], column[1:] != column[:-1]]))
    names = column[starts]
    if _rises(names) or np.unique(names).size == names.size:  # each analysis stands in one piece
        return Analyses(names, None, np.append(starts, column.size))
    _, first, of_row = np.unique(column, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.intp)
    rank[np.argsort(first)] = np.arange(first.size)
    order = np.argsort(rank[of_row], kind="stable")
    ends = np.cumsum(np.bincount(rank[of_row]))
    return Analyses(column[np.sort(first)], order, np.concatenate([[0], ends]))


def _as_text(values: Labels) -> NDArray[Any]:
    for row, value in enumerate(values):
        if is_empty(value):
            raise _nameless(row)
    return np.array([str(value) for value in values])


def _nameless(row: int) -> BadInput:
    return BadInput(f"row {row + 1} names no analysis; every row belongs to one, or leave it out of the table")


def _rises(names: NDArray[Any]) -> bool:
    return bool((names[1:] > names[:-1]).all())


def _blocks(sizes: Rows) -> Iterator[Rows]:
    """Analyses of equal size together, at most BLOCK studies; small groups with the next larger, padded."""
    few = sizes.size and sizes.max() < 2**16  # then NumPy sorts by counting, five times as fast
    order = np.argsort(sizes.astype(np.uint16) if few else sizes, kind="stable")
    ordered = sizes[order]
    start = 0
    while start < order.size:
        end = _end(ordered, start)
        yield order[start:end]
        start = end


def _end(ordered: Rows, start: int) -> int:
    """As far as the size is the same; further while a quarter of a block is not filled and sizes are alike.

    All that is left, where padding it costs less than another round of calls.
    """
    if (ordered.size - start) * int(ordered[-1]) <= SMALL:
        return int(ordered.size)
    smallest = int(ordered[start])
    widest = np.searchsorted(ordered, max(2 * smallest, smallest + 2), "right")
    end = int(np.searchsorted(ordered, smallest, "right"))
    while end < widest and (end - start) * int(ordered[end - 1]) < BLOCK // 4:
        end = int(np.searchsorted(ordered, ordered[end], "right"))
    return start + max(1, min(end - start, BLOCK // int(ordered[end - 1])))


def _padded(
    effects: Effects, chosen: PoolOptions, analyses: Analyses, which: Rows
) -> tuple[Effects, PoolOptions, Masks]:
    """The columns as (analyses, largest k), laid out so that sums over studies run along analyses; who is there."""
    sizes, starts = analyses.sizes[which], analyses.starts[which]
    place = np.arange(sizes[-1])[:, None]
    present = (place < sizes).T
    rows = starts + place  # beyond an analysis those of the next, which are not present; none beyond the table
    rows = rows if analyses.order is None else analyses.order.take(rows, mode="clip")
    weights = {} if chosen.weights is None else {chosen.weights: effects.moderator(chosen.weights)}
    padded = replace(
        effects,
        yi=effects.yi.take(rows, mode="clip").T,
        vi=effects.vi.take(rows, mode="clip").T,
        cells={name: cell.take(rows, mode="clip").T for name, cell in effects.cells.items()},
        moderators={name: column.take(rows, mode="clip").T for name, column in weights.items()},
    )
    return padded, chosen, present


def _weigh(weights: Floats, analyses: Analyses, which: Rows, found: Floats) -> None:
    """Put the weights of a block, (analyses, largest k), where their rows are."""
    place = np.arange(found.shape[1])
    present = place < analyses.sizes[which][:, None]
    rows = (analyses.starts[which][:, None] + place)[present]
    weights[rows if analyses.order is None else analyses.order[rows]] = found[present]


NAMES = ("k", "estimate", "q", "q_df", "tau2", "tau2_se", "i2", "h2", "prediction_low", "prediction_high")
TESTED = ("se", "df", "statistic", "p", "low", "high")


def _fill(found: dict[str, Floats], block: slice, fits: Fits) -> None:
    for name in NAMES:
        found[name][block] = getattr(fits, name)
    for name in TESTED:
        found[name][block] = getattr(fits.inference, name)
