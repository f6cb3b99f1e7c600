"""Small data packages for tests, written by hand: a table is its header and its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

ROWS = (
    "Analysis group,Analysis number,Analysis name,Subgroup,Applicability,Study,Study year,GIV Mean,GIV SE,"
    "Experimental mean,Experimental SD,Experimental cases,Experimental N,Control mean,Control SD,Control cases,"
    "Control N,O-E,Variance,Weight,Mean,CI start,CI end,Footnotes"
)
SUBGROUPS = (
    "Analysis group,Analysis number,Subgroup,Subgroup number,Experimental cases,Experimental N,Control cases,"
    "Control N,Weight,Mean,CI start,CI end,Heterogeneity Tau²,Heterogeneity Chi²,Heterogeneity df,Heterogeneity P,"
    "Heterogeneity I²,Effect Z,Effect P,ID"
)
SETTINGS = (
    "Analysis group,Analysis number,Analysis name,Analysis group name,Data source,Data source eligibility,"
    "Data type,Log-scale data,Outcome,Intervention grouping,Experimental intervention,Control intervention,"
    "Subgroup by,"
    "Filter criteria,Experimental group label,Control group label,Statistical method,Effect measure,"
    "Unit of effect measure,Analysis model,Subgroup estimates,Overall estimates,Test for subgroup differences,"
    "Swap event and non-event,Study CI,Estimate CI,Experimental cases,Experimental N,Control cases,Control N,Mean,"
    "CI start,CI end,Heterogeneity Tau²,Heterogeneity Chi²,Heterogeneity df,Heterogeneity P,Heterogeneity I²,"
    "Effect Z,Effect P,Subgroup Chi²,Subgroup df,Subgroup P,Subgroup I²,ID"
)
SETTINGS_2 = (
    "Analysis group,Analysis number,Analysis name,Analysis group name,Data source,Data source eligibility,"
    "Data type,Log-scale data,Outcome,Intervention grouping,Experimental intervention,Control intervention,"
    "Subgroup by,"
    "Filter criteria,Experimental group label,Control group label,Statistical method,Effect measure,"
    "Unit of effect measure,Analysis model,Heterogeneity estimator,Tau² CI,Subgroup estimates,Overall estimates,"
    "Test for subgroup differences,Prediction interval,Swap event and non-event,CI method,CI/PI level,Sort by,"
    "Graph label (left),Graph label (right),Graph scale,Show risk of bias,Experimental cases,Experimental N,"
    "Control cases,Control N,Mean,CI start,CI end,PI start,PI end,Heterogeneity Tau²,Tau² CI start,Tau² CI end,"
    "Heterogeneity Chi²,Heterogeneity df,Heterogeneity P,Heterogeneity I²,Effect Z,Effect T,Effect P,Subgroup Chi²,"
    "Subgroup df,Subgroup P,Subgroup I²,ID"
)

Cells = Mapping[str, object]
ANALYSIS = {"Analysis group": 1, "Analysis number": 1, "Analysis name": "Death"}
COUNTED = ANALYSIS | {"Study": "Smith 2001", "Study year": 2001, "Applicability": "SUBGROUP_AND_OVERALL"}
DICHOTOMOUS = ANALYSIS | {
    "Analysis group name": "Aspirin", "Data type": "Dichotomous", "Log-scale data": "true",
    "Statistical method": "MH", "Effect measure": "Risk Ratio", "Analysis model": "Fixed effect",
    "Subgroup estimates": "true", "Overall estimates": "true", "Test for subgroup differences": "true",
    "Swap event and non-event": "false", "Study CI": "95%", "Estimate CI": "95%",
}  # fmt: skip


def table(header: str, *rows: Cells) -> str:
    """The text of a CSV, as RevMan writes it: a byte-order mark, cells by heading; other cells are left out."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header.split(","), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + stream.getvalue()


def package(root: Path, review: str = "CD000001", **tables: str) -> Path:
    """A package's folder; tables by their name in words: data_rows, subgroup_estimates, settings …"""
    for words, text in tables.items():
        name = {"settings": "overall-estimates-and-settings"}.get(words, words.replace("_", "-"))
        kind = "analysis" if name in ANALYSES else "study"
        folder = root / f"{review}-{kind}-data"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{review}-{name}.csv").write_text(text, encoding="utf-8")
    return root


ANALYSES = ("data-rows", "subgroup-estimates", "overall-estimates-and-settings", "parameters")
