"""What speaks against a proposed mapping: what it lacks, and what the cells of its columns say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as ByRole
from dataclasses import replace

from effectbank.formats.spreadsheets.fitting import is_needed
from effectbank.formats.spreadsheets.grid import column_of
from effectbank.formats.spreadsheets.headings import JOINT
from effectbank.formats.spreadsheets.mapping import Column, Mapping, OutcomePlan
from effectbank.formats.spreadsheets.numbers import Shape, reading_of
from effectbank.formats.spreadsheets.roles import NUMBERS, WIDE
from effectbank.formats.spreadsheets.table import Table

BY_HABIT = "one of "  # how the reason of a column named as a program names it begins
FITTING = {
    "events/total": (Shape.OVER,),
    "mean/sd": (Shape.WITH_BRACKET, Shape.PLUS_MINUS),
    "mean/se": (Shape.WITH_BRACKET, Shape.PLUS_MINUS),
    "interval": (Shape.RANGE,),
    "estimate/interval": (Shape.WITH_RANGE,),
    "events": (Shape.NUMBER, Shape.WITH_BRACKET, Shape.OVER),
    "percent": (Shape.NUMBER, Shape.PERCENT),
}
OF_GROUPS = "counts in both groups: events, with an outcome of their own (outcome = …)? else moderator"
AT_ENTRY = re.compile(r"(?<![a-z])(age|bmi|(?<!from )(?<!from the )baseline|height)(?![a-z])")
OF_ENTRY = "is it an outcome, or how the people were at entry? then moderator"
NO_WHOLE_SET = (
    "no whole set of columns is recognised: events and total, or mean, sd and total of both groups, or an estimate "
    "and its se (one group a study, as xi and ni, is pooled by effectbank pool)"
)


def doubted(table: Table, mapping: Mapping) -> Mapping:
    """The mapping with what speaks against it among its doubts, or beside the columns in question."""
    columns = tuple(_judged(table, mapping, column) for column in mapping.columns)
    return replace(mapping, columns=columns, doubts=(*mapping.doubts, *_doubts(table, mapping)))


def _doubts(table: Table, mapping: Mapping) -> Iterator[str]:
    if not (mapping.of("study") or mapping.of("author")):
        yield "no column names the studies; without one they are called by their rows"
    if not any(mapping.kind(outcome.name) for outcome in mapping.outcomes):
        yield NO_WHOLE_SET
    if not table.decimal:
        yield 'a mark like that of 1,234 may part thousands or decimals; set decimal = "." or ","'
    for outcome in mapping.outcomes:
        if mapping.kind(outcome.name) == "contrasts":
            yield from _of_scale(outcome, mapping.of_contrast(outcome.name))


def _of_scale(outcome: OutcomePlan, columns: ByRole[str, Column]) -> Iterator[str]:
    """What the headings of estimates leave open: their scale, that of a standard error, an interval's level."""
    if any(column.because.startswith(BY_HABIT) for column in columns.values()):
        return  # a program's own names say it
    headings = " ".join(column.heading for column in columns.values()).casefold()
    if outcome.measure == "GEN":
        yield f"the scale of the estimates of {outcome.name} isn't said; set measure, and ratio = true for ratios"
    spread = columns.get("se") or columns.get("variance")
    if outcome.ratio and spread and not re.search(r"log|ln", spread.heading.casefold()):
        yield f"{spread.heading} is taken to be of the logarithm of the {outcome.measure}; the heading doesn't say"
    if not spread and "95" not in headings:
        yield f"the interval of {outcome.name} is taken to be at 95 %; the headings don't say"


def _judged(table: Table, mapping: Mapping, column: Column) -> Column:
    """A column, doubted where its cells or what else is in the table speak against it."""
    objection = next(_objections(table, mapping, column), "") if column.certain else ""
    return replace(column, certain=False, because=objection) if objection else column


def _objections(table: Table, mapping: Mapping, column: Column) -> Iterator[str]:
    """Of a column of numbers: that most of its cells aren't such or can't be true, or that they go unused."""
    if column.role == "moderator" and _is_of_groups(table, mapping, column):
        yield OF_GROUPS
    if column.role not in NUMBERS:
        return
    if not is_needed(mapping, column):
        yield "no outcome uses it; give it one of its own, or moderator"
    if not column.because.startswith(BY_HABIT) and (misfits := _misfits(table, column)):
        yield misfits
    if AT_ENTRY.search(f"{column.outcome} {column.heading}".casefold()):
        yield OF_ENTRY
    if column.role == "events" and mapping.layout == WIDE and _exceeds(table, mapping, column):
        yield "but in most rows it is more than the total: swapped?"


def _is_of_groups(table: Table, mapping: Mapping, column: Column) -> bool:
    """Whether counts stand under one heading in both groups, beside their data: events that go by a name."""
    over, joint, name = column.heading.rpartition(JOINT)
    groups = {c.heading.rpartition(JOINT)[0] for c in mapping.columns if c.group}
    alike = [c for c in mapping.those("moderator") if c.heading.rpartition(JOINT)[2] == name]
    if not joint or over not in groups or len(alike) < 2:
        return False
    cells = [
        reading_of(cell, table.decimal) for cell in table.grid.column(column_of(column.letter) or 0, table.body)
    ]
    counts = [one for one in cells if one.shape in FITTING["events"] and one.numbers[0].value.is_integer()]
    return 2 * len(counts) > len(cells)


def _misfits(table: Table, column: Column) -> str:
    """What speaks against a column most of whose cells don't look like its role; "" where most do."""
    number = column_of(column.letter) or 0
    fitting = (*FITTING.get(column.role, (Shape.NUMBER,)), Shape.UNKNOWN, Shape.EMPTY)
    shapes = [(row.number, reading_of(row[number], table.decimal).shape) for row in table.body if row[number]]
    misfits = [(row, shape) for row, shape in shapes if shape not in fitting]
    if 2 * len(misfits) <= len(shapes):
        return ""
    row, shape = misfits[0]
    what = f"{len(misfits)} of its {len(shapes)} cells don't look like {column.role}"
    return f"but {what}: {column.letter}{row} is {shape}"


def _exceeds(table: Table, mapping: Mapping, events: Column) -> bool:
    totals = [c for c in mapping.those("total") if c.group == events.group and c.outcome in ("", events.outcome)]
    if not totals:
        return False
    first, second = (column_of(column.letter) or 0 for column in (events, totals[0]))
    pairs = [[reading_of(row[n], table.decimal).numbers for n in (first, second)] for row in table.body]
    known = [(a[0].value, b[0].value) for a, b in pairs if a and b]
    return 2 * sum(a > b for a, b in known) > len(known) > 0
