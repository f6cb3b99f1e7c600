"""Effects: a column of study estimates and variances on a named measure, with what they were made from."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effectbank.calls import hint
from effectbank.kernel.distributions import normal_quantile, normal_two_sided
from effectbank.kernel.studies import Floats
from effectbank.measures.back import harmonic_mean
from effectbank.measures.catalogue import Measure, measure_named
from effectbank.numerals import aligned, fixed, html_table, p_value
from effectbank.problems import BadInput, UnknownName, confidence

MOST_SHOWN = 100  # studies in print
INSIDE = MappingProxyType({"slab": ".labels", "sei": ".se", "summary": "print(effects)", "to_frame": ".rows()"})


@dataclass(frozen=True, slots=True)
class Missing:
    """A study without an estimate, and why."""

    study: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Effects:
    """Estimates `yi` and variances `vi`, shape (studies,), on the analysis scale (log RR, MD, …).

    A study that cannot be estimated stays, as NaN, with its reason in `missing`. `cells` holds the raw data
    under metafor's names: ai n1i ci n2i for two-group counts (group 1 is the intervention), m1i sd1i n1i m2i
    sd2i n2i for means. Arrays are read-only.
    """

    measure: str
    yi: Floats
    vi: Floats
    labels: tuple[str, ...]
    cells: Mapping[str, Floats]
    moderators: Mapping[str, NDArray[Any]]
    missing: tuple[Missing, ...] = ()
    zero_cells: str = "none"
    add: float = 0.0
    double_zero: str = "keep"
    variance: str = ""  # the one chosen by name; "" for the measure's first

    @property
    def k(self) -> int:
        """How many studies have an estimate."""
        return int(np.isfinite(self.yi).sum())

    @property
    def se(self) -> Floats:
        """Standard errors, sqrt(vi)."""
        return np.asarray(np.sqrt(self.vi), dtype=float)

    @property
    def of(self) -> Measure:
        """The measure's names and way back, for the harmonic mean size where that matters (PFT, IRFT)."""
        measure = measure_named(self.measure)
        sizes = self.cells.get(measure.sized_by)
        return measure if sizes is None else measure.sized(harmonic_mean(sizes[np.isfinite(self.yi)]))

    def told(self, y: ArrayLike) -> Floats:
        """Values of each study, (studies,), on the display scale: by its own size where that matters."""
        measure = measure_named(self.measure)
        sizes = self.cells.get(measure.sized_by)
        return (measure if sizes is None else measure.sized(sizes)).back(y)

    @property
    def display_label(self) -> str:
        """What the back-transformed estimate is called ("risk ratio")."""
        return self.of.display_label

    @property
    def gaps(self) -> dict[int, str]:
        """Why studies have no estimate, by position: labels may repeat."""
        at = np.flatnonzero(np.isnan(self.yi)).tolist()
        return {i: gap.reason for i, gap in zip(at, self.missing, strict=False)}

    def __len__(self) -> int:
        return len(self.labels)

    if not TYPE_CHECKING:  # a checker is to go on finding names that aren't there

        def __getattr__(self, name: str) -> NoReturn:
            raise hint(self, name, {cell: f".cells[{cell!r}]" for cell in self.cells} | INSIDE)

    def intervals(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high of each study's normal interval, (studies,), on the analysis scale."""
        half = normal_quantile((1 + confidence(level)) / 2) * self.se
        return self.yi - half, self.yi + half

    def __str__(self) -> str:
        head = ("", "yi", "vi", "se", "z", "p", "low", "high")
        lines = aligned([head, *map(self._told, range(min(len(self), MOST_SHOWN)))])
        gaps = [f"missing: {gap.study} ({gap.reason})" for gap in self.missing[:MOST_SHOWN]]
        more = [f"… {len(self)} studies in all"] if len(self) > MOST_SHOWN else []
        return "\n".join([repr(self).strip("<>"), "", *lines, *gaps, *more])

    def _told(self, i: int) -> tuple[str, ...]:
        z, half = self.yi[i] / self.se[i], normal_quantile(0.975) * self.se[i]
        p = p_value(float(normal_two_sided(z))).removeprefix("p ").removeprefix("= ").replace(" ", "")
        before = (self.yi[i], self.vi[i], self.se[i], z)
        after = (self.yi[i] - half, self.yi[i] + half)
        return (self.labels[i], *(fixed(float(x), 4) for x in before), p, *(fixed(float(x), 4) for x in after))

    def _repr_html_(self) -> str:
        return html_table(repr(self).strip("<>"), self.subset(range(min(len(self), MOST_SHOWN))).rows())

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data: the measure, how zero cells were treated, and a record a study; NaN becomes None."""
        rules = {"zero_cells": self.zero_cells, "add": self.add, "double_zero": self.double_zero}
        rules["variance"] = self.variance
        studies = [{name: _or_none(value) for name, value in row.items()} for row in self.rows()]
        return {"measure": self.measure, "label": self.of.label, **rules, "studies": studies}

    def __repr__(self) -> str:
        return f"<Effects {self.of.label}, {self.k} of {len(self)} studies with an estimate>"

    def subset(self, which: ArrayLike) -> Effects:
        """The studies chosen by a mask or by positions, in that order. Raises BadInput for anything else."""
        index = np.asarray(which)
        try:
            chosen = np.arange(len(self))[index if index.size else index.astype(np.intp)]
        except IndexError:
            wanted = f"a mask of {len(self)} True or False, or positions below {len(self)}"
            raise BadInput(f"subset takes {wanted}; {reprlib.repr(which)} given") from None
        labels, gaps = tuple(self.labels[i] for i in chosen), self.gaps
        return replace(
            self,
            yi=readonly(self.yi[chosen]),
            vi=readonly(self.vi[chosen]),
            labels=labels,
            cells=frozen({name: cell[chosen] for name, cell in self.cells.items()}),
            moderators=frozen({name: column[chosen] for name, column in self.moderators.items()}),
            missing=tuple(Missing(self.labels[i], gaps[i]) for i in chosen.tolist() if i in gaps),
        )

    def without(self, labels: Sequence[str]) -> Effects:
        """All but the studies named; raises UnknownName for a label that is not there."""
        for label in labels:
            if label not in self.labels:
                raise UnknownName("study", label, self.labels)
        return self.subset([label not in labels for label in self.labels])

    def missing_for(self, reasons: Mapping[str, str]) -> Effects:
        """The same, with better reasons for studies without an estimate than that their cells are unknown."""
        told = tuple(Missing(gap.study, reasons.get(gap.study, gap.reason)) for gap in self.missing)
        return replace(self, missing=told)

    def moderator(self, name: str) -> NDArray[Any]:
        """A column that came with the data, a raw cell (n1i, …), vi or sei; raises UnknownName."""
        if (column := self.columns().get(name)) is None:
            raise UnknownName("moderator", name, self.columns())
        return column

    def columns(self) -> dict[str, NDArray[Any]]:
        """What a study may be sorted, weighed or explained by, by name."""
        return {"vi": self.vi, "sei": self.se, **self.cells, **self.moderators}

    def rows(self) -> list[dict[str, object]]:
        """One record a study: label, yi, vi, the raw cells, and the reason where the estimate is missing."""
        gaps = self.gaps
        return [
            {"study": label, "yi": float(self.yi[i]), "vi": float(self.vi[i])}
            | {name: float(cell[i]) for name, cell in self.cells.items()}
            | {"missing": gaps.get(i, "")}
            for i, label in enumerate(self.labels)
        ]


def _or_none(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def readonly(values: ArrayLike) -> Floats:
    """The values as a float array that cannot be written to."""
    array = np.array(values, dtype=float)
    array.setflags(write=False)
    return array


def frozen(columns: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    """A read-only mapping of read-only copies."""
    copies = {name: np.array(column) for name, column in columns.items()}
    for copy in copies.values():
        copy.setflags(write=False)
    return MappingProxyType(copies)
