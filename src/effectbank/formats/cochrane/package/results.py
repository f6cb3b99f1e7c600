"""Which of the numbers a package stores are results, and which only stand where nothing was calculated.

A blank, #N/A or NaN is never a result. Zeros are written in two meanings, so each is thought through:

* An estimate of 0 with an interval from 0 to 0 was not calculated: no ratio is 0, no difference is known exactly.
  Its Z, T and P are left out with it, and its weight if that is 0.
* Sums of people and events are results even where nothing else was calculated, unless nobody is counted. Events are
  left out where the data are not counts (all are 0 then).
* Heterogeneity is left out where it has no degree of freedom, and where its Q is 0 without an estimate. A tau² of 0
  under the common-effect model says only that the model has none.
* The subgroup test stands on its own (an analysis may show it without a total), with a degree of freedom.
* Z is 0 where T was calculated, and the other way round; a P of 0 is one below 0.0000005.
* A prediction interval, and an interval of tau², from 0 to 0 was not asked for, unless the settings ask for it.
* In rows of counts and of means GIV SE, O-E and Variance are Review Manager's own (the standard error and its
  square on the analysis scale, or Peto's two), never 0 where they were calculated.
"""

from __future__ import annotations

from collections.abc import Mapping

from effectbank.formats.cochrane.package.cells import number
from effectbank.formats.cochrane.source import NOTHING, Stored
from effectbank.review.model import AsWritten

Cells = Mapping[str, str]

PEOPLE = {
    "total1": "Experimental N",
    "total2": "Control N",
    "events1": "Experimental cases",
    "events2": "Control cases",
}
ESTIMATE = {"estimate": "Mean", "low": "CI start", "high": "CI end"}
EFFECT = {"z": "Effect Z", "t": "Effect T", "p": "Effect P"}
HETEROGENEITY = {
    "q": "Heterogeneity Chi²", "df": "Heterogeneity df", "p_q": "Heterogeneity P", "i2": "Heterogeneity I²",
    "tau2": "Heterogeneity Tau²",
}  # fmt: skip
BETWEEN = {
    "q_between": "Subgroup Chi²", "df_between": "Subgroup df", "p_between": "Subgroup P",
    "i2_between": "Subgroup I²",
}  # fmt: skip
PREDICTION = {"prediction_low": "PI start", "prediction_high": "PI end"}
TAU2_INTERVAL = {"tau2_low": "Tau² CI start", "tau2_high": "Tau² CI end"}
OWN = {"se": "GIV SE", "o_e": "O-E", "variance": "Variance"}
ALL_NUMBERS = {
    column: "a number"
    for columns in (PEOPLE, ESTIMATE, EFFECT, HETEROGENEITY, BETWEEN, PREDICTION, TAU2_INTERVAL)
    for column in columns.values()
} | {"Weight": "a number"}


def of_row(cells: Cells, *, own: bool) -> Stored:
    """The results of a study; `own`: GIV SE, O-E and Variance are among them, no data. Raises NoNumber."""
    estimate, low, high = number(cells["Mean"]), number(cells["CI start"]), number(cells["CI end"])
    weight = number(cells["Weight"])
    stored: dict[str, AsWritten] = {}
    if estimate is not None and (estimate or low or high):
        stored["estimate"] = estimate
        if low is not None:
            stored["low"] = low
        if high is not None:
            stored["high"] = high
        if weight is not None:
            stored["weight"] = weight
    elif weight:
        stored["weight"] = weight
    if own:
        for name, column in OWN.items():
            found = number(cells[column])
            if found:
                stored[name] = found
    return stored or NOTHING


def of_total(
    cells: Cells, *, counts: bool, random: bool, by_t: bool, tau2_interval: bool, prediction: bool
) -> Stored:
    """The results of a subgroup or a whole analysis. Raises NoNumber.

    `by_t`: the settings test the effect by Student's t; the last two: they ask for such an interval.
    """
    stored = _people(cells, counts=counts)
    estimate = _of(cells, ESTIMATE)
    calculated = "estimate" in estimate and any(estimate.values())
    if calculated:
        stored |= estimate | _effect(cells, by_t=by_t)
    weight = _of(cells, {"weight": "Weight"})
    if weight and (calculated or weight["weight"]):
        stored |= weight
    stored |= _heterogeneity(cells, calculated=calculated, random=random)
    between = _of(cells, BETWEEN)
    if between.get("df_between"):
        stored |= between
    for columns, asked in ((PREDICTION, prediction), (TAU2_INTERVAL, tau2_interval)):
        ends = _of(cells, columns)
        if any(ends.values()) or (asked and calculated):
            stored |= ends
    return stored or NOTHING


def _of(cells: Cells, columns: Mapping[str, str]) -> dict[str, AsWritten]:
    found = {name: number(cells.get(column, "")) for name, column in columns.items()}
    return {name: value for name, value in found.items() if value is not None}


def _people(cells: Cells, *, counts: bool) -> dict[str, AsWritten]:
    found = _of(cells, PEOPLE)
    return {
        name: value
        for name, value in found.items()
        if value or (counts and name.startswith("events") and found.get(f"total{name[-1]}"))
    }


def _effect(cells: Cells, *, by_t: bool) -> dict[str, AsWritten]:
    found = _of(cells, EFFECT)
    other = "z" if by_t else "t"
    return {name: value for name, value in found.items() if value or name != other}


def _heterogeneity(cells: Cells, *, calculated: bool, random: bool) -> dict[str, AsWritten]:
    found = _of(cells, HETEROGENEITY)
    if not calculated and not found.get("q"):
        return {}
    if "df" in found and not found["df"]:
        return {"df": found["df"]}
    if not random and not found.get("tau2"):
        found.pop("tau2", None)
    return found
