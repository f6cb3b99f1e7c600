"""What can be wrong with a data package, one function each: it words its Problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from effectbank.problems import Place, Problem
from effectbank.review.reading.faults import error, note, shown, warning


def no_package(name: str, found: Iterable[str]) -> Problem:
    """Nothing in it is a table of a data package."""
    there = ", ".join(list(found)[:5]) or "nothing"
    hint = "give the zip or folder that RevMan or the Cochrane Library made, or its data-rows.csv"
    return error("no-package", Place(file=name), f"holds no table of a data package (found: {there})", hint)


def other_package(name: str, taken: str) -> Problem:
    """Files of a second review beside the first."""
    hint = "read a folder of packages with effectbank import --library"
    return error("other-package", Place(file=name), f"is of another review than {taken}; not read", hint)


def file_twice(name: str, first: str) -> Problem:
    """The same table twice."""
    return error("file-twice", Place(file=name), f"the package holds this table already ({first}); not read")


def not_read(name: str) -> Problem:
    """A file that no part of the reader knows."""
    return note("not-read", Place(file=name), "nothing reads this file", "it stays in the package")


def not_numbers(kinds: str, name: str) -> Problem:
    """The article and the figures of an export."""
    return note("not-read", Place(file=name), f"holds {kinds} besides the data, which are not read")


def diagnostic(name: str) -> Problem:
    """A review of diagnostic accuracy: its analyses are of another kind altogether."""
    message = "marks a review of diagnostic test accuracy, whose analyses are not supported; its studies are read"
    return error("diagnostic-accuracy", Place(file=name), message)


def no_data_rows(name: str) -> Problem:
    """A package without the table that holds the data."""
    return warning("no-data-rows", Place(file=name), "holds no data-rows.csv, so no analysis has data")


def no_settings(name: str) -> Problem:
    """Data rows without the settings of their analyses."""
    message = (
        "comes without overall-estimates-and-settings.csv, so that what its analyses are is worked out from it"
    )
    return warning("no-settings", Place(file=name), message, "give the whole package")


def no_studies(name: str) -> Problem:
    """Analyses without the study data that belong to them."""
    message = "holds no study data: studies are those that data rows name, all as included, without a word on them"
    return warning("no-study-data", Place(file=name), message, "give the whole package")


def missing_columns(file: str, columns: Iterable[str]) -> Problem:
    """A table of rows without columns that every version of the format has."""
    message = f"has no column {', '.join(map(shown, columns))}; what would stand there is taken as unknown"
    return warning("missing-column", Place(file=file, line=1), message, "give the file as it was exported")


def row_twice(file: str, lines: Sequence[int], study: str, number: str) -> Problem:
    """A row of an analysis that stands there more than once, cell for cell."""
    times = "twice" if len(lines) == 2 else f"{len(lines)} times"
    message = (
        f"the row of {shown(study)} in analysis {number} stands {times}, cell for cell (first on line {lines[0]})"
    )
    return warning("row-twice", Place(file=file, line=lines[1]), message, "delete all but one")


def unread_column(file: str, column: str) -> Problem:
    """A column that no version of the format is known to have."""
    return note("unread-column", Place(file=file, line=1, key=column), f"nothing reads column {shown(column)}")


def kept(name: str, path: str) -> Problem:
    """A file of study-centric data: there is no record for what it says, so it goes with the review as it is."""
    return note("kept", Place(file=name), f"is kept as it is, in a folder as {path}; nothing is computed from it")


def row_of_nothing(file: str, line: int, column: str) -> Problem:
    """A row that does not say which analysis or study it is of."""
    place = Place(file=file, line=line, key=column)
    return error("missing-cell", place, "is empty, so the row is left out", "fill the cell or delete the row")


def analysis_twice(file: str, line: int, number: str, first: int) -> Problem:
    """Settings of one analysis given twice."""
    message = f"analysis {number} has its settings on line {first} already; these are left out"
    return error("named-twice", Place(file=file, line=line), message)


def subgroup_of_nothing(file: str, line: int, number: str) -> Problem:
    """A subgroup's results without the analysis."""
    message = f"is of analysis {number}, of which the package has neither rows nor settings; left out"
    return error("unknown-analysis", Place(file=file, line=line), message)


def subgroup_twice(file: str, line: int, name: str, number: str, *, parted: bool) -> Problem:
    """Two subgroups of one analysis with the same name: rows can be told apart by the subgroups' sums, or not."""
    message = f"analysis {number} has two subgroups called {shown(name)}; its rows are "
    if parted:
        return note("named-twice", Place(file=file, line=line), f"{message}parted by how many people each counts")
    message += "taken as of the first"
    return warning("named-twice", Place(file=file, line=line), message, "give them different names in RevMan")


def without_rows(file: str, line: int, number: str) -> Problem:
    """Settings of an analysis for which there are no data."""
    return note("no-rows", Place(file=file, line=line), f"analysis {number} has no rows")


TRIED = "RR, OR, RD and Peto of the counts, MD and SMD of the means, GIV as ratio or difference, O - E"
NOT_CERTAIN = f"its rows are read but not computed, for no one measure gives their stored results (tried: {TRIED})"


def without_settings(file: str, line: int, number: str, found: object | None) -> Problem:
    """Rows of an analysis without settings: it is worked out from its numbers where these leave no doubt."""
    place = Place(file=file, line=line)
    if found:
        return note("no-settings", place, f"analysis {number} has no settings; {found}")
    return warning(
        "no-settings", place, f"analysis {number} has no settings; {NOT_CERTAIN}", "give the whole package"
    )


def unclear_settings(file: str, line: int, number: str, found: object | None) -> Problem:
    """Settings that name no kind of data, or no measure, that is known: worked out from the numbers likewise."""
    place = Place(file=file, line=line)
    message = f"analysis {number} names no kind of data and measure known here; {found or NOT_CERTAIN}"
    return (note if found else warning)("unclear-settings", place, message)


def odd_year(place: Place, study: str, found: str) -> Problem:
    """A year in which no study was done: unknown."""
    message = f"{shown(found)} is no year of a study ({shown(study)}); taken as unknown"
    return warning("odd-year", place, message, "is a digit missing, or one too many?")


def two_years(place: Place, study: str, found: int, other: int) -> Problem:
    """A study with one year in its own table and another in the rows."""
    message = f"{shown(study)} is of {found} here, but of {other} in the study information, which is believed"
    return warning("two-years", place, message)


def unlisted_study(place: Place, study: str) -> Problem:
    """A study with data, but in no list of studies."""
    return warning(
        "unlisted-study", place, f"{shown(study)} has data, but is in no list of studies; taken as included"
    )


def two_lists(place: Place, study: str, first: str, second: str) -> Problem:
    """A study among those of two statuses."""
    return warning("two-lists", place, f"{shown(study)} is among the {second} studies too; taken as {first}")


def nameless_references(file: str, number: int) -> Problem:
    """References in a list of studies that name none."""
    message = f"{number:,} of its references name no study (NS); kept as references of the review"
    return warning("nameless-reference", Place(file=file), message)
