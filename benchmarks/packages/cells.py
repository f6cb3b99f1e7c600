"""Numbers and tables as RevMan writes them: six decimals without their last noughts, true and false, "95%"."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping

from benchmarks.packages.arithmetic import RATIOS, Fit
from benchmarks.packages.drawing import Analysis, Package

ROWS = (
    "Analysis group,Analysis number,Analysis name,Subgroup,Applicability,Study,Study year,GIV Mean,GIV SE,"
    "Experimental mean,Experimental SD,Experimental cases,Experimental N,Control mean,Control SD,Control cases,"
    "Control N,O-E,Variance,Weight,Mean,CI start,CI end,Footnotes"
)
FIT = ("Heterogeneity Chi²,Heterogeneity df,Heterogeneity P,Heterogeneity I²,Effect Z", "Effect P")
SUBGROUPS = (
    "Analysis group,Analysis number,Subgroup,Subgroup number,Experimental cases,Experimental N,Control cases,"
    "Control N,Weight,Mean,CI start,CI end,Heterogeneity Tau²{tau2},{fit[0]}{t},{fit[1]},ID"
)
SETTINGS = (
    "Analysis group,Analysis number,Analysis name,Analysis group name,Data source,Data source eligibility,"
    "Data type,Log-scale data,Outcome,Intervention grouping,Experimental intervention,Control intervention,"
    "Subgroup by,"
    "Filter criteria,Experimental group label,Control group label,Statistical method,Effect measure,"
    "Unit of effect measure,Analysis model,{new}Subgroup estimates,Overall estimates,"
    "Test for subgroup differences,{prediction}Swap event and non-event,{levels},Experimental cases,Experimental N,"
    "Control cases,Control N,Mean,CI start,CI end,{pi}Heterogeneity Tau²{tau2},{fit[0]}{t},{fit[1]},"
    "Subgroup Chi²,Subgroup df,Subgroup P,Subgroup I²,ID"
)
OF_VERSION: Mapping[int, Mapping[str, object]] = {
    1: {"new": "", "prediction": "", "levels": "Study CI,Estimate CI", "pi": "", "tau2": "", "t": "", "fit": FIT},
    2: {
        "new": "Heterogeneity estimator,Tau² CI,", "prediction": "Prediction interval,",
        "levels": "CI method,CI/PI level,Sort by,Graph label (left),Graph label (right),Graph scale,"
        "Show risk of bias",
        "pi": "PI start,PI end,", "tau2": ",Tau² CI start,Tau² CI end", "t": ",Effect T", "fit": FIT,
    },
}  # fmt: skip
Cells = dict[str, object]


def headers(version: int) -> tuple[str, str, str]:
    """Of data rows, subgroups and settings."""
    return ROWS, SUBGROUPS.format(**OF_VERSION[version]), SETTINGS.format(**OF_VERSION[version])


def number(value: float) -> str:
    """A number to six decimals, without the noughts at its end."""
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def shown(analysis: Analysis, value: float) -> str:
    """A value of the analysis scale as displayed: ratios as ratios."""
    ratio = analysis.log or analysis.asked.measure in RATIOS
    return number(math.exp(min(value, 700)) if ratio else value)


def estimate(analysis: Analysis, theta: float, low: float, high: float) -> Cells:
    """An estimate and its interval."""
    return {
        "Mean": shown(analysis, theta), "CI start": shown(analysis, low), "CI end": shown(analysis, high),
    }  # fmt: skip


def none(style: str) -> Cells:
    """What stands where nothing was calculated."""
    return {} if style == "blank" else {"Mean": "0", "CI start": "0", "CI end": "0"}


def of_fit(package: Package, analysis: Analysis, fit: Fit | None) -> Cells:
    """All results of a subgroup or total but its sums and its weight."""
    if fit is None or not analysis.calculated:
        empty = none("zero" if not analysis.calculated else package.style)
        zeros = dict.fromkeys(
            ("Heterogeneity Chi²", "Heterogeneity P", "Heterogeneity I²", "Effect Z", "Effect P"), "0"
        )
        return empty | zeros if empty else {}
    cells = estimate(analysis, fit.theta, fit.low, fit.high)
    t = analysis.asked.hksj and analysis.asked.random
    cells |= {"Effect T" if t else "Effect Z": number(abs(fit.z)), "Effect P": number(fit.p)}
    cells |= {"Heterogeneity df": fit.df}
    if fit.df:
        cells |= {
            "Heterogeneity Chi²": number(fit.q),
            "Heterogeneity P": number(fit.p_q),
            "Heterogeneity I²": number(fit.i2),
        }
    if analysis.asked.random:
        cells["Heterogeneity Tau²"] = number(fit.tau2)
    elif package.style != "blank":
        cells["Heterogeneity Tau²"] = "0"
    if fit.prediction:
        cells |= dict(zip(("PI start", "PI end"), (shown(analysis, end) for end in fit.prediction), strict=True))
    if fit.tau2_interval:
        cells |= dict(zip(("Tau² CI start", "Tau² CI end"), map(number, fit.tau2_interval), strict=True))
    return cells


def table(header: str, rows: Iterable[Mapping[str, object]]) -> str:
    """The text of a CSV, with its byte-order mark."""
    stream = io.StringIO()
    names = header.split(",")
    stream.write("\ufeff" + header + "\n")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return stream.getvalue()
