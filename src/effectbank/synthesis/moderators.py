"""Moderators: from what was asked (a formula, or names) to the columns of a design, study by study."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effectbank.kernel.studies import Floats
from effectbank.measures.columns import is_empty
from effectbank.measures.effects import Effects, Missing, readonly
from effectbank.problems import BadInput, UnknownName
from effectbank.synthesis.formula import INTERCEPT, Values, learn, variables

Asked = str | Sequence[str]


class Columns(Protocol):
    """What makes a design matrix of values: a formula's recipe, or columns named one by one."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""

    @property
    def terms(self) -> Mapping[str, tuple[int, ...]]:
        """Each term's columns; the intercept is no term."""

    def columns(self, values: Values, rows: int) -> Floats:
        """The design matrix (rows, p)."""


@dataclass(frozen=True, slots=True)
class Named:
    """An intercept, then numeric moderators as they are: what needs no formula."""

    moderators: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The intercept, then the moderators."""
        return (INTERCEPT, *self.moderators)

    @property
    def terms(self) -> Mapping[str, tuple[int, ...]]:
        """Each moderator is a term."""
        return MappingProxyType({name: (i,) for i, name in enumerate(self.moderators, start=1)})

    def columns(self, values: Values, rows: int) -> Floats:
        """The design matrix (rows, p); raises BadInput for a moderator of words."""
        for name in self.moderators:
            if values[name].dtype == object:
                words = ", ".join(repr(str(word)) for word in values[name][:3])
                raise BadInput(f"moderator {name!r} holds words ({words}, …); give a formula: 'C({name})'")
        return np.column_stack([np.ones(rows), *(values[name] for name in self.moderators)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Moderators:
    """The design of a meta-regression: `matrix` (studies used, p), of which `used` marks the studies.

    `missing`: studies left out, and why. `variables`: the moderators that the columns are made of.
    """

    asked: str
    columns: Columns
    variables: tuple[str, ...]
    matrix: Floats
    used: NDArray[np.bool_]
    missing: tuple[Missing, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the coefficients."""
        return self.columns.names

    @property
    def terms(self) -> Mapping[str, tuple[int, ...]]:
        """Each term's coefficients, by position; the intercept is no term."""
        return self.columns.terms

    @property
    def intercept(self) -> bool:
        """Whether the first column is the intercept."""
        return self.names[0] == INTERCEPT


def moderators(effects: Effects, asked: Asked) -> Moderators:
    """The design that `asked` makes of the studies' moderators; a study without one of them is left out.

    A formula may name moderators, the raw cells (n1i, …) and the estimates' own vi and sei. Raises UnknownName,
    BadInput, FormulasNotInstalled.
    """
    known = effects.columns()
    _check_asked(asked)
    if isinstance(asked, str):
        text, named = asked.strip(), variables(asked, known)
    else:
        text, named = " + ".join(asked) or "1", _all_known(asked, known)
    missing = _missing(effects, {name: known[name] for name in named})
    used = np.array([label not in missing for label in range(len(effects))], dtype=bool)
    values = {name: known[name][used] for name in named}
    columns, matrix = _design(text, asked, named, values, int(used.sum()))
    return Moderators(
        asked=text,
        columns=columns,
        variables=named,
        matrix=readonly(matrix),
        used=used,
        missing=tuple(Missing(effects.labels[i], reason) for i, reason in missing.items()),
    )


def _check_asked(asked: object) -> None:
    if not (isinstance(asked, str | Sequence) and all(isinstance(name, str) for name in asked)):
        raise BadInput(
            f"moderators given as {type(asked).__name__}; a formula expected, 'ablat + C(alloc)', "
            "or the names of numeric moderators, ['ablat', 'year']"
        )


def study_values(effects: Effects, design: Moderators) -> Values:
    """What the studies used have of each moderator that the design's columns are made of."""
    known = effects.columns()
    return {name: known[name][design.used] for name in design.variables}


def new_values(values: Mapping[str, ArrayLike], *designs: Moderators) -> tuple[Values, int]:
    """Values to predict at, single ones repeated to the length of the others; and that length.

    Raises UnknownName for a moderator that no design uses, BadInput for one not given, empty, or of another length.
    """
    used = {name: design for design in reversed(designs) for name in design.variables}
    _check_mapping(values, tuple(used))
    _all_known(tuple(values), used)
    for name, design in used.items():
        if name not in values:
            raise BadInput(f"no value given for {name!r}; the formula {design.asked!r} needs one")
    columns = {name: np.atleast_1d(np.asarray(column, dtype=_kind(column))) for name, column in values.items()}
    lengths = {column.size for column in columns.values()} - {1} or {1}
    if len(lengths) > 1:
        told = ", ".join(f"{name} has {column.size}" for name, column in columns.items())
        raise BadInput(f"the values to predict at differ in length: {told}")
    rows = lengths.pop()
    for name, column in columns.items():
        if any(is_empty(cell) for cell in column):
            raise BadInput(f"an empty value given for {name!r}; nothing can be predicted there")
    return {name: np.broadcast_to(column, (rows,)) for name, column in columns.items()}, rows


def _check_mapping(values: object, used: tuple[str, ...]) -> None:
    if not isinstance(values, Mapping):
        example = f"{{{used[0]!r}: [1, 2]}}" if used else "{}"
        raise BadInput(f"values to predict at given as {type(values).__name__}; a mapping expected: {example}")


def _design(text: str, asked: Asked, named: tuple[str, ...], values: Values, rows: int) -> tuple[Columns, Floats]:
    if isinstance(asked, str):
        return learn(text, values, rows)
    return (plain := Named(named)), plain.columns(values, rows)


def _all_known(asked: Sequence[str], known: Mapping[str, object]) -> tuple[str, ...]:
    for name in asked:
        if name not in known:
            raise UnknownName("moderator", name, known)
    return tuple(asked)


def _missing(effects: Effects, columns: Values) -> dict[int, str]:
    """Positions of studies that cannot be used, with the reason."""
    gaps, found = effects.gaps, dict[int, str]()
    for i in range(len(effects)):
        empty = [name for name, column in columns.items() if is_empty(column[i])]
        if not (math.isfinite(effects.yi[i]) and 0 < effects.vi[i] < math.inf):
            found[i] = gaps.get(i, f"estimate {effects.yi[i]} with variance {effects.vi[i]}")
        elif empty:
            found[i] = f"no value for {', '.join(empty)}"
    return found


def _kind(column: ArrayLike) -> type | None:
    """Words stay Python's own, so that they compare as they do in the data."""
    return object if np.asarray(column).dtype.kind in "OUS" else float
