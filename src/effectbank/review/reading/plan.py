"""review.toml: the question, the comparisons, outcomes and analyses, and the named values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from effectbank.review.model import Analysis, Comparison, NamedValue, Outcome, Published
from effectbank.review.reading import faults
from effectbank.review.reading.keys import Keys
from effectbank.review.reading.source import Source
from effectbank.review.reading.studies import label_of

FILE = "review.toml"
TABLES = ("question", "eligibility", "searches", "versions", "comparisons", "outcomes", "analyses", "values")
KINDS = ("counts", "means", "rates", "contrasts")
FUNCTIONS = ("difference", "ratio", "share", "sum", "count")
COMPARISON = ("label", "intervention", "control", "intervention_label", "control_label")
OUTCOME = ("label", "kind", "time_point", "good", "description")
OPTIONS = ("measure", "model", "method", "tau2", "test", "q_centre", "zero_cells", "preset")
TOTALS = ("all", "subgroups", "none")
ORDERS = ("study", "year", "weight", "effect")
SHOWN = (
    "number", "study_level", "tau2_interval", "prediction_interval", "totals", "subgroup_test", "order", "groups",
    "favours", "measure_label", "units", "scale",
)  # fmt: skip
ANALYSIS = (
    "label", "outcome", "comparison", *OPTIONS, "swap_events", "level", "subgroups", "where", "without", "baseline",
    "per", *SHOWN, "source_says", "published",
)  # fmt: skip
KEYS = {"comparisons.NAME": COMPARISON, "outcomes.NAME": OUTCOME, "analyses.NAME": ANALYSIS}
NUMBERS = ("estimate", "low", "high", "p", "i2", "tau2", "assumed_risk", "corresponding_risk")
PUBLISHED = (*NUMBERS, "k", "n", "where", "measure")
INTERVAL = ("estimate", "low", "high")  # of X in [versions]: X_estimate, X_low, X_high
VALUE = (*FUNCTIONS, "where", "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What review.toml says, table by table."""

    question: Mapping[str, Any]
    eligibility: Mapping[str, Any]
    searches: tuple[Mapping[str, Any], ...]
    versions: Mapping[str, Mapping[str, Any]]
    comparisons: Mapping[str, Comparison]
    outcomes: Mapping[str, Outcome]
    analyses: Mapping[str, Analysis]
    values: Mapping[str, NamedValue]
    lines: Mapping[tuple[str, ...], int]  # on which line each key stands


def plan_of(source: Source) -> Plan:
    """The plan of a review; its tables are empty where there is no review.toml."""
    keys = source.keys(FILE)
    keys.only(TABLES)
    return Plan(
        question=keys.table("question").values,
        eligibility=keys.table("eligibility").values,
        searches=keys.listed("searches"),
        versions={name: _version(table) for name, table in keys.table("versions").tables()},
        comparisons={name: _comparison(name, table) for name, table in keys.table("comparisons").tables()},
        outcomes={name: _outcome(name, table) for name, table in keys.table("outcomes").tables()},
        analyses={name: _analysis(name, table) for name, table in keys.table("analyses").tables()},
        values=_values(keys.table("values")),
        lines=keys.toml.lines,
    )


def _version(keys: Keys) -> Mapping[str, Any]:
    """What a version said, all of it; of X_estimate, X_low and X_high it is told where one is no finite number."""
    for key, said in keys.values.items():
        stem, _, suffix = key.rpartition("_")
        whole = suffix in INTERVAL and all(f"{stem}_{part}" in keys.values for part in INTERVAL)
        if whole or (isinstance(said, float) and not math.isfinite(said)):
            keys.number(key)
    return keys.values


def _comparison(name: str, keys: Keys) -> Comparison:
    keys.only(COMPARISON, KEYS)
    for side in ("intervention", "control"):
        if not keys.values.get(side):
            hint = f'list the treatments, as {side} = ["placebo"]'
            keys.problems.append(faults.missing_key(keys.place(), side, hint))
    return Comparison(
        name=name,
        label=keys.text("label") or label_of(name),
        intervention=keys.texts("intervention"),
        control=keys.texts("control"),
        intervention_label=keys.text("intervention_label") or " or ".join(keys.texts("intervention")),
        control_label=keys.text("control_label") or " or ".join(keys.texts("control")),
        place=keys.place(),
    )


def _outcome(name: str, keys: Keys) -> Outcome:
    keys.only(OUTCOME, KEYS)
    return Outcome(
        name=name,
        label=keys.text("label") or label_of(name),
        kind=keys.word("kind", KINDS) or "counts",
        time_point=keys.text("time_point"),
        good=keys.word("good", ("more", "less")) or "",
        description=keys.text("description"),
        place=keys.place(),
    )


