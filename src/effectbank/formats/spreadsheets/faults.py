"""Every fault that a spreadsheet can hold, one function each: it words its Problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from effectbank.problems import Place, Problem, did_you_mean
from effectbank.review.reading.faults import error, note, shown, warning

AS_TEXT = "format the column as text, type it again as 5/12 or 5 of 12, and save"
ALONE = "copy the table of trials into a workbook of its own, or save its sheet as CSV"
SAVE_AS = "save it as .xlsx or as CSV (UTF-8) with the program that made it"

# --- the workbook ------------------------------------------------------------------------------------------


def other_workbook(file: str, what: str) -> Problem:
    """A spreadsheet of another format: it isn't opened."""
    return error("other-format", Place(file=file), f"is {what}, which isn't read", SAVE_AS)


def refused_workbook(file: str, why: Problem) -> Problem:
    """A workbook whose archive holds what isn't unpacked: it isn't opened."""
    return error(why.code, Place(file=file), f"isn't opened: {why.place.file} {why.message}", ALONE)


def outsized_workbook(file: str, why: str) -> Problem:
    """A workbook that holds what no table of trials does: it isn't opened."""
    return error("outsized", Place(file=file), f"isn't opened: {why}", ALONE)


def outsized_sheet(file: str, cap: int) -> Problem:
    """A CSV of more cells than any table of trials has: it isn't read."""
    return error("outsized", Place(file=file), f"holds more than {cap:,} cells, so it isn't read", ALONE)


def broken_workbook(file: str, fault: Exception) -> Problem:
    """A workbook that its reader cannot open: damaged, or no workbook at all."""
    said = " ".join(str(fault).split())[:120] or type(fault).__name__
    message = f"cannot be opened as a workbook ({said})"
    return error("broken-workbook", Place(file=file), message, "open and save it again, or save its sheet as CSV")


def many_sheets(file: str, number: int, cap: int) -> Problem:
    """More sheets than are looked at."""
    return warning("many-sheets", Place(file=file), f"of its {number:,} sheets the first {cap} are looked at")


def large_sheet(file: str, sheet: str, furthest: tuple[int, int], cap: tuple[int, int]) -> Problem:
    """A sheet with something beyond the cap of rows or columns: what lies there isn't read."""
    where, until = (f"row {rows:,}, column {columns:,}" for rows, columns in (furthest, cap))
    message = f"sheet {shown(sheet)} goes to {where}; it is read up to {until}"
    return error(
        "too-long", Place(file=file), message, "delete what lies far out, or copy the table into a new sheet"
    )


def cell_comments(file: str) -> Problem:
    """Comments on cells, as spreadsheet programs show them in the margin: they are no cells, and aren't read."""
    hint = "what matters in them goes into a column headed Note"
    return warning("cell-comments", Place(file=file), "holds comments on cells, which aren't read", hint)


def no_table(file: str, sheets: Sequence[str]) -> Problem:
    """No sheet with headings and rows under them."""
    looked = f" in {', '.join(map(shown, sheets))}" if any(sheets) else ""
    hint = "give the table one row of headings (study, ai, n1i, ci, n2i …), or say in a mapping which rows they are"
    return error("no-table", Place(file=file), f"no table of trials is found{looked}", hint)


def no_sheet(file: str, sheet: str, sheets: Iterable[str]) -> Problem:
    """A sheet asked for that isn't there."""
    return error("no-sheet", Place(file=file), f"has no sheet {shown(sheet)}", did_you_mean(sheet, sheets))


def sheet_passed_over(file: str, sheet: str, has_table: bool) -> Problem:
    """Another sheet of the workbook, which isn't read this time."""
    if has_table:
        message = f"sheet {shown(sheet)} seems to hold a table of trials too; it isn't read"
        return warning("sheet-passed-over", Place(file=file), message, f"read it with sheet {shown(sheet)}")
    return note("sheet-passed-over", Place(file=file), f"sheet {shown(sheet)} isn't read: no table of trials in it")


# --- the mapping -------------------------------------------------------------------------------------------


