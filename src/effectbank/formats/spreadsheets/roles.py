"""What a column of trials can be: the closed list that headings are read as and that mapping.toml is written in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INTERVENTION, CONTROL = "intervention", "control"
SIDES = (INTERVENTION, CONTROL)
WIDE, LONG = "one row a study", "one row an arm"
LAYOUTS = (WIDE, LONG)

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "study": "the study's name",
        "author": "the author; with the year it names the study",
        "year": "the study's year",
        "country": "the study's country",
        "arm": "what the row's group was given (one row an arm)",
        "outcome": "which outcome the row is of",
        "stratum": "which part of the study the row is of, as men or women",
        "events": "events: 12, or 12 (30%)",
        "non-events": "people without the event",
        "total": "people analysed",
        "events/total": "both in one cell: 5/12, or 5 of 12",
        "percent": "events in percent: compared with events and total, and not kept",
        "mean": "the mean",
        "sd": "the standard deviation",
        "mean/sd": "both in one cell: 3.4 (1.2), or 3.4 ± 1.2",
        "mean/se": "the mean and its standard error in one cell",
        "time": "person-time",
        "estimate": "the effect of one study",
        "se": "a standard error: of a mean where the column is of a group, else of the estimate",
        "variance": "the estimate's variance",
        "low": "the lower end of the estimate's 95 % interval",
        "high": "its upper end",
        "interval": "both ends in one cell: 0.34 to 0.70",
        "estimate/interval": "all three in one cell: 0.49 (0.34 to 0.70)",
        "moderator": "kept as a column of studies.csv",
        "description": "said of the arm (one row an arm)",
        "note": "a note on the row",
        "source": "where the row's numbers come from",
        "unused": "not read",
    }
)
ARM_DATA = (
    "events", "non-events", "total", "events/total", "percent", "mean", "sd", "mean/sd", "mean/se", "time", "se",
)  # fmt: skip
CONTRAST_DATA = ("estimate", "se", "variance", "low", "high", "interval", "estimate/interval")
NUMBERS = tuple(dict.fromkeys((*ARM_DATA, *CONTRAST_DATA)))
ONCE = ("study", "author", "year", "country", "arm", "outcome", "stratum")  # one column of a sheet can be it
KINDS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "counts": (("events", "total"), ("events", "non-events"), ("events/total",)),
        "means": (
            ("mean", "sd", "total"), ("mean/sd", "total"), ("mean", "se", "total"), ("mean/se", "total"),
        ),
        "rates": (("events", "time"),),
        "contrasts": (
            ("estimate", "se"), ("estimate", "variance"), ("estimate", "low", "high"), ("estimate", "interval"),
            ("estimate/interval",),
        ),
    }
)  # fmt: skip
MEASURE_OF = MappingProxyType({"counts": "RR", "means": "MD", "rates": "IRR", "contrasts": "GEN"})


def kinds_of(roles: frozenset[str]) -> Mapping[str, None]:
    """Every kind of outcome that the roles of columns make up, in the order of the table."""
    return {kind: None for kind, ways in KINDS.items() if any(set(way) <= roles for way in ways)}


def kind_of(roles: frozenset[str]) -> str:
    """The first of them; "" where they make up none."""
    return next(iter(kinds_of(roles)), "")
