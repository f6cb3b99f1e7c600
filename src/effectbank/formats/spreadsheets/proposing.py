"""A table's Mapping as the habits of those who type such tables suggest it; certain where it has one reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from effectbank.formats.cochrane.naming import Names
from effectbank.formats.spreadsheets.by_habit import found_by_habit
from effectbank.formats.spreadsheets.by_words import Words, by_company, long_by_words, perhaps_events, wide_by_words
from effectbank.formats.spreadsheets.doubts import doubted
from effectbank.formats.spreadsheets.labelling import is_of_study, labelled
from effectbank.formats.spreadsheets.mapping import Column, Mapping, OutcomePlan
from effectbank.formats.spreadsheets.roles import CONTROL, INTERVENTION, LONG, MEASURE_OF, WIDE, kind_of, kinds_of
from effectbank.formats.spreadsheets.seen import Placed, Seen, by_contents, seen_in
from effectbank.formats.spreadsheets.sides import sides_in
from effectbank.formats.spreadsheets.table import Table
from effectbank.formats.spreadsheets.vocabulary import RATIO

ONLY = "outcome"  # the name of an outcome that the sheet doesn't name
MEANS = "means"  # and of its means, where it has counts too
OF_MEANS = ("mean", "sd", "se", "mean/sd", "mean/se")


def propose(table: Table) -> Mapping:
    """How a table seems to be read, with what is certain of it and why; never applied while anything isn't."""
    seen = by_company(by_contents(seen_in(table)))
    labels = labelled(table, seen)
    arm = next((column for column in labels.values() if column.role == "arm"), None)
    words, layout = _data([column for column in seen if column.number not in labels], is_long=arm is not None)
    if not any(column.role == "outcome" for column in labels.values()):  # which tells the rows of each apart
        words = replace(words, columns=tuple(_by_kind(words.columns)))
    if arm is not None and layout == LONG:
        intervention, control, doubts = sides_in(table, arm)
    else:
        intervention, control = ((words.names.get(side) or side.capitalize(),) for side in (INTERVENTION, CONTROL))
        labels, doubts = {number: c for number, c in labels.items() if c.role != "arm"}, ()
    outcomes = _outcomes(words.columns)
    mapped = {**labels, **{one.seen.number: _column(one, outcomes) for one in _once(words.columns)}}
    study = next((n for n, column in labels.items() if column.role in ("study", "author")), 0)
    kept = {
        c.number: "moderator" if layout == WIDE or is_of_study(table, study, c) else "description" for c in seen
    }
    columns = [mapped.get(c.number) or _left_over(c, kept[c.number], some=bool(words.columns)) for c in seen]
    made = Mapping(
        sheet=table.grid.sheet, header=table.header, layout=layout, decimal=table.decimal,
        intervention=intervention, control=control, outcomes=(), columns=tuple(columns),
        doubts=(*words.doubts, *doubts),
    )  # fmt: skip
    plans = tuple(_plan(made, name, label, words.columns) for label, name in outcomes.items())
    return doubted(table, replace(made, outcomes=plans))


def _data(columns: Sequence[Seen], *, is_long: bool) -> tuple[Words, str]:
    """The columns of numbers and the layout they make: by a program's names first, then by words."""
    by_habit = found_by_habit(columns)
    if by_habit:
        return Words(columns=by_habit), WIDE
    long = long_by_words(columns) if is_long else Words()
    return (long, LONG) if long.columns else (_wide(columns), WIDE)


def _wide(columns: Sequence[Seen]) -> Words:
    """Two groups side by side; where no cell's name makes them whole, with numbers that may be the events."""
    found = wide_by_words(columns)
    return found if found.columns else wide_by_words(perhaps_events(columns))


def _by_kind(columns: Sequence[Placed]) -> Iterator[Placed]:
    """The columns; means that stand beside counts under no other name, an outcome of their own."""
    groups = {one.group for one in columns}
    roles = [frozenset(c.role for c in columns if (c.group, c.outcome) == (group, "")) for group in groups]
    both = all({"counts", "means"} <= {*kinds_of(own)} for own in roles)
    for one in columns:
        yield replace(one, outcome=MEANS) if both and not one.outcome and one.role in OF_MEANS else one


def _outcomes(columns: Sequence[Placed]) -> dict[str, str]:
    """The name of each outcome by its words; "" among them where it is the only one, or whole by itself."""
    own = [words for words in dict.fromkeys(one.outcome for one in columns) if words]
    names = Names()
    return {words: names.new(words or ONLY, ONLY) for words in ([] if own and not _alone(columns) else [""]) + own}


def _alone(columns: Sequence[Placed]) -> bool:
    """Whether the columns without an outcome's words make up one by themselves."""
    groups = {one.group for one in columns}
    return all(kind_of(frozenset(c.role for c in columns if (c.group, c.outcome) == (g, ""))) for g in groups)


def _column(one: Placed, outcomes: dict[str, str]) -> Column:
    shared = len(outcomes) == 1 or (not one.outcome and (one.role == "total" or "" not in outcomes))
    return Column(
        letter=one.seen.letter, heading=one.seen.heading, role=one.role, group=one.group,
        outcome="" if shared else outcomes[one.outcome], certain=one.certain, because=one.because,
    )  # fmt: skip


def _once(columns: Sequence[Placed]) -> Iterator[Placed]:
    """Each column, doubted where another is the same; the first stands."""
    for n, one in enumerate(columns):
        same = [other for other in columns if other.place == one.place]
        if len(same) == 1:
            yield one
        elif columns.index(same[0]) == n:
            others = " and ".join(other.seen.letter for other in same[1:])
            yield replace(one, certain=False, because=f"column {others} reads the same")


def _left_over(column: Seen, kept: str, *, some: bool) -> Column:
    """A column that isn't a label nor data: kept for the study (or arm), unless nothing is in it."""
    if not column.filled and not column.distinct:
        return column.column("unused", "nothing is in it")
    if not some and column.meant.of_numbers:
        found = column.column(column.meant.role, "what belongs with it isn't recognised", certain=False)
        return replace(found, group=column.meant.group)
    return column.column(kept, "kept as it is" if column.heading else "kept, though it has no heading")


def _plan(made: Mapping, name: str, label: str, columns: Iterable[Placed]) -> OutcomePlan:
    """An outcome with the measure its data suggest: of an estimate the one its heading names."""
    kind = made.kind(name)
    own = [one.seen.meant for one in columns if one.outcome == label and one.role.startswith("estimate")]
    named = own[0] if own and kind == "contrasts" else None
    measure = named.measure if named and named.measure else MEASURE_OF.get(kind, "GEN")
    printed = label[:1].upper() + label[1:] if label.islower() else label or ONLY.capitalize()
    return OutcomePlan(name=name, label=printed, measure=measure, ratio=bool(named and named.scale == RATIO))
