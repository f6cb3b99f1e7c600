"""The tables of a package by their columns, as both versions write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from effectbank.formats.cochrane.package import faults
from effectbank.formats.decoding import decoded
from effectbank.problems import Problem
from effectbank.review.reading.cells import COMMA_NUMBER
from effectbank.review.reading.sheet import Columns, Sheet, sheet_of

GROUP, NUMBER, NAME, SUBGROUP, SUBGROUP_NUMBER = (
    "Analysis group", "Analysis number", "Analysis name", "Subgroup", "Subgroup number",
)  # fmt: skip
PEOPLE = ("Experimental cases", "Experimental N", "Control cases", "Control N")
ESTIMATE = ("Mean", "CI start", "CI end")
GIVEN = (
    "GIV Mean", "GIV SE", "Experimental mean", "Experimental SD", *PEOPLE[:2], "Control mean", "Control SD",
    *PEOPLE[2:], "O-E", "Variance",
)  # fmt: skip
ROWS = (
    GROUP, NUMBER, NAME, SUBGROUP, SUBGROUP_NUMBER, "Applicability", "Study", "Study year", *GIVEN,
    "Weight", *ESTIMATE, "Footnotes",
)  # fmt: skip
FIT = (
    "Heterogeneity Tau²", "Tau² CI start", "Tau² CI end", "Heterogeneity Chi²", "Heterogeneity df",
    "Heterogeneity P", "Heterogeneity I²", "Effect Z", "Effect T", "Effect P",
)  # fmt: skip
SUBGROUPS = (GROUP, NUMBER, SUBGROUP, SUBGROUP_NUMBER, *PEOPLE, "Weight", *ESTIMATE, *FIT, "ID")
SETTINGS = (
    GROUP, NUMBER, NAME, "Analysis group name", "Data source", "Data source eligibility", "Data type",
    "Log-scale data", "Outcome", "Intervention grouping", "Experimental intervention", "Control intervention",
    "Subgroup by", "Filter criteria", "Experimental group label", "Control group label", "Statistical method",
    "Effect measure", "Unit of effect measure", "Analysis model", "Heterogeneity estimator", "Tau² CI",
    "Subgroup estimates", "Overall estimates", "Test for subgroup differences", "Prediction interval",
    "Swap event and non-event", "Study CI", "Estimate CI", "CI method", "CI/PI level", "Sort by",
    "Graph label (left)", "Graph label (right)", "Graph scale", "Show risk of bias",
    *PEOPLE, *ESTIMATE, "PI start", "PI end", *FIT,
    "Subgroup Chi²", "Subgroup df", "Subgroup P", "Subgroup I²", "ID",
)  # fmt: skip
INFORMATION = ("Study", "Year", "Data source")
ONLY_VERSION_2 = ("CI/PI level", "CI method", "Heterogeneity estimator")


def _letters(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.casefold())


_SPELT = {_letters(name): name for name in (*ROWS, *SUBGROUPS, *SETTINGS)}


@lru_cache(maxsize=1000)
def named(heading: str) -> str:
    """A column's name from its heading: in any case, its ² also mangled (Tau2, TauÂ²); others as they stand."""
    return _SPELT.get(_letters(heading), heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A table's known columns, those without which none of its rows is read, and those that every row is given."""

    known: tuple[str, ...]
    needed: tuple[str, ...]
    filled: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()  # whose want is told: numbers that every version has


OF_ROWS = Shape(
    known=ROWS,
    needed=(GROUP, NUMBER, "Study"),
    filled=tuple(name for name in ROWS if name != SUBGROUP_NUMBER),
    counted=GIVEN,
)
OF_SUBGROUPS = Shape(known=SUBGROUPS, needed=(GROUP, NUMBER, SUBGROUP))
OF_SETTINGS = Shape(known=SETTINGS, needed=(GROUP, NUMBER))
OF_INFORMATION = Shape(known=INFORMATION, needed=("Study",), filled=INFORMATION)
OF_BIAS = Shape(known=("Study", "Outcome"), needed=("Study",))


def table_of(file: str, raw: bytes, shape: Shape) -> tuple[Sheet, list[Problem]]:
    """A table by named columns. A byte-order mark at its beginning is as it should be."""
    text, problems = decoded(file, raw)
    wanted = Columns(needed=shape.needed, known=shape.known, any_other=True, named=named, comments=False)
    sheet, more = sheet_of(file, text, wanted)
    told = [problem for problem in [*problems, *more] if problem.code != "byte-order-mark"]
    missing = dict.fromkeys((name for name in shape.filled if name not in sheet.columns), "")
    if sheet.rows and (wanting := [name for name in shape.counted if name in missing]):
        told.append(faults.missing_columns(file, wanting))
    if missing:
        sheet = replace(sheet, rows=tuple(replace(row, cells={**missing, **row.cells}) for row in sheet.rows))
    if sheet.rows and sheet.rows[0].decimal_comma:  # a spreadsheet of another country saved it
        sheet = replace(sheet, rows=tuple(replace(row, cells=_with_points(row.cells)) for row in sheet.rows))
    return sheet, told


def _with_points(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: cell.replace(",", ".") if COMMA_NUMBER.fullmatch(cell) else cell for name, cell in cells.items()}


def unread_columns(sheet: Sheet, read: Iterable[str]) -> list[Problem]:
    """Columns of which nothing is taken, told once each."""
    return [faults.unread_column(sheet.file, name) for name in sheet.columns if name not in {*read}]
