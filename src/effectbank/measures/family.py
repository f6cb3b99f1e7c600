"""What a family of measures is: the cells a study gives, what they may be, and a formula for each measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.measures.build import Rows, missing_of
from effectbank.measures.domain import Estimates, estimable
from effectbank.measures.effects import Effects, frozen, readonly
from effectbank.measures.errors import refuse
from effectbank.measures.zero_cells import DOUBLE_ZERO
from effectbank.problems import BadInput, UnknownName

Cells = Mapping[str, Floats]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Domain:
    """What a cell may be, in words and as a test that NaN (unknown) need not pass."""

    expected: str
    holds: Callable[[Floats], Mask]


ANY = Domain("a number", lambda x: np.ones_like(x, dtype=bool))
NOT_NEGATIVE = Domain("0 or more", lambda x: x >= 0)
POSITIVE = Domain("a number above 0", lambda x: x > 0)
ONE_OR_MORE = Domain("1 or more", lambda x: x >= 1)
TWO_OR_MORE = Domain("2 or more", lambda x: x >= 2)
CORRELATION = Domain("a correlation, -1 to 1", lambda x: np.abs(x) <= 1)
SHARE = Domain("a proportion, 0 to 1", lambda x: (x >= 0) & (x <= 1))
AT_MOST_ONE = Domain("1 or less", lambda x: x <= 1)
SIGNED_P = Domain("a p-value with the sign of the effect, not 0", lambda x: (np.abs(x) <= 1) & (x != 0))


@dataclass(frozen=True, slots=True)
class Cell:
    """One number a study gives: metafor's name, the door's role that gives it, what it is, what it may be."""

    name: str
    role: str
    words: str
    domain: Domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Another way to give a cell: the role and raw name it comes by, and how the cell follows from that."""

    of: Cell
    role: str
    given: str
    follows: Callable[[Cells], Floats]
    beside: tuple[str, ...] = ()  # roles needed with it that the measure itself can do without
    domain: Domain = ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardised:
    """A standardised difference in place of means and SDs, for the measures that need no more of them.

    `role` gives it under the raw name `given`; `working` makes of that the cells that the formulas take, which are
    for working only: d of 1 is no mean of 1.
    """

    role: str
    given: str
    words: str
    domain: Domain
    replaces: tuple[str, ...]
    measures: frozenset[str]
    working: Callable[[Cells], Cells]


@dataclass(frozen=True, slots=True)
class Together:
    """What must hold between cells: a test of them, the cell to blame and what was expected of it."""

    cells: tuple[str, ...]
    wrong: Callable[..., Mask]
    expected: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A measure's function, the cells it takes in order, its options, and why it may have no answer."""

    of: Callable[..., Estimates]
    cells: tuple[str, ...]
    undefined: str = "not estimable from these data"
    record: Callable[..., Any] | None = None  # what the cells are put into first
    options: tuple[str, ...] = ()
    corrected: bool = True  # for zero events, where its family has a correction

    def __call__(self, cells: Cells, options: Mapping[str, object]) -> Estimates:
        values = [cells[name] for name in self.cells]
        arguments = [self.record(*values)] if self.record else values
        with np.errstate(all="ignore"):  # what overflows is marked as not estimable
            return estimable(*self.of(*arguments, **options))


Correction = Callable[[Cells, str, float], Cells]  # cells, rule, constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Measures made from the same cells."""

    name: str
    cells: tuple[Cell, ...]
    formulas: Mapping[str, Formula]
    together: tuple[Together, ...] = ()
    correction: Correction | None = None  # for zero events
    double_zero: Callable[[Cells], Mask] | None = None  # which studies have no event in either group
    instead: tuple[Instead, ...] = ()
    standardised: tuple[Standardised, ...] = ()

    def forms(self, measure: str) -> tuple[tuple[str, ...], ...]:
        """The roles that measure needs, as a list for each way of giving them."""
        needed = tuple(dict.fromkeys(cell.role for cell in self.cells if cell.name in self.formulas[measure].cells))
        ways = [way for way in self.instead if way.of.role in needed]
        other = [tuple(way.role if role == way.of.role else role for role in needed) + way.beside for way in ways]
        whole = [way for way in self.standardised if measure in way.measures]
        short = [(way.role, *(role for role in needed if role not in way.replaces)) for way in whole]
        return (needed, *other, *short)

    def names_of(self, role: str) -> tuple[str, ...]:
        """The cells a role gives, in the order its columns are given."""
        own = tuple(cell.name for cell in self.cells if cell.role == role)
        instead = tuple(way.given for way in self.instead if way.role == role)
        return own or instead or tuple(way.given for way in self.standardised if way.role == role)

    @property
    def roles(self) -> frozenset[str]:
        """All that its measures can take."""
        ways = [way.role for way in self.instead] + [way.role for way in self.standardised]
        return frozenset([cell.role for cell in self.cells] + ways)

    def complete(self, cells: Cells) -> Cells:
        """The cells, with those given in another way worked out, and unknown the one of a pair that was spared."""
        follows = {way.of.name: way.follows(cells) for way in self.instead if way.given in cells}
        beside = {cell.role: cells[cell.name] for cell in self.cells if cell.name in cells}
        spared = {cell.name: beside[cell.role] * np.nan for cell in self.cells if cell.role in beside}
        return {**spared, **cells, **follows}

    def working(self, cells: Cells) -> Cells:
        """The cells that the formulas take, where a standardised difference was given in place of some."""
        for way in self.standardised:
            if way.given in cells:
                return {**cells, **way.working(cells)}
        return cells


