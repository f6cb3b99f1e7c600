"""The forms a measure's data may come in: which roles, how many columns each, and the cells they give."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.catalogue import COUNTS, measure_named
from effectbank.measures.columns import Column, Table, numbers
from effectbank.measures.errors import WrongColumns
from effectbank.measures.families import FAMILIES
from effectbank.problems import BadInput

Given = Mapping[str, Any]  # role → a column, or a tuple of columns
Form = Mapping[str, tuple[str, ...]]  # role → the cells its columns give

_EVENTS, _TOTALS = ("ai", "ci"), ("n1i", "n2i")
_FORMS: Mapping[str, tuple[Form, ...]] = {
    COUNTS: ({"events": _EVENTS, "totals": _TOTALS}, {"events": _EVENTS, "nonevents": ("bi", "di")}),
}
_GIVEN: tuple[Form, ...] = (
    {"estimates": ("yi",), "variances": ("vi",)},
    {"estimates": ("yi",), "ses": ("sei",)},
    {"estimates": ("yi",), "intervals": ("low", "high")},
)
_SIDES = {1: ("",), 2: (" of group 1", " of group 2")}


def form_of(measure: str, given: Given) -> Form:
    """The form that the roles given make up; raises WrongColumns, and BadInput for too few or too many columns."""
    forms = (*_forms(measure, given), *_GIVEN)
    form = next((form for form in forms if set(form) == set(given)), None)
    if form is None:
        known = dict.fromkeys(" and ".join(form) for form in forms)
        raise WrongColumns(measure, tuple(given), ", or ".join(known))
    return {role: _given_of(measure, role, cells, len(_columns(given[role]))) for role, cells in form.items()}


_WANTED = {
    1: "one column",
    2: "a pair of columns, (intervention, control) or of the same people (first, second)",
    4: "four columns",
}


def _given_of(measure: str, role: str, cells: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The cells that so many columns of a role give: all, or those the formula takes (of SMCR the first SD)."""
    taken = FAMILIES[measure].formulas[measure].cells if measure in FAMILIES else cells
    ways = (cells, tuple(name for name in cells if name in taken))
    if (found := next((way for way in ways if len(way) == count), None)) is None:
        raise BadInput(f"{role} of {measure} takes {_WANTED[len(cells)]}; {count} given")
    return found


def forms_of(measure: str) -> tuple[Form, ...]:
    """Every form the measure's data may come in: of its own kind first, then estimates already made."""
    return (*_forms(measure, {}), *_GIVEN)


def _forms(measure: str, given: Given) -> Sequence[Form]:
    if measure not in FAMILIES:
        return _FORMS.get(measure_named(measure).family, ())
    family = FAMILIES[measure]
    beside = [role for role in given if role in family.roles]  # a column of the family that the measure can spare
    return [
        {role: family.names_of(role) for role in (*form, *(role for role in beside if role not in form))}
        for form in family.forms(measure)
    ]


def read(
    table: Table, labels: tuple[str, ...], given: Given, form: Form, blank: Collection[int] = ()
) -> dict[str, Floats]:
    """The cells of a form, as numbers, under metafor's names; empty in the rows that are to be left blank."""
    cells = {}
    for role, names in form.items():
        sides = _SIDES.get(len(names), tuple(f" {n}" for n in range(1, len(names) + 1)))
        for name, side, column in zip(names, sides, _columns(given[role]), strict=True):
            known_as = column if isinstance(column, str) else role + side
            values = table.column(column, role + side)
            cells[name] = numbers(_blanked(values, blank), known_as, labels)
    if "bi" in cells and "nonevents" in form:
        return {
            "ai": cells["ai"],
            "n1i": cells["ai"] + cells["bi"],
            "ci": cells["ci"],
            "n2i": cells["ci"] + cells["di"],
        }
    return cells


def _blanked(values: list[Any] | Floats, blank: Collection[int]) -> list[Any] | Floats:
    return [None if row in blank else value for row, value in enumerate(values)] if blank else values


def first_column(given: Given, form: Form) -> Column:
    """One that tells how many rows there are."""
    role = next(iter(form))
    return _columns(given[role])[0]


def _columns(given: Any) -> tuple[Column, ...]:
    """The columns given for a role: a tuple or list of columns as it is, a column alone as a tuple of one."""
    several = isinstance(given, tuple | list) and all(isinstance(part, str) or np.ndim(part) for part in given)
    return tuple(given) if several and len(given) else (given,)
