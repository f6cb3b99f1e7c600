"""The tables of a package by their columns, as both versions write them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from effectbank.formats.decoding import decoded
from effectbank.problems import Problem
from effectbank.review.reading import faults
from effectbank.review.reading.sheet import Columns, Sheet, sheet_of

GROUP, NUMBER, NAME, SUBGROUP, SUBGROUP_NUMBER = (
    "Analysis group", "Analysis number", "Analysis name", "Subgroup", "Subgroup number",
)  # fmt: skip
PEOPLE = ("Experimental cases", "Experimental N", "Control cases", "Control N")
ESTIMATE = ("Mean", "CI start", "CI end")
ROWS = (
    GROUP, NUMBER, NAME, SUBGROUP, SUBGROUP_NUMBER, "Applicability", "Study", "Study year", "GIV Mean", "GIV SE",
    "Experimental mean", "Experimental SD", *PEOPLE[:2], "Control mean", "Control SD", *PEOPLE[2:],
    "O-E", "Variance", "Weight", *ESTIMATE, "Footnotes",
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
IN_EVERY_ROW = tuple(name for name in ROWS if name != SUBGROUP_NUMBER)
IN_EVERY_SUBGROUP = (GROUP, NUMBER, SUBGROUP)
IN_EVERY_SETTING = (GROUP, NUMBER)
ONLY_VERSION_2 = ("CI/PI level", "CI method", "Heterogeneity estimator")


def _letters(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.casefold())


_SPELT = {_letters(name): name for name in (*ROWS, *SUBGROUPS, *SETTINGS)}


@lru_cache(maxsize=1000)
def named(heading: str) -> str:
    """A column's name from its heading: in any case, its ² also mangled (Tau2, TauÂ²); others as they stand."""
    return _SPELT.get(_letters(heading), heading)


def table_of(file: str, raw: bytes, known: tuple[str, ...], filled: tuple[str, ...]) -> tuple[Sheet, list[Problem]]:
    """A table's rows, each with the columns of `filled`. A byte-order mark at its beginning is as it should be."""
    text, problems = decoded(file, raw)
    wanted = Columns(needed=filled[:1], known=known, any_other=True, named=named, comments=False)
    sheet, more = sheet_of(file, text, wanted)
    told = [problem for problem in [*problems, *more] if problem.code != "byte-order-mark"]
    missing = dict.fromkeys((name for name in filled if name not in sheet.columns), "")
    if not missing:
        return sheet, told
    rows = tuple(replace(row, cells={**missing, **row.cells}) for row in sheet.rows)
    return replace(sheet, rows=rows), told


def unread_columns(sheet: Sheet, known: tuple[str, ...]) -> list[Problem]:
    """Columns of which nothing is taken, told once each."""
    return [faults.unknown_column(sheet.file, 1, name, known) for name in sheet.columns if name not in known]
