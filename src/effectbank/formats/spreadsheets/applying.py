"""A table read by its mapping: the studies, arms and numbers of every row, as the rows of a folder's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.arm_cells import NEEDED, group_of
from effectbank.formats.spreadsheets.cells import RowCells, Told
from effectbank.formats.spreadsheets.contrast_cells import estimate_of
from effectbank.formats.spreadsheets.grid import GridRow
from effectbank.formats.spreadsheets.mapping import Mapping as SheetMapping
from effectbank.formats.spreadsheets.mapping import OutcomePlan
from effectbank.formats.spreadsheets.naming import Names
from effectbank.formats.spreadsheets.roles import INTERVENTION, LONG, SIDES
from effectbank.formats.spreadsheets.rows import Count, Fate, count_of, fates_of, name_column, told_of_rows
from effectbank.formats.spreadsheets.studies import Studies
from effectbank.formats.spreadsheets.table import Table
from effectbank.formats.spreadsheets.totals import told_of_totals
from effectbank.problems import Place, Problem

Row = dict[str, str]  # a row of a folder's CSV


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a mapping made of a table: rows of the folder's files, every Problem, the count of the sheet's rows."""

    studies: tuple[Row, ...]
    arms: tuple[Row, ...]
    data: Mapping[str, list[Row]]  # by outcome
    contrasts: Mapping[str, list[Row]]
    outcomes: Mapping[OutcomePlan, str]  # with the kind of each
    treatments: Mapping[str, tuple[str, ...]]  # of either side
    problems: tuple[Problem, ...]
    count: Count


def apply(table: Table, mapping: SheetMapping) -> Applied:
    """Read every row of a table. The mapping is certain, or told, and fits the table."""
    return _Applying(table, mapping).done()


class Key(NamedTuple):
    """What tells a row apart from the others."""

    study: str
    arm: str
    outcome: str
    stratum: str


