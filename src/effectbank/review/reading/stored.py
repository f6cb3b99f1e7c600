"""published.csv: the results the source's own file held, one row a study, a subgroup or an analysis."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.review.model import STORED, AsWritten, StoredResult
from effectbank.review.reading.cells import Cells
from effectbank.review.reading.sheet import Columns
from effectbank.review.reading.source import Source

FILE = "published.csv"
COLUMNS = Columns(needed=("analysis",), known=("subgroup", "study", "stratum", "applies_to", *STORED))

_PLAIN = str.maketrans({",": ".", "\u2212": "-"})


def stored_of(source: Source) -> Iterator[StoredResult]:
    """Each row, in the order of the file."""
    for cells in source.rows(FILE, COLUMNS):
        analysis = cells.name("analysis")
        if analysis:
            yield StoredResult(
                analysis=analysis,
                subgroup=cells.text("subgroup"),
                study=cells.text("study"),
                stratum=cells.text("stratum"),
                applies_to=cells.text("applies_to"),
                numbers=_numbers(cells),
                place=cells.place(),
            )


def _numbers(cells: Cells) -> dict[str, AsWritten]:
    """The cells that hold a number, as they were written but for decimal commas and true minuses."""
    found = ((name, cells.number(name)) for name in STORED if cells.text(name))
    return {name: AsWritten(cells.text(name).translate(_PLAIN)) for name, number in found if number is not None}
