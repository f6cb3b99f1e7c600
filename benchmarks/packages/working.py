"""The stored results of a made-up review, worked out as RevMan would, and its tables of analyses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.packages.arithmetic import NORMAL, Asked, Fit, Given, between, estimate_of, peto, pooled
from benchmarks.packages.cells import Cells, estimate, none, number, of_fit
from benchmarks.packages.drawing import Analysis, Package, Row

KINDS = {"counts": "Dichotomous", "means": "Continuous", "contrasts": "Contrast level", "o_e": "O-E and variance"}
MODELS = {False: "Fixed effect", True: "Random effect"}
NUMBERS = (
    "GIV Mean",
    "GIV SE",
    "Experimental mean",
    "Experimental SD",
    "Control mean",
    "Control SD",
    "O-E",
    "Variance",
)
COUNTS = ("Experimental cases", "Experimental N", "Control cases", "Control N")


@dataclass(slots=True, kw_only=True)
class Worked:
    """An analysis with its results. `stated` is how the settings say it was pooled, `over` what was typed over."""

    analysis: Analysis
    stated: Asked
    total: Fit | None
    parts: list[Fit | None]
    weights: list[float | None]
    test: tuple[float, int, float, float] | None
    over: Cells = field(default_factory=dict)


def work(analysis: Analysis) -> Worked:
    """All results of an analysis, from the data as they are now."""
    rows, asked = analysis.rows, analysis.asked
    data = [_analysed(row.given, analysis.swap) for row in rows]
    whole = [number for number, row in enumerate(rows) if row.applies != "SUBGROUP_ONLY"]
    total = pooled([data[number] for number in whole], asked)
    parts, weights = [], dict.fromkeys(range(len(rows)), 0.0)
    if total is not None and analysis.totals == "all":
        weights |= {number: w for number, w in zip(whole, total.weights, strict=True) if w is not None}
    for part in range(1, len(analysis.subgroups) + 1):
        inside = [n for n, row in enumerate(rows) if row.subgroup == part and row.applies != "OVERALL_ONLY"]
        fit = pooled([data[number] for number in inside], asked)
        parts.append(fit)
        if fit is not None and analysis.totals == "subgroups":
            weights |= {number: w for number, w in zip(inside, fit.weights, strict=True) if w is not None}
    return Worked(
        analysis=analysis,
        stated=asked,
        total=total,
        parts=parts,
        weights=[weights[number] or None for number in range(len(rows))],
        test=between(parts) if analysis.totals != "none" else None,
    )


def _analysed(given: Given, swap: bool) -> Given:
    return replace(given, a=given.n1 - given.a, c=given.n2 - given.c) if swap else given


def data_rows(package: Package, worked: Worked, results: Worked) -> Iterator[Cells]:
    """The rows of an analysis: data of the one, results of the other (they differ where data were edited)."""
    analysis = worked.analysis
    for row, before, weight in zip(analysis.rows, results.analysis.rows, results.weights, strict=True):
        yield {
            "Analysis group": analysis.comparison,
            "Analysis number": analysis.number,
            "Analysis name": analysis.name,
            "Subgroup": analysis.subgroups[row.subgroup - 1] if row.subgroup else "",
            "Applicability": row.applies,
            "Study": row.study.name,
            "Study year": row.study.year,
            "Footnotes": row.footnote,
            **_data(package, analysis, row),
            **_results(package, analysis, before, weight),
        }


def _data(package: Package, analysis: Analysis, row: Row) -> Cells:
    """The numbers of the kind; in the others' columns nothing, or nought."""
    given, kind = row.given, analysis.asked.kind
    cells: Cells = {}
    if package.style != "blank":
        cells |= dict.fromkeys(NUMBERS, "0.0") | dict.fromkeys(COUNTS, "0")
    cells |= {"Experimental N": given.n1, "Control N": given.n2}
    if kind == "counts":
        cells |= {"Experimental cases": given.a, "Control cases": given.c}
        if package.style == "converted":
            cells |= _own(analysis, given)
    elif kind == "means":
        cells |= {"Experimental mean": given.m1, "Experimental SD": given.sd1}
        cells |= {"Control mean": given.m2, "Control SD": given.sd2}
    elif kind == "o_e":
        cells |= {"O-E": given.o_e, "Variance": given.v}
    else:
        cells |= {"GIV Mean": given.estimate, "GIV SE": given.se}
    return cells


def _own(analysis: Analysis, given: Given) -> Cells:
    """What a RevMan 5 file had calculated: the standard error and its square, or Peto's two."""
    if analysis.asked.measure == "PETO":
        z, v = peto(given)
        return {"O-E": number(z), "Variance": number(v)}
    pair = estimate_of(_analysed(given, analysis.swap), analysis.asked)
    return {} if pair is None else {"GIV SE": number(math.sqrt(pair[1])), "Variance": number(pair[1])}