def little_mapping(file: str, lacking: Sequence[str]) -> Problem:
    """A mapping without what it takes to read a sheet by it."""
    message = f"says no {' and no '.join(lacking)}, so no sheet can be read by it"
    return error("little-mapping", Place(file=file), message, "begin from the mapping that import proposes")


def column_without_role(place: Place, letter: str) -> Problem:
    """A column of a mapping that isn't said to be anything."""
    return error("column-without-role", place, f"column {letter} isn't said to be anything", 'write is = "unused"')


def unknown_outcome(place: Place, found: str, known: Iterable[str]) -> Problem:
    """A column of a mapping of an outcome that it doesn't define."""
    return error("unknown-outcome", place, f"{shown(found)} is not one of [outcomes]", did_you_mean(found, known))


def other_heading(place: Place, told: str, found: str) -> Problem:
    """A column headed otherwise than the mapping says: it may be of another sheet."""
    message = f"is headed {shown(found)}, not {shown(told)} as the mapping says"
    return error("other-heading", place, message, "is the mapping of this sheet? correct its heading or its letter")


def unmapped_column(place: Place, heading: str) -> Problem:
    """A filled column that the mapping doesn't name."""
    message = f"column {shown(heading)} is not in the mapping, so it isn't read"
    return error("unmapped-column", place, message, 'add it with is = "moderator", or is = "unused"')


def no_whole_set(place: Place, outcome: str, group: str) -> Problem:
    """An outcome whose columns aren't enough to make up any kind of data."""
    of = f" for the {group} group" if group else ""
    hint = "map events and total; mean, sd and total; events and time; or an estimate with its se or interval"
    hint += '; a column with outcome = "…" is of that outcome, one without is of all'
    return error("no-whole-set", place, f"outcome {outcome} has too few columns{of} to be read", hint)


def other_measure(place: Place, measure: str, kind: str) -> Problem:
    """A measure that the outcome's kind of data doesn't give."""
    return error("other-measure", place, f"{measure} is not made from {kind}", "set another measure in [outcomes]")


def column_not_needed(place: Place, role: str, kind: str) -> Problem:
    """A mapped column of numbers that the outcome's kind has no use for."""
    return warning(
        "column-not-needed", place, f"is mapped as {role}, which an outcome of {kind} doesn't use; not read"
    )


def two_columns(place: Place, read_as: str, other: str) -> Problem:
    """Two columns mapped as the same: which one is meant isn't known."""
    return error(
        "two-columns", place, f"columns {other} are both mapped as {read_as}", "map one of them as moderator"
    )


def no_arm_column(place: Place) -> Problem:
    """One row an arm, and no column that says which arm."""
    return error("no-arm-column", place, "one row an arm needs a column of arms", 'map one with is = "arm"')


def no_side(place: Place, side: str, arms: Sequence[str]) -> Problem:
    """One row an arm, and no arm on one side of the comparison."""
    listed = ", ".join(map(shown, arms[:12])) or "none"
    return error(
        "no-side", place, f"no arm is the {side}", f'list some in [groups], as {side} = ["…"]; arms: {listed}'
    )


def unknown_arm(place: Place, found: str, arms: Iterable[str]) -> Problem:
    """A word in [groups] that no row has for its arm."""
    return error("unknown-arm", place, f"no arm is called {shown(found)}", did_you_mean(found, arms))


def on_both_sides(place: Place, names: Sequence[str]) -> Problem:
    """A group that the mapping puts on both sides of the comparison."""
    message = f"{', '.join(map(shown, names))}: named in [groups] as intervention and as control"
    return error("on-both-sides", place, message, "name each on one side")


def outcomes_twice(place: Place) -> Problem:
    """A column of outcomes' names beside outcomes that have columns of their own."""
    hint = "define one outcome, whose columns are read for each name in this column; or map it as moderator"
    return error("outcomes-twice", place, "names outcomes, and the mapping defines several besides", hint)


def unused_column(place: Place, words: int) -> Problem:
    """A column that the mapping leaves out although something is in it."""
    return note("unused-column", place, f"is not used ({words} filled cells)")


# --- rows --------------------------------------------------------------------------------------------------


def set_aside(place: Place, words: str, why: str) -> Problem:
    """A row that isn't a study: a note, a total, a heading repeated."""
    return note("set-aside", place, f"{shown(words)}: {why}")


