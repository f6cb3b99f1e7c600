"""Trials in a bare CSV: read with the folder's own reader, its columns recognised by habit or as told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from effectbank.formats.decoding import decoded
from effectbank.formats.spreadsheet import OLE, ZIP
from effectbank.formats.spreadsheets.habits import LABELS, Habit, Roles, habits_for
from effectbank.formats.wide.columns import COLUMNS
from effectbank.measures.catalogue import GIVEN, MEASURES, Measure
from effectbank.measures.errors import BadCell
from effectbank.measures.forms import forms_of
from effectbank.problems import BadInput, Place, Problem, Severity, UnknownName
from effectbank.review.reading.cells import Cells
from effectbank.review.reading.faults import error
from effectbank.review.reading.sheet import Columns, Row, Sheet, sheet_of

ROLES = tuple(dict.fromkeys(role for code in MEASURES for form in forms_of(code) for role in form))


class UnclearColumns(BadInput):
    """Columns that no habit explains, or more than one."""

    def __init__(self, columns: Sequence[str], measure: Measure, found: Sequence[Habit]) -> None:
        self.columns, self.found = tuple(columns), tuple(found)
        held = ", ".join(columns) or "none"
        which = f"could be {' or '.join(habit.whose for habit in found)}" if found else "are not recognised"
        super().__init__(
            f"the columns ({held}) {which} for {measure.code}; say what they are, as in "
            f"{_example(measure)} (intervention first)"
        )


def _example(measure: Measure) -> str:
    form = next(iter(forms_of(measure.code)))
    return " ".join(f"--columns {role}={','.join(cells)}" for role, cells in form.items())


def sheet_at(path: Path) -> tuple[Sheet, list[Problem]]:
    """The CSV at a path in any dialect the folder's reader understands, and what was wrong with it.

    Raises BadInput for a workbook.
    """
    raw = path.read_bytes()
    if raw.startswith((ZIP, OLE)):
        way = f"save the sheet as CSV, or make a folder of it: effectbank import {path}"
        raise BadInput(f"{path.name} is an Excel workbook (or another archive), and pool reads CSV: {way}")
    text, problems = decoded(path.name, raw)
    sheet, more = sheet_of(path.name, text, Columns(needed=(), any_other=True))
    return sheet, [*problems, *more]


def roles_told(told: Sequence[str], columns: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], str]:
    """What `--columns` says: columns by role, and the column of study labels ("" if not told).

    Raises UnknownName for a role or a column that isn't there, BadInput for words without `=`.
    """
    roles: dict[str, tuple[str, ...]] = {}
    for words in told:
        role, equals, names = words.partition("=")
        if not equals:
            raise BadInput(f"--columns {words!r}: ROLE=COLUMN,COLUMN expected, as in events=ai,ci")
        if role not in (*ROLES, "study"):
            raise UnknownName("role of columns", role, (*ROLES, "study"))
        roles[role] = tuple(name.strip() for name in names.split(","))
        for name in roles[role]:
            if name not in columns:
                raise UnknownName("column", name, columns)
    return roles, ",".join(roles.pop("study", ()))


def roles_by_habit(measure: Measure, sheet: Sheet) -> Roles:
    """What the columns must be, when exactly one habit fits; data of the measure's own kind come before estimates.

    Totals and non-events beside each other are one reading where each total is events and non-events together.
    Raises UnclearColumns.
    """
    fitting = [habit for habit in habits_for(measure) if set(habit.columns) <= set(sheet.columns)]
    found = [habit for habit in fitting if habit.family == measure.family]
    found = found or [habit for habit in fitting if habit.family == GIVEN]
    if len(found) > 1 and _say_the_same(sheet, found):
        found = [habit for habit in found if "totals" in habit.roles]
    if len(found) != 1:
        raise UnclearColumns(sheet.columns, measure, found)
    return found[0].roles


def _say_the_same(sheet: Sheet, habits: Sequence[Habit]) -> bool:
    """Whether two readings of the same events, by totals and by non-events, agree in every row."""
    roles = {role: names for habit in habits for role, names in habit.roles.items()}
    if {*roles} != {"events", "totals", "nonevents"} or len({habit.roles["events"] for habit in habits}) > 1:
        return False
    columns, _ = numbers_of(sheet, roles)
    return all(
        a is None or b is None or n is None or a + b == n
        for names in zip(*(roles[role] for role in ("events", "nonevents", "totals")), strict=True)
        for a, b, n in zip(*(columns[name] for name in names), strict=True)
    )


OF_ONE = ("outcome", "comparison")  # what `export --to wide-csv` tells rows of several questions apart by


def only(sheet: Sheet, where: Sequence[str]) -> Sheet:
    """The rows that `--where COLUMN=VALUE` keeps; of a whole review in one wide CSV, those of one question.

    Raises BadInput and UnknownName.
    """
    for words in where:
        column, equals, value = words.partition("=")
        if not equals:
            raise BadInput(f"--where {words!r}: COLUMN=VALUE expected, as in outcome=death")
        said = values_of(sheet, column)
        if value not in said:
            raise UnknownName(f"value of {column}", value, dict.fromkeys(said))
        sheet = replace(sheet, rows=tuple(row for row in sheet.rows if row.cells[column] == value))
    for column in OF_ONE if {*COLUMNS.needed} <= {*sheet.columns} else ():
        first, *others = dict.fromkeys(values_of(sheet, column)) or [""]
        if others:
            known = ", ".join([first, *others])
            raise BadInput(f"the rows are of several {column}s ({known}); choose one: --where {column}={first}")
    return sheet


def values_of(sheet: Sheet, column: str) -> list[str]:
    """What each row says in a column. Raises UnknownName for one that isn't there."""
    if column not in sheet.columns:
        raise UnknownName("column", column, sheet.columns)
    return [row.cells[column] for row in sheet.rows]


def label_column(columns: Sequence[str]) -> str:
    """The column that names the studies, by the customary names; "" when there is none."""
    return next((name for name in LABELS if name in columns), "")


def labels_of(sheet: Sheet, column: str) -> list[str]:
    """The studies' labels; a row without one goes by its line, and equal ones are told apart by theirs."""
    named = [row.cells.get(column, "") or f"line {row.line}" for row in sheet.rows]
    return [
        f"{name} (line {row.line})" if named.count(name) > 1 else name
        for name, row in zip(named, sheet.rows, strict=True)
    ]


def numbers_of(sheet: Sheet, roles: Roles) -> tuple[dict[str, list[float | None]], list[Problem]]:
    """The columns in use as numbers, unknown cells as None; and every cell that is no number."""
    problems: list[Problem] = []
    wanted = [name for names in roles.values() for name in names]
    columns = {name: [_number(row, name, problems) for row in sheet.rows] for name in wanted}
    return columns, problems


def _number(row: Row, column: str, problems: list[Problem]) -> float | None:
    return Cells(row=row, problems=problems).number(column)


def cell_refused(row: Row, fault: BadCell) -> Problem:
    """A cell that the measure cannot take: its study is left out."""
    place = Place(file=row.file, line=row.line)
    return error("impossible-cell", place, f"{fault.study}, {fault.reason}; the study is left out")


def errors_among(problems: Sequence[Problem]) -> list[Problem]:
    """Those that forbid to go on."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
