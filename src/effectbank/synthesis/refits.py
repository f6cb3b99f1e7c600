"""The same analysis over many sets of its studies, as one batch: leaving one out, adding one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.numerals import fixed, p_value
from effectbank.problems import BadInput
from effectbank.synthesis.display_batch import Bounds, DisplayBatch, display_batch
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import asked_of
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.sums import Masks
from effectbank.synthesis.telling import Told

Positions = np.ndarray[tuple[int], np.dtype[np.intp]]  # of studies


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Refits(Told):
    """Arrays on the analysis scale, one element a refit of `fit`, NaN where nothing could be pooled.

    `labels`: the study that makes the refit differ, left out or added last.
    """

    role: ClassVar[str] = "refit"

    fit: Pooled
    labels: tuple[str, ...]
    k: Floats
    estimate: Floats
    se: Floats
    p: Floats
    low: Floats
    high: Floats
    q: Floats
    tau2: Floats
    i2: Floats
    h2: Floats

    @property
    def display(self) -> DisplayBatch:
        """The same on the scale it is told on (risk ratios, …)."""
        return display_batch(self.fit.effects.of, self.estimate, Bounds(low=self.low, high=self.high))

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} refits, {self.fit!r}>"

    def __str__(self) -> str:
        lines = [
            f"{label}: {fixed(self.estimate[i], 4)} [{fixed(self.low[i], 4)}, {fixed(self.high[i], 4)}], "
            f"{p_value(self.p[i])}, tau^2 {fixed(self.tau2[i], 4)}, I^2 {fixed(self.i2[i], 2)}%"
            for i, label in enumerate(self.labels)
        ]
        return "\n".join(lines)

    def rows(self) -> list[dict[str, object]]:
        """One record a refit."""
        names = [field.name for field in fields(self) if field.name not in ("fit", "labels")]
        return [
            {self.role: label} | {name: float(getattr(self, name)[i]) for name in names}
            for i, label in enumerate(self.labels)
        ]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance; NaN becomes None."""
        return stamped({"what": type(self).__name__, **asked_of(self.fit)}, {"refits": self.rows()})

    @classmethod
    def over(cls, fit: Pooled, labels: tuple[str, ...], masks: Masks) -> Self:
        """The fit's own analysis over the studies of each mask."""
        fits = fit_batch(fit.effects, fit.options, masks)
        found = fits.inference
        own = {name: getattr(fits, name) for name in ("k", "estimate", "q", "tau2", "i2", "h2")}
        tested = {name: getattr(found, name) for name in ("se", "p", "low", "high")}
        return cls(fit=fit, labels=labels, **{name: readonly(array) for name, array in (own | tested).items()})


class LeaveOneOut(Refits):
    """Each study left out in turn."""

    __slots__ = ()
    role: ClassVar[str] = "left_out"


class Cumulative(Refits):
    """Studies added one by one; the last row is the whole fit."""

    __slots__ = ()
    role: ClassVar[str] = "added"


@takes(Pooled)
def leave_one_out(fit: Pooled, by: str | Sequence[Any] | None = None) -> LeaveOneOut:
    """The fit's own analysis without each of its studies in turn; or without all that share a value of `by`.

    `by`: a moderator, or a value a study (their author, their laboratory). Raises UnknownName for a moderator that
    is not there, BadInput for wrong lengths or an empty value.
    """
    weighted = _weighted(fit)
    if by is not None:
        return _leave_one_group_out(fit, [_group(value) for value in _values(fit, by)], weighted.tolist())
    masks = np.ones((weighted.size, len(fit.effects)), dtype=bool)
    masks[np.arange(weighted.size), weighted] = False
    return LeaveOneOut.over(fit, tuple(fit.effects.labels[i] for i in weighted), masks)


def _leave_one_group_out(fit: Pooled, groups: list[str], weighted: list[int]) -> LeaveOneOut:
    names = tuple(dict.fromkeys(groups[i] for i in weighted))
    masks = np.array([[group != name for group in groups] for name in names])
    return LeaveOneOut.over(fit, names, masks)


@takes(Pooled)
def cumulative(
    fit: Pooled, by: str | Sequence[Any] | None = None, *, descending: bool = False, collapse: bool = False
) -> Cumulative:
    """The fit's own analysis with its studies added in the order of `by`: a moderator, values, or as they stand.

    `by="year"`; `by=fit.effects.vi` for the firmest first. Ties keep their order, or with `collapse` are added at
    once, the label then being what they share. Raises UnknownName for a moderator that is not there, BadInput for
    wrong lengths or an empty value.
    """
    weighted = _weighted(fit)
    if by is None:
        return Cumulative.over(fit, _labels(fit, weighted), _growing(fit, weighted))
    values = _values(fit, by)
    order = weighted[_sorted(values[weighted], descending=descending)]
    masks, ordered = _growing(fit, order), values[order]
    if not collapse:
        return Cumulative.over(fit, _labels(fit, order), masks)
    last = np.append(ordered[1:] != ordered[:-1], True)
    return Cumulative.over(fit, tuple(map(_group, ordered[last])), masks[last])


def _growing(fit: Pooled, order: Positions) -> Masks:
    """Masks of the first study, the first two, …, (len(order), studies)."""
    masks = np.zeros((order.size, len(fit.effects)), dtype=bool)
    for row in range(order.size):
        masks[row, order[: row + 1]] = True
    return masks


def _labels(fit: Pooled, order: Positions) -> tuple[str, ...]:
    return tuple(fit.effects.labels[i] for i in order)


def _group(value: Any) -> str:
    """A value that studies share, as it was written: 1990 and not 1990.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _sorted(values: np.ndarray[tuple[int], np.dtype[Any]], *, descending: bool) -> Positions:
    if not descending:
        return np.argsort(values, kind="stable")
    return values.size - 1 - np.argsort(values[::-1], kind="stable")[::-1]  # ties in their order still


def _weighted(fit: Pooled) -> Positions:
    return np.flatnonzero(np.isfinite(fit.weights))


def _values(fit: Pooled, by: str | Sequence[Any]) -> np.ndarray[tuple[int], np.dtype[Any]]:
    values = fit.effects.moderator(by) if isinstance(by, str) else np.asarray(by)
    if len(values) != len(fit.effects):
        raise BadInput(f"{len(values)} values to go by given for {len(fit.effects)} studies; one a study expected")
    for label, value in zip(fit.effects.labels, values, strict=True):
        if value is None or (isinstance(value, float) and math.isnan(value)):
            raise BadInput(f"study {label!r} has no value to go by; leave it out, or give one")
    return values
