"""How a sheet is read: a Mapping, proposed or told, with what is certain of it and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from effectbank.formats.spreadsheets.roles import ARM_DATA, CONTRAST_DATA, LONG, SIDES, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet and what it is read as; certainty and reason are not compared.

    `role` is one of ROLES. `group` is "intervention", "control" or "". `outcome` names one of the mapping's
    outcomes; "" is shared by all. `percent` of a column is unknown until its cells are read.
    """

    letter: str
    heading: str
    role: str
    group: str = ""
    outcome: str = ""
    certain: bool = field(default=True, compare=False)
    because: str = field(default="", compare=False)

    @property
    def read_as(self) -> str:
        """The role in words: events, intervention, of deaths."""
        of = f", of {self.outcome}" if self.outcome else ""
        return f"{self.role}{', ' + self.group if self.group else ''}{of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePlan:
    """An outcome of the sheet: its name in paths, how it is printed, and the measure it is analysed on.

    `ratio` says that estimates and intervals are ratios as printed, whose logarithms are to be taken.
    """

    name: str
    label: str
    measure: str
    ratio: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How one sheet is read. `header` are the rows that hold its headings; `decimal` is "." or ",", "" unknown.

    `intervention` and `control` are what the groups were given: in one row a study the names of the two groups,
    in one row an arm the words that the arm's column holds. `doubts` are what isn't certain besides columns.
    """

    sheet: str
    header: tuple[int, ...]
    layout: str
    decimal: str
    intervention: tuple[str, ...]
    control: tuple[str, ...]
    outcomes: tuple[OutcomePlan, ...]
    columns: tuple[Column, ...]
    doubts: tuple[str, ...] = field(default=(), compare=False)

    @property
    def certain(self) -> bool:
        """Whether nothing of it is a guess."""
        return not self.doubts and all(column.certain for column in self.columns)

    def of(self, role: str) -> Column | None:
        """The first column of a role, if there is one."""
        return next((column for column in self.columns if column.role == role), None)

    def those(self, role: str) -> tuple[Column, ...]:
        """All columns of a role."""
        return tuple(column for column in self.columns if column.role == role)

    def of_group(self, group: str, outcome: str) -> dict[str, Column]:
        """The columns of one group's data for one outcome by role; its own go before those shared by outcomes.

        An outcome whose own n/N brings its total takes no shared one: that is of the outcomes that have none.
        """
        found = [c for c in self.columns if c.role in ARM_DATA and c.group == group and c.outcome in ("", outcome)]
        if any(column.role == "events/total" and column.outcome for column in found):
            found = [column for column in found if column.outcome or column.role != "total"]
        return {column.role: column for column in sorted(found, key=_shared_first)}

    def of_contrast(self, outcome: str) -> dict[str, Column]:
        """The columns of one outcome's estimates by role; none in one row an arm."""
        found = [c for c in self.columns if c.role in CONTRAST_DATA and not c.group and c.outcome in ("", outcome)]
        return {} if self.layout == LONG else {column.role: column for column in sorted(found, key=_shared_first)}

    def kind(self, outcome: str) -> str:
        """What kind of data an outcome has, as its groups' columns make it up, else its estimates'."""
        groups = [frozenset(self.of_group(side, outcome)) for side in self.sides]
        kinds = {kind_of(roles) for roles in groups}
        own = kinds.pop() if len(kinds) == 1 else ""
        return own if own in ("counts", "means", "rates") else kind_of(frozenset(self.of_contrast(outcome)))

    @property
    def sides(self) -> tuple[str, ...]:
        """The groups that columns are told apart by: both in one row a study, one without a name else."""
        return ("",) if self.layout == LONG else SIDES

    def confirmed(self) -> Mapping:
        """The same, taken as told."""
        columns = tuple(replace(column, certain=True, because="as mapping.toml says") for column in self.columns)
        return replace(self, columns=columns, doubts=())


def _shared_first(column: Column) -> bool:
    return column.outcome != ""


def uncertain_of(mapping: Mapping) -> Iterable[str]:
    """What isn't certain, in words: the columns, then the rest."""
    for column in mapping.columns:
        if not column.certain:
            yield f"column {column.letter} ({column.heading}) as {column.read_as}: {column.because}"
    yield from mapping.doubts
