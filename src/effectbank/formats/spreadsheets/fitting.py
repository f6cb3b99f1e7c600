"""Whether a mapping fits the table it is to be used on: every filled column named, every outcome whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.arm_cells import NEEDED
from effectbank.formats.spreadsheets.grid import column_of, letter_of
from effectbank.formats.spreadsheets.mapping import Column, Mapping, OutcomePlan
from effectbank.formats.spreadsheets.roles import ARM_DATA, KINDS, LONG, NUMBERS, ONCE, kind_of
from effectbank.formats.spreadsheets.table import Table
from effectbank.measures.forms import forms_of
from effectbank.problems import Place, Problem

BESIDE = ("percent", "non-events")  # compared with the others
ROLES_OF = {"counts": {"events", "totals"}, "means": {"means", "sds", "totals"}, "rates": {"events", "times"}}


def misfits(table: Table, mapping: Mapping) -> Iterator[Problem]:
    """Everything in the mapping that the sheet contradicts, and everything in the sheet that it passes over."""
    yield from _headings(table, mapping)
    yield from _twice(table, mapping)
    yield from _sides(table, mapping)
    for outcome in mapping.outcomes:
        yield from _outcome(table, mapping, outcome)
    for column in mapping.those("unused"):
        filled = sum(1 for _ in table.grid.column(column_of(column.letter) or 0, table.body))
        if filled:
            yield faults.unused_column(_place(table, column), filled)


def _place(table: Table, column: Column) -> Place:
    return table.grid.place(table.header[-1], column_of(column.letter) or 0, column.heading)


def _headings(table: Table, mapping: Mapping) -> Iterator[Problem]:
    mapped = {column.letter: column for column in mapping.columns}
    for number, heading in enumerate(table.headings):
        column = mapped.pop(letter_of(number), None)
        if column is None:
            if heading or any(table.grid.column(number, table.body)):
                place = table.grid.place(table.header[-1], number)
                yield faults.unmapped_column(place, heading or letter_of(number))
        elif column.heading != heading:
            yield faults.other_heading(table.grid.place(table.header[-1], number), column.heading, heading)
    for column in mapped.values():
        yield faults.other_heading(_place(table, column), column.heading, "")


def _twice(table: Table, mapping: Mapping) -> Iterator[Problem]:
    once = Counter((c.role, c.group, c.outcome) for c in mapping.columns if c.role in (*ONCE, *NUMBERS))
    for (role, group, outcome), times in once.items():
        if times > 1:
            same = [c for c in mapping.columns if (c.role, c.group, c.outcome) == (role, group, outcome)]
            letters = " and ".join(column.letter for column in same)
            yield faults.two_columns(_place(table, same[1]), same[0].read_as, letters)
    both = [words for words in mapping.intervention if words in mapping.control]
    if both:
        yield faults.on_both_sides(table.grid.place(table.header[-1], 0), both)
    named = mapping.of("outcome")
    if named and len(mapping.outcomes) > 1:
        yield faults.outcomes_twice(_place(table, named))


def _sides(table: Table, mapping: Mapping) -> Iterator[Problem]:
    """In one row an arm: a column of arms, and on either side words that it holds."""
    arm = mapping.of("arm")
    if mapping.layout != LONG:
        return
    if arm is None:
        yield faults.no_arm_column(table.grid.place(table.header[-1], 0))
        return
    arms = {cell.words for cell in table.grid.column(column_of(arm.letter) or 0, table.body)}
    for side, words in (("intervention", mapping.intervention), ("control", mapping.control)):
        if not words:
            yield faults.no_side(_place(table, arm), side, sorted(arms))
        for word in words:
            if word not in arms:
                yield faults.unknown_arm(_place(table, arm), word, arms)


def _outcome(table: Table, mapping: Mapping, outcome: OutcomePlan) -> Iterator[Problem]:
    kind = mapping.kind(outcome.name)
    place = table.grid.place(table.header[-1], 0)
    if not kind:
        lacking = [side for side in mapping.sides if not _any_kind(mapping, side, outcome.name)]
        yield faults.no_whole_set(place, outcome.name, lacking[0] if len(lacking) == 1 else "")
        return
    if kind in ROLES_OF and not any(ROLES_OF[kind] == set(form) for form in forms_of(outcome.measure)):
        yield faults.other_measure(place, outcome.measure, kind)
    for side in mapping.sides if kind in NEEDED else ():
        for role, column in mapping.of_group(side, outcome.name).items():
            if not is_needed(mapping, column):
                yield faults.column_not_needed(_place(table, column), role, kind)


def is_needed(mapping: Mapping, column: Column) -> bool:
    """Whether a column of a group's data is of use to any of the outcomes that it is of."""
    if column.role not in ARM_DATA or column.group not in mapping.sides:
        return True
    names = [plan.name for plan in mapping.outcomes if column.outcome in ("", plan.name)]
    if names and not column.outcome and all(_has_own(mapping, column, name) for name in names):
        return False
    kinds = [kind for kind in map(mapping.kind, names) if kind in NEEDED]
    ways = [way for kind in kinds for way in (*KINDS[kind], BESIDE)]
    return not kinds or any(column.role in way for way in ways)


def _has_own(mapping: Mapping, shared: Column, outcome: str) -> bool:
    """Whether columns of the outcome's own stand in for one that outcomes share."""
    found = mapping.of_group(shared.group, outcome)
    taken = found.get(shared.role)
    return bool(taken.outcome) if taken else bool(found)


def _any_kind(mapping: Mapping, side: str, outcome: str) -> bool:
    return bool(kind_of(frozenset(mapping.of_group(side, outcome))))
