"""From a bare CSV to a fit: the work behind `effectbank pool`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from effectbank.cli.trials import (
    cell_refused,
    errors_among,
    label_column,
    labels_of,
    numbers_of,
    only,
    roles_by_habit,
    roles_told,
    sheet_at,
    values_of,
)
from effectbank.formats.spreadsheets.habits import Roles
from effectbank.measures import BadCell, Effects, effects, measure_named
from effectbank.problems import NotEstimable, Problem
from effectbank.synthesis import Pooled, Subgroups, pool, subgroups


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to pool: a CSV, what its columns are, by what they are grouped, and which rows count."""

    path: Path
    measure: str
    columns: tuple[str, ...]
    by: str | None
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledTrials:
    """What came of it; `fit` is None when errors leave nothing to pool."""

    fit: Pooled | None
    subgroups: Subgroups | None
    problems: tuple[Problem, ...]


def pool_trials(asked: Asked, choices: Mapping[str, Any]) -> PooledTrials:
    """Read, understand and pool. Raises UnknownName, BadInput and NotEstimable as the library does."""
    sheet, problems = sheet_at(asked.path)
    if errors_among(problems):
        return PooledTrials(fit=None, subgroups=None, problems=tuple(problems))
    sheet = only(sheet, asked.where)
    told, study = roles_told(asked.columns, sheet.columns)
    roles = told or roles_by_habit(measure_named(asked.measure), sheet)
    columns, unread = numbers_of(sheet, roles)
    labels = labels_of(sheet, study or label_column(sheet.columns))
    made, refused = _effects(asked.measure, labels, roles, columns)
    wrong = [cell_refused(sheet.rows[one.row], one) for one in refused]
    problems = [*problems, *sorted([*unread, *wrong], key=lambda problem: problem.place.line or 0)]
    try:
        fit = pool(made, **choices)
    except NotEstimable:
        if errors_among(problems):  # they are why, and tell more
            return PooledTrials(fit=None, subgroups=None, problems=tuple(problems))
        raise
    fit = replace(fit, effects=fit.effects.missing_for({one.study: one.reason for one in refused}))
    groups = None if asked.by is None else subgroups(made, values_of(sheet, asked.by), **choices)
    return PooledTrials(fit=fit, subgroups=groups, problems=tuple(problems))


def _effects(
    measure: str, labels: list[str], roles: Roles, columns: dict[str, list[float | None]]
) -> tuple[Effects, list[BadCell]]:
    """The effects, a study with a cell that cannot be right taken as unknown; and every such cell."""
    refused: list[BadCell] = []
    while True:
        given = {role: _column(tuple(columns[name] for name in names)) for role, names in roles.items()}
        try:
            return effects(measure, study=labels, **given), refused
        except BadCell as fault:
            now = [fault, *fault.others]
            refused += now
            for cells in columns.values():
                for one in now:
                    cells[one.row] = None


def _column(cells: tuple[list[float | None], ...]) -> Any:
    """A column, or several, as arrays with NaN for what is unknown; the measure knows how many it takes."""
    arrays = tuple(np.array([np.nan if cell is None else cell for cell in column]) for column in cells)
    return arrays if len(arrays) > 1 else arrays[0]