def heading_among_rows(place: Place, words: str) -> Problem:
    """A row with nothing but a name in the middle of the table: taken for a heading of the rows under it."""
    message = f"only {shown(words)} is in this row; taken for a heading over the next rows (column under_heading)"
    hint = "if it is a study without numbers, type NR into one of its cells"
    return warning("heading-among-rows", place, message, hint)


def no_name(place: Place, words: str) -> Problem:
    """Numbers in a row without a study's name: left out, since they may be a total."""
    message = f"the row has numbers but no study's name, so it is left out ({words})"
    return error("no-name", place, message, "name the study, or delete the row if it is a total")


def no_arm(place: Place) -> Problem:
    """A row of one row an arm that doesn't say which arm: left out."""
    return error("no-arm", place, "the row doesn't say which arm it is, so it is left out", "name the arm")


def repeated_row(place: Place, first: int) -> Problem:
    """A row that is the same as one before, cell for cell: read once."""
    return warning("repeated-row", place, f"is the same as row {first}, cell for cell; read once")


def arm_again(place: Place, arm: str, first: int) -> Problem:
    """A second row for an arm and outcome: left out, since it may be another arm or another time."""
    message = f"row {first} is of the same study, arm ({shown(arm)}) and outcome; this one is left out"
    hint = "name the arms apart, or map the column that tells the rows apart as outcome or stratum"
    return error("arm-again", place, message, hint)


def study_again(place: Place, name: str, first: int, apart: str) -> Problem:
    """A second row of a study's name with other numbers: kept as a study of its own."""
    message = f"{shown(name)} is on row {first} too; kept as a study of its own, {shown(apart)}"
    hint = "are the same people counted twice? map what tells the rows apart as outcome or stratum"
    return warning("study-again", place, message, hint)


def no_numbers(place: Place, name: str) -> Problem:
    """A study none of whose numbers is known."""
    return warning("no-numbers", place, f"{shown(name)} has no numbers that can be read; its cells are left empty")


def unnamed_study(place: Place, name: str) -> Problem:
    """A row of a sheet in which no column names the studies."""
    return note("unnamed-study", place, f"no column names the study; called {shown(name)}")


def unread_year(place: Place, cell: str) -> Problem:
    """A year that is no year: left empty, its words kept in the study's note."""
    return warning("unread-year", place, f"{shown(cell)} is not read as a year; left empty", "type four digits")


def study_differs(place: Place, words: str, first: str) -> Problem:
    """A row that says of its study something else than the study's first row: the first is kept."""
    return warning("study-differs", place, f"{shown(words)}, but an earlier row of the study says {shown(first)}")


def no_rows(file: str) -> Problem:
    """A table none of whose rows could be read, or none of one side of the comparison."""
    return error(
        "no-rows", Place(file=file), "no row of one side or of both could be read; no folder is made of it"
    )


def filled_down(place: Place, times: int) -> Problem:
    """Studies' names typed once over several rows: understood."""
    return note("filled-down", place, f"{times} rows without a name are of the study named above them")


def total_differs(place: Place, said: float, summed: float) -> Problem:
    """A total at the foot of a column that its rows don't add up to."""
    message = f"the total says {said:g}, but the rows read add up to {summed:g}"
    return warning("total-differs", place, message, "is a row missing, or a cell mistyped?")


def arm_of_neither(place: Place, names: Sequence[str]) -> Problem:
    """Treatments that are on neither side of the comparison: kept, and in no analysis."""
    listed = ", ".join(map(shown, names))
    return warning("arm-of-neither", place, f"{listed}: on neither side of the comparison, so in no analysis")


# --- cells -------------------------------------------------------------------------------------------------


def unread(place: Place, cell: str, wanted: str, hint: str) -> Problem:
    """A cell that isn't what its column should hold: taken as unknown, its words kept in the note."""
    return error("unread-cell", place, f"{shown(cell)} is not read as {wanted}; taken as unknown", hint)