def _results(package: Package, analysis: Analysis, row: Row, weight: float | None) -> Cells:
    pair = estimate_of(_analysed(row.given, analysis.swap), analysis.asked)
    if not analysis.calculated:
        return {"Weight": "0"} | none("zero")
    if pair is None:
        return {} if package.style == "blank" else {"Weight": "0"} | none("zero")
    half = NORMAL.inv_cdf((1 + analysis.asked.level) / 2) * math.sqrt(pair[1])
    zero = "" if package.style == "blank" else "0"
    return {"Weight": zero if weight is None else number(weight)} | estimate(
        analysis, pair[0], pair[0] - half, pair[0] + half
    )


def _sums(analysis: Analysis, rows: Sequence[Row]) -> Cells:
    counted = [row.given for row in rows]
    cells: Cells = {"Experimental N": sum(g.n1 for g in counted), "Control N": sum(g.n2 for g in counted)}
    if analysis.asked.kind == "counts":
        cells |= {"Experimental cases": sum(g.a for g in counted), "Control cases": sum(g.c for g in counted)}
    return cells


def subgroup_rows(package: Package, worked: Worked) -> Iterator[Cells]:
    """A row for each subgroup."""
    analysis = worked.analysis
    for number_, (name, fit) in enumerate(zip(analysis.subgroups, worked.parts, strict=True), start=1):
        own = [n for n, row in enumerate(analysis.rows) if row.subgroup == number_]
        inside = [analysis.rows[n] for n in own if analysis.rows[n].applies != "OVERALL_ONLY"]
        weight = sum(worked.weights[n] or 0.0 for n in own if analysis.rows[n].applies != "OVERALL_ONLY")
        given = fit if analysis.totals != "none" else None
        yield {
            "Analysis group": analysis.comparison,
            "Analysis number": analysis.number,
            "Subgroup": name,
            "Subgroup number": number_,
            "Weight": number(weight) if given is not None and analysis.calculated else "",
            "ID": f"subgroup:{analysis.key}.{number_}",
            **_sums(analysis, inside),
            **of_fit(package, analysis, given),
        }


def settings_row(package: Package, worked: Worked) -> Cells:
    """What was asked of an analysis, and its total."""
    analysis, asked = worked.analysis, worked.stated
    level = f"{100 * asked.level:.0f}%"
    whole = [row for row in analysis.rows if row.applies != "SUBGROUP_ONLY"]
    cells: Cells = {
        "Analysis group": analysis.comparison,
        "Analysis number": analysis.number,
        "Analysis name": analysis.name,
        "Analysis group name": analysis.comparison_name,
        "Data source": "Custom input",
        "Data source eligibility": "#N/A",
        "Data type": KINDS[asked.kind],
        "Log-scale data": str(analysis.log).lower(),
        "Experimental group label": analysis.groups[0],
        "Control group label": analysis.groups[1],
        "Statistical method": asked.method,
        "Effect measure": analysis.measure_words,
        "Analysis model": MODELS[asked.random],
        "Subgroup estimates": str(analysis.totals != "none").lower(),
        "Overall estimates": str(analysis.totals == "all").lower(),
        "Test for subgroup differences": str(bool(analysis.subgroups)).lower(),
        "Swap event and non-event": str(analysis.swap).lower(),
        "ID": f"analysis:{package.id}.{analysis.key}",
        **_sums(analysis, whole),
        **of_fit(package, analysis, worked.total if analysis.totals == "all" else None),
    }
    if package.version == 1:
        cells |= {"Study CI": level, "Estimate CI": level}
    else:
        cells |= {
            "Heterogeneity estimator": asked.tau2 if asked.random else "#N/A",
            "Tau² CI": "Q-profile" if asked.q_profile else "false",
            "Prediction interval": str(asked.prediction).lower(),
            "CI method": "HKSJ" if asked.hksj else "Wald",
            "CI/PI level": level,
            "Sort by": "Study",
            "Graph label (left)": "Favours experimental",
            "Graph label (right)": "Favours control",
            "Graph scale": 100 if analysis.log else 10,
            "Show risk of bias": "false",
        }
    if worked.test and analysis.calculated:
        names = ("Subgroup Chi²", "Subgroup df", "Subgroup P", "Subgroup I²")
        q, df, p, i2 = worked.test
        cells |= dict(zip(names, (number(q), df, number(p), number(i2)), strict=True))
    return cells | worked.over
