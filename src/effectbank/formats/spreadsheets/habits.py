"""Column names that users of one program all use: one table for `effectbank pool` and for import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from effectbank.measures.catalogue import COUNTS, GIVEN, MEANS, Measure
from effectbank.measures.forms import forms_of

LABELS = ("slab", "studlab", "study", "trial", "author", "authors", "label")
RATES = "two-group rates"

Roles = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Habit:
    """Column names that people who use one program all use, and what each then is.

    Roles are those of effectbank.effects(): pairs are (intervention, control).
    """

    whose: str
    family: str
    roles: Roles

    @property
    def columns(self) -> tuple[str, ...]:
        """All its columns."""
        return tuple(name for names in self.roles.values() for name in names)


def _counts(whose: str, events: str, totals: str = "", nonevents: str = "") -> Habit:
    rest = {"totals": _pair(totals)} if totals else {"nonevents": _pair(nonevents)}
    return Habit(whose, COUNTS, {"events": _pair(events), **rest})


def _means(whose: str, means: str, sds: str, totals: str) -> Habit:
    return Habit(whose, MEANS, {"means": _pair(means), "sds": _pair(sds), "totals": _pair(totals)})


def _pair(names: str) -> tuple[str, ...]:
    return tuple(names.split("|"))


OTHERS = (
    _counts("the BCG trials' cells", "tpos|cpos", nonevents="tneg|cneg"),
    _counts("meta's events and totals", "event.e|event.c", "n.e|n.c"),
    _counts("Stata's cells", "tdead|cdead", nonevents="tnodead|cnodead"),
    _counts("RevMan's events and totals", "Experimental cases|Control cases", "Experimental N|Control N"),
    _counts("RevMan's events and totals", "Events 1|Events 2", "Total 1|Total 2"),
    _means("meta's means", "mean.e|mean.c", "sd.e|sd.c", "n.e|n.c"),
    _means("Stata's means", "mean1|mean2", "sd1|sd2", "n1|n2"),
    _means("Stata's means", "m1|m2", "sd1|sd2", "n1|n2"),
    _means(
        "RevMan's means", "Experimental mean|Control mean", "Experimental SD|Control SD", "Experimental N|Control N"
    ),
    _means("RevMan's means", "Mean 1|Mean 2", "SD 1|SD 2", "Total 1|Total 2"),
    Habit("meta's rates", RATES, {"events": ("event.e", "event.c"), "times": ("time.e", "time.c")}),
    Habit("meta's estimates and standard errors", GIVEN, {"estimates": ("TE",), "ses": ("seTE",)}),
    Habit("Stata's estimates and standard errors", GIVEN, {"estimates": ("_meta_es",), "ses": ("_meta_se",)}),
    Habit("Stata's estimates and standard errors", GIVEN, {"estimates": ("_ES",), "ses": ("_seES",)}),
    Habit("RevMan's estimates and standard errors", GIVEN, {"estimates": ("GIV Mean",), "ses": ("GIV SE",)}),
)


def habits_for(measure: Measure) -> tuple[Habit, ...]:
    """metafor's names for every way of giving the measure, then other programs'; intervals go by no custom."""
    forms = [form for form in forms_of(measure.code) if "intervals" not in form]
    metafors = (
        Habit(f"metafor's {' and '.join(form)}", GIVEN if "estimates" in form else measure.family, form)
        for form in forms
    )
    return (*metafors, *OTHERS)


def habits_of_trials() -> tuple[Habit, ...]:
    """Every program's names for what a review folder can hold: counts, means and rates of two groups, estimates."""
    forms = ((family, form) for code, family in _METAFORS for form in forms_of(code) if "intervals" not in form)
    metafors = {
        tuple(form): Habit(f"metafor's {' and '.join(form)}", GIVEN if "estimates" in form else family, form)
        for family, form in forms
    }
    return (*metafors.values(), *OTHERS)


_METAFORS = (("RR", COUNTS), ("MD", MEANS), ("IRR", RATES))
