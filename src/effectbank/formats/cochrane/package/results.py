"""Which of the numbers a package stores are results, and which only stand where nothing was calculated.

A blank, #N/A or NaN is never a result. Zeros are written in two meanings, so each is thought through:

* An estimate of 0 with an interval from 0 to 0 was not calculated: no ratio is 0, no difference is known exactly.
  Its Z, T and P are left out with it.
* A weight of 0 is none: whatever has an estimate weighs something, except where no total was asked for.
* Sums of people and events are results even where nothing else was calculated, unless nobody is counted. Events are
  left out where the data are not counts (all are 0 then).
* Heterogeneity is left out where it has no degree of freedom (its P is 0 then in some packages and 1 in others),
  and where its Q is 0 without an estimate. A tau² of 0 under the common-effect model says only that it has none.
* The subgroup test stands on its own (an analysis may show it without a total), with a degree of freedom.
* Z is 0 where T was calculated, and the other way round; a P of 0 is one below 0.0000005.
* A prediction interval, and an interval of tau², from 0 to 0 was not asked for, unless the settings ask for it.
* In rows of counts and of means GIV SE, O-E and Variance are Review Manager's own (the standard error and its
  square on the analysis scale, or Peto's two), never 0 where they were calculated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
TOTAL = PEOPLE | ESTIMATE | {"weight": "Weight"} | EFFECT | HETEROGENEITY | BETWEEN | PREDICTION | TAU2_INTERVAL
ALL_NUMBERS = dict.fromkeys(TOTAL.values(), "a number")


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
    if weight:
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
    found: dict[str, AsWritten] = {}
    for name, column in TOTAL.items():
        cell = cells.get(column)
        value = number(cell) if cell else None
        if value is not None:
            found[name] = value
    calculated = "estimate" in found and any(found.get(name) for name in ESTIMATE)
    _keep_people(found, counts=counts)
    _keep_effect(found, calculated=calculated, by_t=by_t)
    _keep_heterogeneity(found, calculated=calculated, random=random)
    if not found.get("df_between"):
        _drop(found, BETWEEN)
    for ends, asked in ((PREDICTION, prediction), (TAU2_INTERVAL, tau2_interval)):
        if not (any(found.get(name) for name in ends) or (asked and calculated)):
            _drop(found, ends)
    return found or NOTHING


def _drop(found: dict[str, AsWritten], names: Iterable[str]) -> None:
    for name in names:
        found.pop(name, None)


def _keep_people(found: dict[str, AsWritten], *, counts: bool) -> None:
    for group in "12":
        total, events = f"total{group}", f"events{group}"
        if not found.get(total):
            found.pop(total, None)
        if not found.get(events) and not (counts and total in found):
            found.pop(events, None)


def _keep_effect(found: dict[str, AsWritten], *, calculated: bool, by_t: bool) -> None:
    if not calculated:
        _drop(found, (*ESTIMATE, *EFFECT))
    for name in ("weight", "z" if by_t else "t"):
        if not found.get(name):
            found.pop(name, None)


def _keep_heterogeneity(found: dict[str, AsWritten], *, calculated: bool, random: bool) -> None:
    no_freedom = "df" in found and not found["df"]
    if no_freedom or not (calculated or found.get("q")):
        _drop(found, HETEROGENEITY)
    elif not random and not found.get("tau2"):
        found.pop("tau2", None)
