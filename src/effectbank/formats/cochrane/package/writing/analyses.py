"""data-rows, subgroup-estimates and overall-estimates-and-settings, in version 2's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from effectbank.formats.cochrane.decimals import as_given
from effectbank.formats.cochrane.package import results, tables
from effectbank.formats.cochrane.package.writing.bias import Bias
from effectbank.formats.cochrane.package.writing.table import (
    NOT_APPLICABLE,
    Cells,
    percent,
    stored_cells,
    truth,
)
from effectbank.formats.cochrane.source import SourceAnalysis, SourceReview, SourceRow, Stored

COLUMNS_OF_ROWS = tuple(name for name in tables.ROWS if name != tables.SUBGROUP_NUMBER)
ONLY_VERSION_1 = ("Study CI", "Estimate CI")
OF_ROW = results.ESTIMATE | {"weight": "Weight"}
OF_SUBGROUP = {name: column for name, column in results.TOTAL.items() if column in tables.SUBGROUPS}
OF_WHOLE = {name: column for name, column in results.TOTAL.items() if column in tables.SETTINGS}
APPLIES = {"": "SUBGROUP_AND_OVERALL", "subgroup": "SUBGROUP_ONLY", "total": "OVERALL_ONLY"}
KINDS = {
    "counts": "Dichotomous", "means": "Continuous", "contrasts": "Contrast level", "o_e": "O-E and variance",
}  # fmt: skip
MODELS = {"common": "Fixed effect", "random": "Random effect"}
TESTS = {"z": "Wald", "knapp-hartung": "HKSJ"}
ORDERS = {
    "study": "Study", "year": "Year", "weight": "Weight", "effect": "Effect size", "given": "User defined",
}  # fmt: skip
NOTHING_CALCULATED = {"Mean": "0", "CI start": "0", "CI end": "0"}


def data_rows(source: SourceReview, bias: Bias) -> Iterator[Cells]:
    """A row a study in an analysis, or a part of one."""
    years = {study.key: study.year for study in source.studies}
    for analysis in _computable(source):
        names = {subgroup.number: subgroup.name for subgroup in analysis.subgroups}
        for row in analysis.rows:
            year, subgroup = years.get(row.study), names.get(row.subgroup, "")
            yield {
                **_whose(analysis),
                "Subgroup": subgroup,
                "Applicability": APPLIES[row.applies_to],
                "Study": row.study,
                "Study year": "" if year is None else str(year),
                "Footnotes": row.footnote,
                **_data(row),
                **_stored_of_row(analysis, row.stored),
                **bias.cells(row.study, analysis, subgroup),
            }


def subgroup_rows(source: SourceReview) -> Iterator[Cells]:
    """A row a subgroup, also where it has no results."""
    for analysis in _computable(source):
        for subgroup in analysis.subgroups:
            yield {
                tables.GROUP: analysis.comparison,
                tables.NUMBER: analysis.number,
                tables.SUBGROUP: subgroup.name,
                tables.SUBGROUP_NUMBER: subgroup.number,
                "ID": analysis.source_says.get("ID", ""),
                **_stored_of_total(analysis, subgroup.stored, OF_SUBGROUP),
            }


def settings_rows(source: SourceReview) -> Iterator[Cells]:
    """A row an analysis: what was asked of it, and the results for the whole."""
    for analysis in _computable(source):
        yield {**_settings(analysis), **_stored_of_total(analysis, analysis.stored, OF_WHOLE)}


def settings_columns(source: SourceReview) -> tuple[str, ...]:
    """Version 2's, and any others that the review's own file had."""
    known = (name for name in tables.SETTINGS if name not in ONLY_VERSION_1)
    others = (heading for analysis in _computable(source) for heading in analysis.source_says)
    return tuple(dict.fromkeys((*known, *others)))


def _computable(source: SourceReview) -> Iterator[SourceAnalysis]:
    return (analysis for analysis in source.analyses if analysis.kind != "other")


def _whose(analysis: SourceAnalysis) -> Cells:
    return {
        tables.GROUP: analysis.comparison,
        tables.NUMBER: analysis.number,
        tables.NAME: analysis.name,
    }


def _data(row: SourceRow) -> Cells:
    found = {"GIV Mean": row.estimate, "GIV SE": row.se, "O-E": row.o_e, "Variance": row.variance}
    for arm, group in (("Experimental", row.experimental), ("Control", row.control)):
        found |= {f"{arm} mean": group.mean, f"{arm} SD": group.sd}
        found |= {f"{arm} cases": group.events, f"{arm} N": group.total}  # type: ignore[dict-item]
    return {column: as_given(number) for column, number in found.items() if number is not None}


def _stored_of_row(analysis: SourceAnalysis, stored: Stored) -> Cells:
    """The study's results. Where estimates are data, the columns of Review Manager's own hold them."""
    own = analysis.kind in ("counts", "means")
    empty = NOTHING_CALCULATED if not analysis.calculated else {}
    return {**empty, **stored_cells(stored, OF_ROW | results.OWN if own else OF_ROW)}


def _stored_of_total(analysis: SourceAnalysis, stored: Stored, columns: Mapping[str, str]) -> Cells:
    empty = NOTHING_CALCULATED if not analysis.calculated else {}
    return {**empty, **stored_cells(stored, columns)}


def _settings(analysis: SourceAnalysis) -> Mapping[str, str]:
    random = analysis.model == "random"
    experimental, control = analysis.groups
    left, right = analysis.favours
    return {
        **_whose(analysis),
        "Analysis group name": analysis.comparison_name,
        "Data source eligibility": NOT_APPLICABLE,
        **analysis.source_says,
        "Data type": KINDS[analysis.kind],
        "Log-scale data": truth(analysis.log),
        "Experimental group label": experimental,
        "Control group label": control,
        "Statistical method": analysis.method,
        "Effect measure": analysis.measure_words,
        "Unit of effect measure": analysis.units,
        "Analysis model": MODELS[analysis.model],
        "Heterogeneity estimator": analysis.tau2 if random else NOT_APPLICABLE,
        "Tau² CI": analysis.tau2_interval or NOT_APPLICABLE,
        "Subgroup estimates": truth(analysis.totals != "none"),
        "Overall estimates": truth(analysis.totals == "all"),
        "Test for subgroup differences": truth(analysis.subgroup_test),
        "Prediction interval": truth(analysis.prediction),
        "Swap event and non-event": truth(analysis.swap_events),
        "CI method": TESTS[analysis.test or "z"],
        "CI/PI level": percent(analysis.level),
        "Sort by": ORDERS[analysis.order],
        "Graph label (left)": left,
        "Graph label (right)": right,
        "Graph scale": as_given(analysis.scale),
    }
