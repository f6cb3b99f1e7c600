"""arms.csv: the groups of each study and what they were given."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.review.model import Arm
from effectbank.review.reading.sheet import Columns
from effectbank.review.reading.source import Source

FILE = "arms.csv"
COLUMNS = Columns(needed=("study", "arm", "treatment"), known=("randomised", "description"))


def arms_of(source: Source) -> Iterator[Arm]:
    """Each arm, in the order of the file."""
    for cells in source.rows(FILE, COLUMNS):
        study, arm = cells.name("study"), cells.name("arm")
        if study and arm:
            yield Arm(
                study=study,
                name=arm,
                treatment=cells.text("treatment"),
                randomised=cells.count("randomised"),
                description=cells.text("description"),
                provenance=cells.provenance(),
                place=cells.place(),
            )
