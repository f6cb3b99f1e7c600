"""facts.csv: numbers quoted from elsewhere, each with its source and where in it."""

from __future__ import annotations

from effectbank.review.model import Fact
from effectbank.review.reading import faults
from effectbank.review.reading.cells import Cells
from effectbank.review.reading.sheet import Columns
from effectbank.review.reading.source import Source

FILE = "facts.csv"
COLUMNS = Columns(needed=("fact", "value"), known=("of", "where"))


def facts_of(source: Source) -> dict[str, Fact]:
    """Each fact by its name; a name given twice is told and the first stands."""
    facts: dict[str, Fact] = {}
    for cells in source.rows(FILE, COLUMNS):
        name, value = cells.name("fact"), cells.name("value")
        if name in facts:
            source.problems.append(faults.named_twice(cells.place("fact"), name, facts[name].place))
        elif name and value:
            facts[name] = _fact(cells, name, value)
    return facts


def _fact(cells: Cells, name: str, value: str) -> Fact:
    return Fact(
        name=name,
        value=value,
        of=cells.text("of"),
        source=cells.text("source"),
        where=cells.text("where"),
        provenance=cells.provenance(),
        place=cells.place(),
    )
