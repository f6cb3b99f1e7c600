"""Deliberate faults, each with a label, so that a proof of stored numbers can be scored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.packages.arithmetic import partition
from benchmarks.packages.cells import number
from benchmarks.packages.drawing import Package
from benchmarks.packages.working import Worked, data_rows, settings_row, work


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault. `study` and `column` are empty where the fault is not of one."""

    package: str
    analysis: str
    fault: str
    study: str = ""
    column: str = ""
    was: str = ""
    is_now: str = ""


Spoilt = tuple[Worked, Worked, Fault]  # whose data are written, whose results, and what was done


def spoil(r: Random, package: Package, sound: Worked) -> Spoilt | None:
    """The analysis with one fault that shows in its numbers; None where this kind of fault would not."""
    analysis = sound.analysis
    if not (
        analysis.calculated and analysis.settings and analysis.rows and analysis.totals == "all" and sound.total
    ):
        return None
    return r.choice(FAULTS)(r, package, sound)


def _edited_data(r: Random, package: Package, sound: Worked) -> Spoilt | None:
    """Data changed after the results were calculated: one more event, another mean, another estimate."""
    rows = list(sound.analysis.rows)
    at = r.randrange(len(rows))
    given = rows[at].given
    column, changed = {
        "counts": ("Experimental cases", replace(given, a=given.a + (1 if given.a + 1 < given.n1 else -1))),
        "means": ("Experimental mean", replace(given, m1=round(given.m1 + given.sd1, 2))),
        "contrasts": ("GIV Mean", replace(given, estimate=round(given.estimate + 0.1, 4))),
        "o_e": ("O-E", replace(given, o_e=round(given.o_e + 0.5, 2))),
    }[sound.analysis.asked.kind]
    if changed.a < 0 or rows[at].applies != "SUBGROUP_AND_OVERALL":
        return None
    rows[at] = replace(rows[at], given=changed)
    edited = replace(sound, analysis=replace(sound.analysis, rows=rows))
    before = list(data_rows(package, sound, sound))[at]
    after = list(data_rows(package, edited, sound))[at]
    if settings_row(package, work(edited.analysis))["Mean"] == settings_row(package, sound)["Mean"]:
        return None
    told = _fault(package, sound, "edited data", column, (before[column], after[column]))
    return edited, sound, replace(told, study=rows[at].study.name)


def _other_model(_: Random, package: Package, sound: Worked) -> Spoilt | None:
    """The settings name one model, the results are of the other."""
    asked = sound.analysis.asked
    if asked.method == "Peto" or asked.hksj or asked.tau2 == "REML" or asked.prediction or asked.q_profile:
        return None
    stated = replace(asked, random=not asked.random)
    if (
        settings_row(package, work(replace(sound.analysis, asked=stated)))["Mean"]
        == settings_row(package, sound)["Mean"]
    ):
        return None
    wrong = replace(sound, stated=stated)
    names = settings_row(package, sound)["Analysis model"], settings_row(package, wrong)["Analysis model"]
    return wrong, wrong, _fault(package, sound, "other model", "Analysis model", names)


def _rounded(_: Random, package: Package, sound: Worked) -> Spoilt | None:
    """The total to two decimals."""
    row = settings_row(package, sound)
    over = {name: number(round(float(str(row[name])), 2)) for name in ("Mean", "CI start", "CI end")}
    return _typed_over(package, sound, "rounding", over)


def _mistyped(r: Random, package: Package, sound: Worked) -> Spoilt | None:
    """One number of the total typed wrongly."""
    column = r.choice(("Mean", "CI start", "CI end", "Effect P", "Heterogeneity Chi²"))
    found = str(settings_row(package, sound).get(column, ""))
    if not found:
        return None
    return _typed_over(package, sound, "mistyped", {column: number(float(found) * 1.1 + 0.01)})


def _partition(_: Random, package: Package, sound: Worked) -> Spoilt | None:
    """The test of subgroups as older versions had it."""
    if sound.test is None or sound.total is None:
        return None
    old = partition(sound.total, sound.parts)
    if old is None:
        return None
    names = ("Subgroup Chi²", "Subgroup df", "Subgroup P", "Subgroup I²")
    q, df, p, i2 = old
    over = dict(zip(names, (number(q), str(df), number(p), number(i2)), strict=True))
    return _typed_over(package, sound, "partition Q", over)


def _typed_over(package: Package, sound: Worked, fault: str, over: dict[str, str]) -> Spoilt | None:
    row = settings_row(package, sound)
    column = next((name for name in over if str(row[name]) != over[name]), None)
    if column is None:
        return None
    wrong = replace(sound, over=dict(over))
    return wrong, wrong, _fault(package, sound, fault, column, (row[column], over[column]))


def _fault(package: Package, sound: Worked, fault: str, column: str, changed: tuple[object, object]) -> Fault:
    was, is_now = map(str, changed)
    return Fault(
        package=package.id, analysis=sound.analysis.key, fault=fault, column=column, was=was, is_now=is_now
    )


FAULTS: tuple[Callable[[Random, Package, Worked], Spoilt | None], ...] = (
    _edited_data, _other_model, _rounded, _mistyped, _partition,
)  # fmt: skip