def from_family(
    family: Family,
    measure: str,
    rows: Rows,
    *,
    zero_cells: str,
    add: float,
    double_zero: str,
    options: Mapping[str, object],
) -> Effects:
    """Effects from cells as read; raises BadCell, and BadInput for an option the measure has no use for."""
    formula = family.formulas[measure]
    check_options(measure, formula.options, options)
    with np.errstate(all="ignore"):  # what overflows is marked as not estimable
        cells = family.complete(rows.cells)
        _check(family, cells, rows.labels)
    dropped = _dropped(family, measure, cells, double_zero)
    rule = zero_cells if formula.corrected or zero_cells in ("all", "if0all") else "none"
    with np.errstate(all="ignore"):
        ready = family.correction(cells, rule, add) if family.correction else family.working(cells)
    yi, vi = (np.where(dropped, np.nan, values) for values in formula(ready, options))
    return Effects(
        measure=measure,
        yi=readonly(yi),
        vi=readonly(vi),
        labels=rows.labels,
        cells=frozen(cells),
        moderators=frozen(rows.moderators),
        missing=missing_of(rows.labels, yi, lambda i: DROPPED if dropped[i] else _why(family, formula, cells, i)),
        zero_cells=rule if family.correction else "none",
        add=add if family.correction and rule != "none" else 0.0,
        double_zero=double_zero,
        variance=str(options.get("variance", "")),
    )


DROPPED = "no event in either group (dropped by rule)"


def _dropped(family: Family, measure: str, cells: Cells, double_zero: str) -> Mask:
    """Studies left out by the rule for double zeros; raises where the measure knows none."""
    if double_zero not in DOUBLE_ZERO:
        raise UnknownName("double-zero rule", double_zero, DOUBLE_ZERO)
    if double_zero == "keep":
        return np.zeros_like(next(iter(cells.values())), dtype=bool)
    if family.double_zero is None:
        raise BadInput(f"double_zero={double_zero!r} given; {measure} has no double zeros")
    return family.double_zero(cells)


def _check(family: Family, cells: Cells, labels: tuple[str, ...]) -> None:
    known = [(cell.name, cell.words, cell.domain) for cell in family.cells]
    known += [(way.given, way.role, way.domain) for way in family.instead]
    known += [(way.given, way.words, way.domain) for way in family.standardised]
    for name, words, domain in known:
        if name in cells:
            values = cells[name]
            wrong = ~np.isnan(values) & ~domain.holds(values)
            _refuse(wrong, values, labels, (words, domain.expected))
    for rule in family.together:
        if all(name in cells for name in rule.cells):
            given = [cells[name] for name in rule.cells]
            blamed = next(cell for cell in family.cells if cell.name == rule.cells[0])
            _refuse(rule.wrong(*given), given[0], labels, (blamed.words, rule.expected, rule.hint))


def _refuse(wrong: Mask, values: Floats, labels: tuple[str, ...], sentence: tuple[str, ...]) -> None:
    column, *rest = sentence
    refuse(wrong, values, labels, column, *rest)


def check_options(measure: str, known: tuple[str, ...], options: Mapping[str, object]) -> None:
    """Raise BadInput for an option the measure has no use for."""
    for name, value in options.items():
        if name not in known:
            choices = " and ".join(known) or "no choice of formula"
            raise BadInput(f"{name}={value!r} given; {measure} takes {choices}")


def _why(family: Family, formula: Formula, cells: Cells, i: int) -> str:
    """Why study i has no estimate: what is unknown, else why the formula has no answer."""
    needed = [(cell.name, cell.words) for cell in family.cells if cell.name in formula.cells]
    needed += [(way.given, way.words) for way in family.standardised]
    unknown = [words for name, words in needed if name in cells and np.isnan(cells[name][i])]
    return " and ".join(unknown) + " unknown" if unknown else formula.undefined


def added_to_zero(zero: Mask, rule: str, add: float) -> Floats:
    """What is added to each count of a study, by rule: none, only0, if0all, all; `zero` says which have a 0."""
    if rule not in COUNT_RULES:
        raise UnknownName("zero-cell rule for these data", rule, COUNT_RULES)
    where = {"none": np.zeros_like(zero), "only0": zero, "all": np.ones_like(zero)}
    everywhere = zero.any(-1, keepdims=True) | np.zeros_like(zero)
    return np.where(where.get(rule, everywhere), add, 0.0)


COUNT_RULES = ("none", "only0", "if0all", "all")
