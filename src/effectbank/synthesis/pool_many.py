"""`pool_many`: many analyses of unequal size out of one long table, as one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.fit import Fits
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import Effects, frozen, readonly
from effectbank.problems import BadInput, NotEstimable
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.options import Choices, PoolOptions, options
from effectbank.synthesis.pool import pool_with
from effectbank.synthesis.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bounds:
    """Low and high of many intervals."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeterogeneityBatch:
    """Heterogeneity's names, as arrays."""

    q: Floats
    df: Floats
    p: Floats
    tau2: Floats
    tau2_se: Floats
    i2: Floats
    h2: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PooledBatch:
    """Pooled's names, as arrays, one element an analysis; `batch[i]` or `batch[label]` is a Pooled.

    An analysis that cannot be fitted is NaN and `estimable` is False there; asking for its Pooled raises
    NotEstimable with the reason.
    """

    effects: Effects
    options: PoolOptions
    labels: tuple[str, ...]
    members: tuple[NDArray[np.intp], ...]
    k: Floats
    estimate: Floats
    se: Floats
    statistic: Floats
    df: Floats
    p: Floats
    ci: Bounds
    prediction: Bounds
    heterogeneity: HeterogeneityBatch

    @property
    def estimable(self) -> NDArray[np.bool_]:
        """Which analyses have an estimate."""
        return np.isfinite(self.estimate)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, which: int | str) -> Pooled:
        row = self.labels.index(which) if isinstance(which, str) else which
        return pool_with(self.effects.subset(self.members[row]), self.options)

    def __repr__(self) -> str:
        return (
            f"<PooledBatch of {len(self)} {self.effects.of.label} analyses, {int(self.estimable.sum())} estimable>"
        )


def pool_many(effects: Effects, by: str | Sequence[Any], **choices: Unpack[Choices]) -> PooledBatch:
    """Pool each analysis of a long table; `by` is a moderator, or one label a row. Choices as in `pool`.

    Each number equals the single fit's. Labels come in order of first appearance. Raises UnknownName, BadInput;
    NotEstimable only where no analysis at all was given.
    """
    chosen = options(**choices)
    values = effects.moderator(by) if isinstance(by, str) else np.asarray(by, dtype=object)
    if len(values) != len(effects):
        raise BadInput(f"{len(values)} labels given for {len(effects)} studies; one a study expected")
    if not len(effects):
        raise NotEstimable("no analysis was given")
    labels, members = _grouped([str(value) for value in values])
    padded, present = _padded(effects, members)
    return _batch(effects, chosen, labels, members, fit_batch(padded, chosen, present))


def _grouped(values: list[str]) -> tuple[tuple[str, ...], tuple[NDArray[np.intp], ...]]:
    codes: dict[str, int] = {}
    of_row = np.array([codes.setdefault(value, len(codes)) for value in values])
    order = np.argsort(of_row, kind="stable")
    ends = np.cumsum(np.bincount(of_row))[:-1]
    return tuple(codes), tuple(np.split(order, ends))


def _padded(effects: Effects, members: tuple[NDArray[np.intp], ...]) -> tuple[Effects, NDArray[np.bool_]]:
    """The columns as (analyses, largest k), and which cells hold a study; the rest repeat row 0, masked."""
    sizes = np.array([rows.size for rows in members])
    present = np.arange(sizes.max()) < sizes[:, None]
    place = np.zeros(present.shape, dtype=np.intp)
    place[present] = np.concatenate(members)
    cells = frozen({name: cell[place] for name, cell in effects.cells.items()})
    return replace(effects, yi=readonly(effects.yi[place]), vi=readonly(effects.vi[place]), cells=cells), present


def _batch(
    effects: Effects,
    chosen: PoolOptions,
    labels: tuple[str, ...],
    members: tuple[NDArray[np.intp], ...],
    fits: Fits,
) -> PooledBatch:
    found, estimable = fits.inference, np.isfinite(fits.estimate)

    def where_estimable(array: Floats) -> Floats:
        return readonly(np.where(estimable, array, np.nan))

    return PooledBatch(
        effects=effects,
        options=chosen,
        labels=labels,
        members=members,
        k=readonly(fits.k),
        estimate=readonly(fits.estimate),
        se=where_estimable(found.se),
        statistic=where_estimable(found.statistic),
        df=where_estimable(found.df),
        p=where_estimable(found.p),
        ci=Bounds(low=where_estimable(found.low), high=where_estimable(found.high)),
        prediction=Bounds(low=where_estimable(fits.prediction_low), high=where_estimable(fits.prediction_high)),
        heterogeneity=HeterogeneityBatch(
            q=where_estimable(fits.q),
            df=where_estimable(fits.q_df),
            p=where_estimable(fits.q_p),
            tau2=where_estimable(fits.tau2),
            tau2_se=where_estimable(fits.tau2_se),
            i2=where_estimable(fits.i2),
            h2=where_estimable(fits.h2),
        ),
    )
