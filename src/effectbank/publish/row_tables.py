"""The rows behind the numbers: what each arm gave for each outcome, contrasts, and facts quoted from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from effectbank.publish.tables import (
    ORIGIN_HEADS,
    Cell,
    Row,
    Table,
    number,
    origin,
    without_empty_columns,
    words,
)
from effectbank.review import Review
from effectbank.review.model import Comparison, Contrast, Datum
from effectbank.review.selecting import part_of

_COLUMNS = {
    "counts": ("events", "total"),
    "means": ("mean", "sd", "total"),
    "rates": ("events", "time"),
    "contrasts": ("events", "total"),
}
_GIVEN = {"estimate": "Estimate", "se": "Standard error", "o_e": "O − E", "variance": "Variance"}
_HEADS = {"events": "Events", "total": "Analysed", "mean": "Mean", "sd": "SD", "time": "Time at risk"}


def row_tables(review: Review) -> tuple[Table, ...]:
    """A table for each outcome's rows and contrasts, by number; then the quoted facts; none without a row."""
    known = _Known(review)
    tables: list[Table] = []
    for name in sorted({**review.data, **review.contrasts}, key=known.place_of):
        tables += [
            _arms(known, name, review.data.get(name, ())),
            _contrasts(known, name, review.contrasts.get(name, ())),
        ]
    return tuple(without_empty_columns(table) for table in [*tables, _facts(review)] if table.rows)


class _Known:
    """The words of a review for its studies, arms and outcomes, gathered once."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.treatments = {name: label for one in review.comparisons.values() for name, label in _sides(one)}
        self.in_outcome: dict[tuple[str, str], str] = {}
        self.order = {name: n for n, name in enumerate(review.outcomes)}
        self.numbers: dict[str, list[str]] = {}
        for analysis in review.analyses.values():
            if analysis.number:
                self.numbers.setdefault(analysis.outcome, []).append(analysis.number)
            for name, label in _sides(review.comparisons.get(analysis.comparison)):
                self.in_outcome.setdefault((analysis.outcome, name), label)

    def outcome(self, name: str) -> str:
        """An outcome after the numbers of its analyses."""
        known = self.review.outcomes.get(name)
        return " ".join((*self.numbers.get(name, ()), known.label if known else name))

    def place_of(self, outcome: str) -> tuple[float, ...]:
        """By which outcomes are sorted: the number of the first analysis, then the order of the plan."""
        first = min((_parts(number) for number in self.numbers.get(outcome, ())), default=(math.inf,))
        return (*first, self.order.get(outcome, math.inf))

    def study(self, name: str) -> str:
        """A study's label."""
        return self.review.studies[name].label if name in self.review.studies else name

    def arm(self, outcome: str, study: str, name: str) -> str:
        """An arm; one that is called after its treatment as its outcome's comparisons call that, or others."""
        own = self.review.treatments.get((study, name)) == name
        called = self.in_outcome.get((outcome, name)) or self.treatments.get(name) if own else None
        return called or name.replace("_", " ")


def _parts(number: str) -> tuple[float, ...]:
    """A number part by part, so that 2.1 stands before 10.1; what is no number stands last."""
    return tuple(float(part) if part.isdecimal() else math.inf for part in number.split("."))


def _sides(comparison: Comparison | None) -> Iterator[tuple[str, str]]:
    """Each treatment that is a side of the comparison by itself, with that side's label."""
    for side in ("intervention", "control") if comparison else ():
        treatments = getattr(comparison, side)
        if len(treatments) == 1:
            yield treatments[0], getattr(comparison, f"{side}_label")


def _part(row: Datum | Contrast) -> Cell:
    return Cell(", ".join(filter(None, (row.subgroup, row.stratum, part_of(row).counts_in))))


def _arms(known: _Known, outcome: str, data: Sequence[Datum]) -> Table:
    found = known.review.outcomes.get(outcome)
    columns = _COLUMNS[found.kind if found else "counts"]
    heads = (
        Cell("Study"),
        Cell("Arm"),
        Cell("Part"),
        *(Cell(_HEADS[name], "n") for name in columns),
        *ORIGIN_HEADS,
    )
    rows = [
        Row(
            place=datum.place,
            cells=(
                Cell(known.study(datum.study)),
                Cell(known.arm(outcome, datum.study, datum.arm)),
                _part(datum),
                *(number(getattr(datum, name)) for name in columns),
                *origin(datum.provenance),
            ),
        )
        for datum in data
    ]
    caption = f"{known.outcome(outcome)}: what each arm gave."
    return Table(caption=caption, heads=heads, rows=rows, file=f"data/{outcome}.csv")


def _contrasts(known: _Known, outcome: str, contrasts: Sequence[Contrast]) -> Table:
    given = [name for name in _GIVEN if any(getattr(row, name) is not None for row in contrasts)] or ["estimate"]
    heads = (
        *map(Cell, ("Study", "Arm", "Against", "Part", "Measure")),
        *(Cell(_GIVEN[name], "n") for name in given),
        *ORIGIN_HEADS,
    )
    rows = [
        Row(
            place=row.place,
            cells=(
                Cell(known.study(row.study)),
                Cell(known.arm(outcome, row.study, row.arm)),
                Cell(known.arm(outcome, row.study, row.against)),
                _part(row),
                Cell(row.measure),
                *(number(getattr(row, name)) for name in given),
                *origin(row.provenance),
            ),
        )
        for row in contrasts
    ]
    caption = f"{known.outcome(outcome)}: what was reported as a contrast (ratios as logarithms)."
    return Table(caption=caption, heads=heads, rows=rows, file=f"data/{outcome}.contrasts.csv")


def _facts(review: Review) -> Table:
    heads = (Cell("Fact"), Cell("Value"), Cell("Of"), Cell("Where in it"), *ORIGIN_HEADS)
    rows = [
        Row(
            place=fact.place,
            cells=(
                Cell(fact.name.replace("_", " ")),
                words(fact.value),
                words(fact.of),
                words(fact.where),
                *origin(fact.provenance)[:1],
                words(fact.source),
                words(fact.provenance.note),
            ),
        )
        for fact in review.facts.values()
    ]
    return Table(caption="Numbers quoted from elsewhere.", heads=heads, rows=rows, file="facts.csv")
