"""The one door to the measures: `effects`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypedDict

import numpy as np

from effectbank.calls import answering
from effectbank.measures import counts
from effectbank.measures.build import Rows, from_counts, from_estimates
from effectbank.measures.catalogue import measure_named
from effectbank.measures.columns import Column, Table
from effectbank.measures.effects import Effects, Missing
from effectbank.measures.errors import BadCell
from effectbank.measures.families import FAMILIES
from effectbank.measures.family import check_options, from_family
from effectbank.measures.forms import Form, Given, first_column, form_of, read
from effectbank.measures.zero_cells import addition
from effectbank.problems import UnknownName

BAD_CELLS = ("refuse", "mark")
Pair = tuple[Column, Column]  # group 1 (intervention), group 2 (control)
ELSEWHERE = MappingProxyType(  # metafor's arguments of escalc
    {
        **dict.fromkeys(("ai", "ci", "xi", "x1i", "x2i"), "events="),
        **dict.fromkeys(("bi", "mi"), "nonevents="),
        **dict.fromkeys(("n1i", "n2i", "ni"), "totals="),
        **dict.fromkeys(("m1i", "m2i"), "means="),
        **dict.fromkeys(("sd1i", "sd2i", "sdi"), "sds="),
        **dict.fromkeys(("t1i", "t2i"), "times="),
        "di": "nonevents= of counts, ds= of standardised differences",
        **{"ti": "times= of rates, ts= of a t-test", "ri": "correlations=", "pi": "ps=", "fi": "fs="},
        **{"r2i": "r2=", "alphas": "alphas=", "yi": "estimates=", "vi": "variances=", "sei": "ses="},
        **{"slab": "study=", "vtype": "variance=", "to": "zero_cells=", "drop00": "double_zero='drop'"},
        **{"subset": "effects.subset(mask)", "correct": "bias_corrected="},
    }
)


class Rules(TypedDict):
    """What becomes of zero cells."""

    zero_cells: str
    add: float
    double_zero: str


@answering(ELSEWHERE)
def effects(
    measure: str,
    data: Any = None,
    *,
    study: Column | None = None,
    events: Column | Pair | None = None,
    nonevents: Column | Pair | None = None,
    totals: Column | Pair | None = None,
    means: Column | Pair | None = None,
    sds: Column | Pair | None = None,
    estimates: Column | None = None,
    variances: Column | None = None,
    ses: Column | None = None,
    intervals: Pair | None = None,
    level: float = 0.95,
    times: Column | Pair | None = None,
    correlations: Column | None = None,
    ds: Column | None = None,
    ts: Column | None = None,
    ps: Column | None = None,
    fs: Column | None = None,
    aucs: Column | None = None,
    predictors: Column | None = None,
    r2: Column | None = None,
    alphas: Column | None = None,
    items: Column | None = None,
    pairs: tuple[Column, Column, Column, Column] | None = None,
    o_minus_e: Column | None = None,
    zero_cells: str = "only0",
    add: float = 0.5,
    double_zero: str = "keep",
    variance: str | None = None,
    small_sample: str | None = None,
    bias_corrected: bool | None = None,
    bad_cells: str = "refuse",
) -> Effects:
    """Study estimates and variances on `measure` (see MEASURES), from a data frame, a mapping or arrays.

    Columns are named in `data` or given as values. Two groups take a pair, (intervention, control), or for the
    same people twice (first, second); one group takes one column. Counts: `events` with `totals` or `nonevents`;
    matched: `pairs` with the event in (both, the first only, the second only, neither). Rates: `events`, `times`.
    Means: `means`, `sds`, `totals`, paired ones also `correlations`; where only d matters (SMD and what is made of
    it) `ds`, or the `ts` or signed `ps` of a t-test, in place of means and SDs. Correlations: `correlations`, or
    their `ts` or signed `ps`, `totals`, and as the measure needs `predictors`, `r2` or `fs`. Alphas: `alphas`,
    `items`, `totals`. CLES: `aucs`, `totals`. HR: `o_minus_e`, `variances`. Any measure: `estimates` on the
    analysis scale (log RR, …) with `variances`, `ses`, or `intervals` of `level` on the same scale. Columns without
    a role become moderators. `study` labels the rows.

    `zero_cells` with `add`, and `double_zero`: the rules of zero_cells.RULES and DOUBLE_ZERO. `variance`: which of
    the measure's published variances (SMD_VARIANCES and the like in its family's file). `small_sample`: of
    means.SMALL_SAMPLE. `bias_corrected=False`: ratios of means and spreads as they stand. Defaults are metafor's.

    An empty cell makes a missing study, kept with its reason; `bad_cells="mark"` does the same with cells that
    cannot be right, for long tables. Raises UnknownName (measure, column, rule),
    WrongColumns, UnequalLengths, and BadCell for a cell that cannot be right.
    """
    measure_named(measure)
    table, add = Table(data), addition(add)
    columns = {
        "events": events, "nonevents": nonevents, "totals": totals, "means": means, "sds": sds, "times": times,
        "correlations": correlations, "ds": ds, "ts": ts, "ps": ps, "fs": fs, "aucs": aucs,
        "predictors": predictors, "r2": r2, "alphas": alphas, "items": items, "pairs": pairs,
        "o_minus_e": o_minus_e, "estimates": estimates, "variances": variances, "ses": ses, "intervals": intervals,
    }  # fmt: skip
    given: Given = {role: column for role, column in columns.items() if column is not None}
    form = form_of(measure, given)
    labels = _labels(table, study, given, form)
    choices = {"variance": variance, "small_sample": small_sample, "bias_corrected": bias_corrected}
    options = {name: choice for name, choice in choices.items() if choice is not None}
    rules: Rules = {"zero_cells": zero_cells, "add": add, "double_zero": double_zero}
    if bad_cells not in BAD_CELLS:
        raise UnknownName("way with bad cells", bad_cells, BAD_CELLS)
    marked: dict[int, str] = {}
    while True:
        try:
            cells = read(table, labels, given, form, marked)
            rows = Rows(labels=labels, cells=cells, moderators=table.moderators())
            return _named(_made(measure, rows, rules, options, level), marked)
        except BadCell as fault:
            if bad_cells == "refuse":
                raise
            marked.update({one.row: one.reason for one in (fault, *fault.others)})


def _made(measure: str, rows: Rows, rules: Rules, options: dict[str, Any], level: float) -> Effects:
    """Effects of the cells read, by the formula of the measure."""
    if "yi" in rows.cells:
        return from_estimates(measure, rows, level=level)
    if measure in FAMILIES:
        return from_family(FAMILIES[measure], measure, rows, **rules, options=options)
    check_options(measure, ("variance",) if measure in counts.CHOOSE_VARIANCE else (), options)
    return from_counts(measure, rows, **rules, variance=options.get("variance", ""))


def _named(effects: Effects, marked: Mapping[int, str]) -> Effects:
    """The effects, the reasons of studies with a bad cell among those why an estimate is missing."""
    at = np.flatnonzero(np.isnan(effects.yi)).tolist()
    reasons = (Missing(gap.study, marked.get(i, gap.reason)) for i, gap in zip(at, effects.missing, strict=True))
    return replace(effects, missing=tuple(reasons)) if marked else effects


def _labels(table: Table, study: Column | None, given: Given, form: Form) -> tuple[str, ...]:
    if study is not None:
        return table.labels(study)
    return tuple(str(i + 1) for i in range(len(table.column(first_column(given, form), "the first column"))))
