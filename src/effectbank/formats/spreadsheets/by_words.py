"""Columns headed in words: each one's cell and group, and the outcomes and groups that the other words make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from effectbank.formats.spreadsheets.headings import words_of
from effectbank.formats.spreadsheets.numbers import Shape
from effectbank.formats.spreadsheets.roles import ARM_DATA, CONTRAST_DATA, CONTROL, INTERVENTION, kind_of
from effectbank.formats.spreadsheets.seen import Placed, Seen
from effectbank.formats.spreadsheets.vocabulary import CONTROLS_NAMED

Rest = tuple[str, ...]
BY_ORDER = "which group is the intervention isn't said; the first in the sheet is proposed"
MAYBE_EVENTS = "it may count the events, standing beside the totals"
NO_NAMES = ("controls", "ctrl", "comparator", CONTROL)  # words for a group that don't say what it was given


class Part(NamedTuple):
    """A column in its group, with the words that name its outcome."""

    seen: Seen
    group: str
    rest: Rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What headings in words make up: placed columns, the names of the two groups, and what is doubtful."""

    columns: tuple[Placed, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def wide_by_words(columns: Sequence[Seen]) -> Words:
    """The columns of two groups' data side by side, else of estimates; none where neither is whole."""
    parts, names, doubts = _in_groups([column for column in columns if column.meant.role in ARM_DATA])
    whole = _whole(parts, (INTERVENTION, CONTROL))
    if whole:
        return Words(columns=_placed(whole), names=names, doubts=doubts)
    estimates = [Part(c, "", c.meant.rest) for c in columns if c.meant.role in CONTRAST_DATA and not c.meant.group]
    return Words(columns=_placed(_whole(estimates, ("",))))


def long_by_words(columns: Sequence[Seen]) -> Words:
    """The columns of the data of one group a row; none where they aren't whole."""
    data = [Part(c, "", c.meant.rest) for c in columns if c.meant.role in ARM_DATA and not c.meant.group]
    return Words(columns=_placed(_whole(data, ("",))))


def _placed(parts: Sequence[Part]) -> tuple[Placed, ...]:
    """The parts as columns of a mapping; an outcome is called as its first heading prints it."""
    printed = {part.rest: _as_printed(part.rest, [part.seen]) if part.rest else "" for part in reversed(parts)}
    return tuple(_placed_one(part, printed[part.rest]) for part in parts)


def _placed_one(part: Part, outcome: str) -> Placed:
    meant = part.seen.meant
    doubts = [] if meant.sure_of_role else [meant.why or f"the heading may mean {meant.role}"]
    if part.group and not meant.sure_of_group:
        called = _as_printed(tuple(meant.called.split()), [part.seen])
        doubts.append(f"{called} may mean the {part.group}")
    return Placed(
        seen=part.seen, role=meant.role, group=part.group, outcome=outcome, certain=not doubts,
        because="; ".join(doubts) or "the heading says so",
    )  # fmt: skip


def _whole(parts: Iterable[Part], groups: tuple[str, ...]) -> list[Part]:
    """The parts of outcomes that are whole in every group, with those that have no words and so are shared."""
    listed = list(parts)
    whole = {()} | {rest for rest in {part.rest for part in listed} if _is_whole(listed, rest, groups)}
    some = whole - {()} or _is_whole(listed, (), groups)
    return [part for part in listed if part.rest in whole] if some else []


def _is_whole(parts: Sequence[Part], rest: Rest, groups: tuple[str, ...]) -> bool:
    """Whether an outcome's own columns, with the shared ones, make up a kind of data in every group.

    Shared are the columns without words; but where those make up an outcome by themselves, only its totals are.
    """
    alone = bool(rest) and _is_whole(parts, (), groups)
    for group in groups:
        own = {part.seen.meant.role for part in parts if part.group == group and part.rest == rest}
        shared = {part.seen.meant.role for part in parts if part.group == group and not part.rest}
        if not own or not kind_of(frozenset(own | (shared & {"total"} if alone else shared))):
            return False
    return True


Grouped = tuple[list[Part], dict[str, str], tuple[str, ...]]  # with the groups' names, and what is doubtful


def _in_groups(data: Sequence[Seen]) -> Grouped:
    """Each column with its group: as its words say, else by the group's own name, else by order (and doubted)."""
    groups = {column.meant.group for column in data} - {""}
    if groups == {INTERVENTION, CONTROL}:
        return _by_both(data)
    return _by_the_other(data, groups.pop()) if groups else _by_order(data)


def _by_both(data: Sequence[Seen]) -> Grouped:
    """Both groups are known: words that all of one's headings have and none of the other's are its own name."""
    data = _carried_on(data)
    theirs = {side: [c for c in data if c.meant.group == side] for side in (INTERVENTION, CONTROL)}
    all_have = {side: _common([set(c.meant.rest) for c in columns]) for side, columns in theirs.items()}
    any_has = {side: {word for c in columns for word in c.meant.rest} for side, columns in theirs.items()}
    own = {
        INTERVENTION: all_have[INTERVENTION] - any_has[CONTROL],
        CONTROL: all_have[CONTROL] - any_has[INTERVENTION],
    }
    parts = [
        Part(c, c.meant.group, tuple(word for word in c.meant.rest if word not in own[c.meant.group]))
        for c in data
        if c.meant.group
    ]
    names = {side: _name_of(own[side], columns) for side, columns in theirs.items()}
    return parts, _said(names), ()


def _common(sets: Sequence[set[str]]) -> set[str]:
    """What all of the sets have."""
    return {word for word in sets[0] if all(word in other for other in sets)}


def _carried_on(data: Sequence[Seen]) -> list[Seen]:
    """Cells headed without a group, as in Control mean, SD, Total, given (in doubt) to the one before them.

    A group that has such a cell already isn't given another: a Total at the end is of all groups.
    """
    found: list[Seen] = []
    taken = {(column.meant.group, column.meant.role, column.meant.rest) for column in data}
    for column in data:
        place = (found[-1].meant.group if found else "", column.meant.role, column.meant.rest)
        if not column.meant.group and place[0] and place not in taken:
            taken.add(place)
            meant = replace(column.meant, group=place[0], sure_of_group=False, called="its place")
            found.append(replace(column, meant=meant))
        else:
            found.append(column)
    return found


def _by_the_other(data: Sequence[Seen], known: str) -> Grouped:
    """One group is known (placebo): columns that differ from its own by one and the same name are the other's."""
    other = INTERVENTION if known == CONTROL else CONTROL
    mine = [Part(c, known, c.meant.rest) for c in data if c.meant.group]
    theirs = [
        (Part(c, other, outcome), tuple(word for word in c.meant.rest if word not in outcome))
        for c in data
        if not c.meant.group and (outcome := _outcome_within(c.meant.rest, mine)) is not None
    ]
    if not theirs:
        return [], {}, ()
    others = Counter(name for _, name in theirs)
    name = others.most_common(1)[0][0]
    parts = [part for part, own in theirs if own == name]
    names = {
        other: _as_printed(name, [part.seen for part in parts]),
        known: _name_of(set(), [part.seen for part in mine]),
    }
    several = [_as_printed(own, [part.seen for part, _ in theirs]) for own in others]
    doubts = (f"several groups stand beside the {known} ({' and '.join(several)}); the first is proposed",)
    return [*mine, *parts], _said(names), doubts if len(several) > 1 else ()


def _outcome_within(rest: Rest, known: Sequence[Part]) -> Rest | None:
    """The longest outcome of the known group whose words are among a column's, which has others besides."""
    within = [part.rest for part in known if part.rest != rest and not Counter(part.rest) - Counter(rest)]
    return max(within, key=len, default=None)


def _by_order(data: Sequence[Seen]) -> Grouped:
    """No group is known: two names, or every cell twice, are two groups in the order of the sheet."""
    rests = list(dict.fromkeys(column.meant.rest for column in data))
    if len(rests) == 2 and all(rests):
        groups = dict(zip(rests, (INTERVENTION, CONTROL), strict=True))
        names = {groups[rest]: _as_printed(rest, data) for rest in rests}
        return [Part(c, groups[c.meant.rest], ()) for c in data], names, (BY_ORDER,)
    times = Counter((column.meant.role, column.meant.rest) for column in data)
    met: Counter[tuple[str, Rest]] = Counter()
    parts = []
    for column in data:
        key = column.meant.role, column.meant.rest
        if times[key] == 2:
            parts.append(Part(column, (INTERVENTION, CONTROL)[met[key]], column.meant.rest))
            met[key] += 1
    return parts, {}, (BY_ORDER,) if parts else ()


def _name_of(own: set[str], columns: Sequence[Seen]) -> str:
    """What a group is called: by words of its own, else by the word for it where that says what it was given."""
    if own:
        return _as_printed(tuple(word for word in columns[0].meant.rest if word in own), columns)
    called = {c.meant.called for c in columns}
    name = called.pop() if len(called) == 1 else ""
    return name.capitalize() if name in CONTROLS_NAMED and name not in NO_NAMES else ""


def _as_printed(name: Rest, columns: Sequence[Seen]) -> str:
    """A name in the letters that a heading prints it in."""
    words = re.compile(r"[\W_]*".join(map(re.escape, name)), re.IGNORECASE)
    found = (words.search(column.heading) for column in columns)
    return next((match[0] for match in found if match), " ".join(name).capitalize())


def _said(names: Mapping[str, str]) -> dict[str, str]:
    return {side: name for side, name in names.items() if name}


def by_company(columns: Sequence[Seen]) -> tuple[Seen, ...]:
    """The columns with n read by what stands beside it: the total beside events or means, the events beside N."""
    certain = {column.meant.role for column in columns if column.meant.sure_of_role}
    if any("N" in words_of(column.heading) for column in columns):
        return tuple(_as_events(c) if _is_n(c) and not certain & {"events", "mean", "sd"} else c for c in columns)
    if not certain & {"events", "mean", "sd", "mean/sd", "mean/se"}:
        return tuple(columns)
    return tuple(replace(c, meant=replace(c.meant, sure_of_role=True)) if _is_n(c) else c for c in columns)


def perhaps_events(columns: Sequence[Seen]) -> tuple[Seen, ...]:
    """The columns; those of numbers under one unknown word in several places are, in doubt, events: Relapsed.

    Only where no column is known to hold events or means, so that the totals have nothing beside them.
    """
    if {"events", "mean", "mean/sd", "mean/se", "events/total"} & {c.meant.role for c in columns}:
        return tuple(columns)
    unknown = [c for c in columns if not c.meant.role and c.mostly(Shape.NUMBER, Shape.WITH_BRACKET)]
    times = Counter(word for c in unknown for word in {*c.meant.rest})
    return tuple(
        replace(c, meant=replace(c.meant, role="events", sure_of_role=False, why=MAYBE_EVENTS))
        if c in unknown and any(times[word] > 1 for word in c.meant.rest)
        else c
        for c in columns
    )


def _as_events(column: Seen) -> Seen:
    return replace(
        column, meant=replace(column.meant, role="events", sure_of_role=False, why="beside N, n may be the events")
    )


def _is_n(column: Seen) -> bool:
    return column.meant.role == "total" and "n" in words_of(column.heading)