def _analysis(name: str, keys: Keys) -> Analysis:
    keys.only(ANALYSIS, KEYS)
    if not keys.values.get("outcome"):
        keys.problems.append(faults.missing_key(keys.place(), "outcome", "name one of [outcomes]"))
    words = {option: keys.text(option) or None for option in OPTIONS if option != "measure"}
    return Analysis(
        name=name,
        label=keys.text("label") or label_of(name),
        outcome=keys.text("outcome"),
        comparison=keys.text("comparison"),
        measure=keys.text("measure"),
        **words,
        level=_level(keys, "level") or 0.95,
        study_level=_level(keys, "study_level"),
        tau2_interval=keys.text("tau2_interval") or None,
        prediction_interval=keys.yes_or_no("prediction_interval"),
        swap_events=keys.yes_or_no("swap_events") or False,
        totals=keys.word("totals", TOTALS) or "all",
        subgroup_test=keys.yes_or_no("subgroup_test") is not False,
        order=keys.word("order", ORDERS),
        number=keys.text("number"),
        groups=_two(keys, "groups"),
        favours=_two(keys, "favours"),
        measure_label=keys.text("measure_label"),
        units=keys.text("units"),
        scale=keys.number("scale"),
        subgroups=keys.text("subgroups") or None,
        where=_where(keys),
        without=keys.texts("without"),
        baseline=_baseline(keys),
        per=keys.count("per") or 1000,
        source_says=_texts(keys.table("source_says")),
        published=_published(keys.table("published")) if "published" in keys.values else None,
        place=keys.place(),
    )


def _level(keys: Keys, key: str) -> float | None:
    """The level of intervals, between 0 and 1."""
    found = keys.number(key)
    if found is None or 0 < found < 1:
        return found
    keys.wrong(key, "a level between 0 and 1 (0.95)")
    return None


def _two(keys: Keys, key: str) -> tuple[str, ...]:
    """Two texts, the intervention's and the control's; () where the key is missing or (told) not two."""
    found = keys.texts(key)
    if len(found) in (0, 2):
        return found
    keys.wrong(key, 'two texts (["…", "…"])')
    return ()


def _texts(keys: Keys) -> dict[str, str]:
    return {heading: text for heading in keys.values if (text := keys.text(heading))}


def _where(keys: Keys) -> dict[str, tuple[str, ...]]:
    """The filter: each column with the values any of which will do."""
    table = keys.table("where")
    return {column: _any_of(table, column) for column in table.values}


def _any_of(keys: Keys, column: str) -> tuple[str, ...]:
    found = keys.values[column]
    listed = found if isinstance(found, list) else [found]
    if not listed:
        keys.problems.append(faults.nothing_chosen(keys.place(column), column))
    if all(isinstance(item, (str, int, float)) and not isinstance(item, bool) for item in listed):
        return tuple(str(item) for item in listed)
    keys.wrong(column, 'a value, or a list of values (["…", "…"])')
    return ()


def _baseline(keys: Keys) -> str | float | None:
    """ "pooled", "median" or a risk between 0 and 1."""
    found = keys.values.get("baseline")
    if isinstance(found, str) or found is None:
        return keys.word("baseline", ("pooled", "median"))
    number = keys.number("baseline")
    if number is None or 0 <= number <= 1:
        return number
    keys.wrong("baseline", 'a risk between 0 and 1, "pooled" or "median"')
    return None


def _published(keys: Keys) -> Published:
    keys.only(PUBLISHED)
    return Published(
        **{name: keys.number(name) for name in NUMBERS},
        k=keys.count("k"),
        n=keys.count("n"),
        where=keys.text("where"),
        measure=keys.text("measure"),
        place=keys.place(),
    )


def _values(keys: Keys) -> dict[str, NamedValue]:
    found = ((name, _value(name, table)) for name, table in keys.tables())
    return {name: value for name, value in found if value}


def _value(name: str, keys: Keys) -> NamedValue | None:
    """One of the closed list of functions over paths; None (and told) where it has none or several."""
    keys.only(VALUE)
    functions = [key for key in FUNCTIONS if key in keys.values]
    if len(functions) != 1:
        keys.problems.append(faults.not_one_function(keys.place(), functions, FUNCTIONS))
        return None
    return NamedValue(
        name=name,
        function=functions[0],
        of=keys.texts(functions[0]),
        where=_where(keys),
        label=keys.text("label") or label_of(name),
        place=keys.place(),
    )
