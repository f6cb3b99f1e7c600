"""The rows behind the numbers: what each arm gave for each outcome, contrasts, and facts quoted from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

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
from effectbank.review.model import Contrast, Datum

_COLUMNS = {
    "counts": ("events", "total"),
    "means": ("mean", "sd", "total"),
    "rates": ("events", "time"),
    "contrasts": (),
}
_HEADS = {"events": "Events", "total": "Analysed", "mean": "Mean", "sd": "SD", "time": "Time at risk"}


def row_tables(review: Review) -> tuple[Table, ...]:
    """One table for each outcome's rows and contrasts, then the quoted facts; none without a row."""
    tables = [_arms(review, name, data) for name, data in review.data.items()]
    tables += [_contrasts(review, name, rows) for name, rows in review.contrasts.items()]
    return tuple(without_empty_columns(table) for table in [*tables, _facts(review)] if table.rows)


def _label(review: Review, outcome: str) -> str:
    known = review.outcomes.get(outcome)
    return known.label if known else outcome


def _study(review: Review, name: str) -> str:
    return review.studies[name].label if name in review.studies else name


def _arms(review: Review, outcome: str, data: Sequence[Datum]) -> Table:
    known = review.outcomes.get(outcome)
    columns = _COLUMNS[known.kind if known else "counts"]
    heads = (
        Cell("Study"),
        Cell("Arm"),
        Cell("Stratum"),
        *(Cell(_HEADS[name], "n") for name in columns),
        *ORIGIN_HEADS,
    )
    rows = [
        Row(
            place=datum.place,
            cells=(
                Cell(_study(review, datum.study)),
                Cell(datum.arm.replace("_", " ")),
                Cell(", ".join(word for word in (datum.subgroup, datum.stratum, datum.applies_to) if word)),
                *(number(getattr(datum, name)) for name in columns),
                *origin(datum.provenance),
            ),
        )
        for datum in data
    ]
    return Table(
        caption=f"{_label(review, outcome)}: what each arm gave.",
        heads=heads,
        rows=rows,
        file=f"data/{outcome}.csv",
    )


def _contrasts(review: Review, outcome: str, contrasts: Sequence[Contrast]) -> Table:
    measures = ("Study", "Arm", "Against", "Measure", "Estimate", "Standard error")
    rows = [
        Row(
            place=row.place,
            cells=(
                Cell(_study(review, row.study)),
                *(Cell(name.replace("_", " ")) for name in (row.arm, row.against, row.measure)),
                number(row.estimate),
                number(row.se),
                *origin(row.provenance),
            ),
        )
        for row in contrasts
    ]
    caption = f"{_label(review, outcome)}: what was reported as a contrast (ratios as logarithms)."
    heads = (*(Cell(name, "n" if i > 3 else "") for i, name in enumerate(measures)), *ORIGIN_HEADS)
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