class _Applying:
    """The rows as they are read, one after the other."""

    def __init__(self, table: Table, mapping: SheetMapping) -> None:
        self.table, self.mapping = table, mapping
        self.told = Told()
        self.fates = fates_of(table, mapping)
        self.studies = Studies(table, mapping, self.told)
        self.arm_names, self.outcome_names = Names(), Names()
        outcomes = [plan.name for plan in mapping.outcomes]
        self.columns = {(side, name): mapping.of_group(side, name) for side in mapping.sides for name in outcomes}
        self.arms: dict[tuple[str, str], Row] = {}
        self.data: dict[str, list[Row]] = {}
        self.contrasts: dict[str, list[Row]] = {}
        self.outcomes: dict[OutcomePlan, str] = {}
        self.seen: dict[Key, list[GridRow]] = {}

    def done(self) -> Applied:
        """Read all rows, then tell of those that aren't studies."""
        for row in self.table.body:
            if self.fates[row.number] is Fate.HEADING:
                self.studies.heading = row[row.filled[0]].words
            elif self.fates[row.number] is Fate.READ and not self._read(row):
                self.fates[row.number] = Fate.REJECTED
        problems = [
            *self.told.all(),
            *self.studies.told_at_last(),
            *told_of_rows(self.table, self.fates, name_column(self.mapping)),
            *told_of_totals(self.table, self.mapping, self.fates),
            *self._of_neither(),
        ]
        return Applied(
            studies=tuple(self.studies.rows.values()),
            arms=tuple(self.arms.values()),
            data=self.data,
            contrasts=self.contrasts,
            outcomes=self.outcomes,
            treatments={side: self._treatments(side) for side in SIDES},
            problems=tuple(problems),
            count=count_of(self.table, self.fates),
        )

    def _read(self, row: GridRow) -> bool:
        """Read one row; False where it (told) is rejected."""
        cells = RowCells(self.table, row, self.told)
        label = self.studies.label(cells)
        arm = cells.text(self.mapping.of("arm"))
        if not label:
            self._reject(row, faults.no_name(self._at(row), _words(row)))
            return False
        if self.mapping.layout == LONG and not arm:
            self._reject(row, faults.no_arm(self._at(row)))
            return False
        outcome, stratum = (cells.text(self.mapping.of(role)) for role in ("outcome", "stratum"))
        key = Key(label, arm, outcome, stratum)
        before = self.seen.setdefault(key, [])
        same = next((other for other in before if other.cells == row.cells), None)
        if same is not None:
            self._reject(row, faults.repeated_row(self._at(row), same.number))
            return False
        if before and arm:
            self._reject(row, faults.arm_again(self._at(row), arm, before[0].number))
            return False
        if before:
            apart = self.studies.told_apart(label, cells)
            self.told.problems.append(faults.study_again(self._at(row), label, before[0].number, apart))
            label = apart
        before.append(row)
        study = self.studies.name(label, cells)
        known = [
            self._contrast(row, study, plan) if kind not in NEEDED else self._groups(row, key, study, plan)
            for plan, kind in self._plans(outcome)
        ]
        if not any(known):
            self.told.problems.append(faults.no_numbers(self._at(row), label))
        return True

    def _reject(self, row: GridRow, problem: Problem) -> None:
        self.told.problems.append(problem)
        self.fates[row.number] = Fate.REJECTED

    def _at(self, row: GridRow) -> Place:
        return self.table.grid.place(row.number, row.filled[0])

    def _plans(self, named: str) -> Iterator[tuple[OutcomePlan, str]]:
        """The outcomes a row is of, each with its kind: the one its cell names, else all of the mapping's."""
        for plan in self.mapping.outcomes:
            own = replace(plan, name=self.outcome_names.of(named), label=named) if named else plan
            yield own, self.outcomes.setdefault(own, self.mapping.kind(plan.name))

    def _groups(self, row: GridRow, key: Key, study: str, plan: OutcomePlan) -> bool:
        """The numbers of a row's groups for one outcome, put into its file; whether any is known."""
        kind, known = self.outcomes[plan], False
        for side in self.mapping.sides:
            cells = RowCells(self.table, row, self.told)
            group = group_of(cells, self.columns[side, self._of(plan)], kind)
            values = {cell: _written(getattr(group, cell)) for cell in NEEDED[kind]}
            told = {"confidence": str(group.confidence(kind)), "note": self._note(cells, group.how)}
            named = self._arm(study, side, key.arm, cells)
            place = {"study": study, "arm": named, "stratum": key.stratum}
            self.data.setdefault(plan.name, []).append(
                place | values | {"source": self.studies.source(cells)} | told
            )
            known |= group.known(kind)
        return known

    def _of(self, plan: OutcomePlan) -> str:
        """The outcome whose columns hold the numbers: the mapping's only one for those that a cell names."""
        return plan.name if plan in self.mapping.outcomes else self.mapping.outcomes[0].name

    def _contrast(self, row: GridRow, study: str, plan: OutcomePlan) -> bool:
        cells = RowCells(self.table, row, self.told)
        found = estimate_of(cells, self.mapping.of_contrast(self._of(plan)), ratio=plan.ratio)
        arm, against = (self._arm(study, side, "", cells) for side in SIDES)
        said = {"estimate": _written(found.value), "se": _written(found.se), "source": self.studies.source(cells)}
        told = {"confidence": str(found.confidence), "note": self._note(cells, found.how)}
        place = {"study": study, "arm": arm, "against": against, "measure": plan.measure}
        self.contrasts.setdefault(plan.name, []).append(place | said | told)
        return found.value is not None

    def _arm(self, study: str, side: str, arm: str, cells: RowCells) -> str:
        """The name of a row's arm, or of one of the two groups; it is written down when first met."""
        named = self.arm_names.of(arm) if arm else self._treatments(side)[0]
        if (study, named) not in self.arms:
            said = [f"{c.heading}: {cells.text(c)}" for c in self.mapping.those("description") if cells.text(c)]
            self.arms[study, named] = {
                "study": study, "arm": named, "treatment": named, "description": "; ".join(said),
                "source": self.studies.source(cells),
            }  # fmt: skip
        return named

    def _treatments(self, side: str) -> tuple[str, ...]:
        """What the arms of one side were given: each word that rows have for their arm, or the group's own name."""
        words = self.mapping.intervention if side == INTERVENTION else self.mapping.control
        if self.mapping.layout == LONG:
            return tuple(self.arm_names.of(word) for word in words if (word,) in self.arm_names.given)
        return (self.arm_names.of(side, " or ".join(words) or side),)

    def _note(self, cells: RowCells, how: str) -> str:
        """What is to be said of a row's numbers: how they were worked out, cells not read, the sheet's own note."""
        own = cells.text(self.mapping.of("note")) if self.mapping.layout == LONG else ""
        kept = f"in the sheet {'; '.join(cells.kept)}" if cells.kept else ""
        return "; ".join(words for words in (how, kept, own) if words)

    def _of_neither(self) -> Iterator[Problem]:
        """Arms that the mapping puts on neither side."""
        if self.mapping.layout != LONG:
            return
        sides = {*self.mapping.intervention, *self.mapping.control}
        others = [words for (words,) in self.arm_names.given if words not in sides]
        if others:
            yield faults.arm_of_neither(Place(file=self.table.grid.file), others)


def _words(row: GridRow) -> str:
    return ", ".join(row[column].words for column in row.filled)[:60]


def _written(value: float | None) -> str:
    """A number by its shortest spelling, a whole one without a point; "" for what isn't known."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return "" if value is None else str(int(value) if whole else value)
