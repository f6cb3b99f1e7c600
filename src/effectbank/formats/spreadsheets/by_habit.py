"""Columns named as the users of a program name them: recognised when all of a form's columns are there.

Several outcomes side by side go by a common prefix or suffix (ai_death, death.ai, or Death over ai), and may share
the columns that have none (n1i, n2i).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from effectbank.formats.spreadsheets.habits import Habit, habits_of_trials
from effectbank.formats.spreadsheets.headings import JOINT
from effectbank.formats.spreadsheets.roles import CONTROL, INTERVENTION
from effectbank.formats.spreadsheets.seen import Placed, Seen
from effectbank.measures.catalogue import GIVEN

AS_ROLE = {
    "events": "events", "nonevents": "non-events", "totals": "total", "means": "mean", "sds": "sd", "times": "time",
    "estimates": "estimate", "variances": "variance", "ses": "se",
}  # fmt: skip
SEPARATORS = "_. -"


def found_by_habit(columns: Sequence[Seen]) -> tuple[Placed, ...]:
    """The columns that whole habits explain; data of groups go before estimates. None where none is whole."""
    named: dict[str, dict[str, Seen]] = {}  # outcome → a habit's column name in small letters → the column
    for column in columns:
        for name, outcome in _names_in(column.heading):
            named.setdefault(outcome, {}).setdefault(name, column)
    whole = [(outcome, habit) for outcome, own in named.items() for habit in _whole(own, named.get("", {}))]
    data = [(outcome, habit) for outcome, habit in whole if habit.family != GIVEN]
    found: dict[tuple[int, str], Placed] = {}
    for outcome, habit in data or whole:
        for one in _columns(habit, outcome, named):
            found.setdefault((one.seen.number, one.role), one)
    return tuple(found.values())


def _names_in(heading: str) -> Iterator[tuple[str, str]]:
    """A habit's column name in a heading and what stands over, before or after it: (ai, death) of ai_death."""
    over, _, last = heading.rpartition(JOINT)
    plain = last.casefold()
    for name in _all_names():
        if plain == name:
            yield name, over
        elif not over and plain.endswith(name) and plain[-len(name) - 1] in SEPARATORS:
            yield name, last[: -len(name)].strip(SEPARATORS)
        elif not over and plain.startswith(name) and plain[len(name)] in SEPARATORS:
            yield name, last[len(name) :].strip(SEPARATORS)


@cache
def _all_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.casefold() for habit in habits_of_trials() for name in habit.columns))


def _whole(own: Mapping[str, Seen], shared: Mapping[str, Seen]) -> list[Habit]:
    """The habits all of whose columns are there, not all of them shared with other outcomes."""
    return [
        habit
        for habit in habits_of_trials()
        if all(name.casefold() in own or name.casefold() in shared for name in habit.columns)
        and any(name.casefold() in own for name in habit.columns)
    ]


def _columns(habit: Habit, outcome: str, named: Mapping[str, Mapping[str, Seen]]) -> Iterator[Placed]:
    for role, names in habit.roles.items():
        groups = (INTERVENTION, CONTROL) if len(names) == 2 else ("",)
        for name, group in zip(names, groups, strict=True):
            own = named[outcome].get(name.casefold())
            seen = own or named[""][name.casefold()]
            yield Placed(
                seen=seen,
                role=AS_ROLE[role],
                group=group,
                outcome=outcome if own else "",
                because=f"one of {habit.whose}",
            )
