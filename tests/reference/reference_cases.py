"""Reads the pinned cases: inputs as columns, R's answers as nested mappings."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import effectbank as eb

DATA = Path(__file__).parent / "data"

# Relative tolerances, named by quantity.
ESTIMATES = 1e-10  # yi, vi
CLOSED = 1e-10  # Mantel-Haenszel, Peto: no search behind them
POOLED = 1e-8  # everything a random-effects fit gives
TAU2_ZERO = 1e-6  # below this R cannot tell tau2 from zero
# Where R's REML ends short of the optimum, and all that rests on its tau2 with it: test_reference_optimum.py.
SHORT = {"greenland1992": 1e-7}


def restricted(name: str) -> float:
    """The tolerance of what rests on a REML tau2."""
    return SHORT.get(name, POOLED)


@dataclass(frozen=True)
class Case:
    """One data set: its columns (NaN where empty) and what R made of it."""

    name: str
    rows: list[dict[str, str]]
    answers: dict[str, Any]

    def column(self, name: str) -> np.ndarray:
        return np.array([np.nan if row[name] in ("NA", "") else float(row[name]) for row in self.rows])

    def words(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]

    def yi_vi(self, measure: str) -> tuple[np.ndarray, np.ndarray]:
        """R's own estimates, so that pooling is compared apart from measuring."""
        known = self.answers.get("escalc", {}).get(measure)
        if known is None:
            return self.column("yi"), self.column("vi")
        return numbers(known["yi"]), numbers(known["vi"])

    def given(self, measure: str) -> eb.Effects:
        yi, vi = self.yi_vi(measure)
        return eb.effects("GEN", estimates=yi, variances=vi)

    def counts(self, measure: str, **rules: Any) -> eb.Effects:
        events, totals = (self.column("ai"), self.column("ci")), (self.column("n1i"), self.column("n2i"))
        return eb.effects(measure, events=events, totals=totals, **rules)

    def means(self, measure: str, **options: Any) -> eb.Effects:
        m, sd, n = ((self.column(f"{c}1i"), self.column(f"{c}2i")) for c in ("m", "sd", "n"))
        return eb.effects(measure, means=m, sds=sd, totals=n, **options)


def numbers(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


@cache
def cases() -> dict[str, Case]:
    return {path.stem: _read(path) for path in sorted(DATA.glob("*.json"))}


def _read(path: Path) -> Case:
    with path.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return Case(path.stem, rows, json.loads(path.read_text(encoding="utf-8")))


def with_key(*keys: str) -> list[str]:
    """Names of the cases that hold all the keys."""
    return [name for name, case in cases().items() if all(key in case.answers for key in keys)]


def with_columns(*columns: str) -> list[str]:
    return [name for name, case in cases().items() if set(columns) <= set(case.rows[0])]