def a_date(place: Place, cell: str, wanted: str) -> Problem:
    """A date where numbers are expected: a spreadsheet makes one of 5/12, and which two numbers it was is lost."""
    message = f"holds the date {cell} where {wanted} is expected; a spreadsheet makes dates of 5/12 and 5-12"
    return error("a-date", place, message, AS_TEXT)


def a_fraction(place: Place, cell: str) -> Problem:
    """A number that the workbook shows as a fraction: the two numbers of 5/12 aren't in it any more."""
    message = f"is kept as {cell} and only shown as a fraction; its two numbers are lost; taken as unknown"
    return error("a-fraction", place, message, AS_TEXT)


def a_percentage(place: Place, cell: str) -> Problem:
    """A percentage where a count is expected: never turned into one."""
    message = f"{shown(cell)} is a percentage, from which no count is made; taken as unknown"
    return error("a-percentage", place, message, "type the number of events that the source gives")


def no_value(place: Place, cell: str) -> Problem:
    """A formula without a value kept beside it (formulas are never computed here), or whose value is an error."""
    hint = "open the workbook in a spreadsheet program, mend the formula and save it, or paste values only"
    if cell.startswith("#"):
        return error("fault", place, f"holds the spreadsheet's error {cell}; taken as unknown", hint)
    return error(
        "uncalculated", place, "holds a formula whose value isn't kept in the file; taken as unknown", hint
    )


def doubtful_number(place: Place, cell: str) -> Problem:
    """A number whose mark may part thousands or decimals: refused, taken as unknown."""
    message = f"the mark in {shown(cell)} may part thousands or decimals; taken as unknown"
    return error(
        "doubtful-comma", place, message, 'say decimal = "." or "," in the mapping, or type it without the mark'
    )


def said_unknown(place: Place, cell: str, *, times: int) -> Problem:
    """Dashes, NR and the like in a column of numbers: understood as unknown."""
    also = f" (and in {times - 1} more cells of the column)" if times > 1 else ""
    dash = "if it stands for none, type 0" if cell.strip("-–—−") == "" else "leave an unknown cell empty"
    return note("not-available", place, f"{shown(cell)} is read as unknown{also}", dash)


def as_typed(place: Place, cell: str, *, how: str, times: int) -> Problem:
    """A number with a decimal comma, marks of thousands or a typographic minus: understood."""
    also = f" (and in {times - 1} more cells of the column)" if times > 1 else ""
    return note("as-typed", place, f"{shown(cell)} is read with {how}{also}")


def footnote_mark(place: Place, cell: str) -> Problem:
    """A number with a footnote's sign: read, and the sign kept in the note."""
    message = f"{shown(cell)} is read without its sign; what the footnote says isn't known"
    return warning("footnote-mark", place, message, "if it changes the number, correct the cell")


def impossible(place: Place, cell: str, why: str) -> Problem:
    """A number that cannot be: taken as unknown."""
    return error("impossible", place, f"{shown(cell)}: {why}; taken as unknown", "look the number up in the source")


def contradiction(place: Place, why: str, other: str = "") -> Problem:
    """Cells of one row that cannot all be right: what they disagree about is taken as unknown."""
    return error("contradiction", place, f"{why}; taken as unknown", f"look the numbers up in the source{other}")


def percent_differs(place: Place, cell: str, computed: str) -> Problem:
    """A percentage beside a count that isn't what the count and the total make."""
    message = f"{shown(cell)}: the count and its total make {computed}; the count is kept"
    return error("percent-differs", place, message, "is the count, the percentage or the total wrong?")


def percent_unchecked(place: Place, cell: str) -> Problem:
    """A percentage beside a count that cannot be compared, as the total isn't known."""
    message = f"{shown(cell)}: the percentage can't be compared, as the total isn't known; the count is kept"
    return warning("percent-unchecked", place, message, "fill in the total")


def not_midway(place: Place, words: str, far: bool) -> Problem:
    """An estimate that isn't in the middle of its interval: its standard error is rough, or isn't made."""
    tell, then = (error, "no standard error is made of it") if far else (warning, "its standard error is rough")
    hint = "is the interval on another scale (ratio = true or false), or at another level than 95 %?"
    return tell("not-midway", place, f"{words}: the estimate isn't midway in its interval; {then}", hint)
