"""studies.csv: the studies of a review, and any column that may moderate or group their results."""

from __future__ import annotations

from effectbank.review.model import Study
from effectbank.review.reading import faults
from effectbank.review.reading.cells import Cells
from effectbank.review.reading.sheet import Columns
from effectbank.review.reading.source import Source
from effectbank.words import StudyStatus

FILE = "studies.csv"
COLUMNS = Columns(
    needed=("study",), known=("label", "year", "country", "status", "reason", "randomised"), any_other=True
)


def studies_of(source: Source) -> dict[str, Study]:
    """Each study by its name, in the order of the file; a name given twice is told and the first stands."""
    studies: dict[str, Study] = {}
    for cells in source.rows(FILE, COLUMNS):
        name = cells.name("study")
        if name in studies:
            source.problems.append(faults.named_twice(cells.place("study"), name, studies[name].place))
        elif name:
            studies[name] = _study(cells, name)
    return studies


def _study(cells: Cells, name: str) -> Study:
    return Study(
        name=name,
        label=cells.text("label") or label_of(name),
        year=cells.count("year"),
        country=cells.text("country"),
        status=cells.word("status", StudyStatus) or StudyStatus.INCLUDED,
        reason=cells.text("reason"),
        randomised=cells.count("randomised"),
        fields=cells.others(tuple(COLUMNS)),
        provenance=cells.provenance(),
        place=cells.place(),
    )


def label_of(name: str) -> str:
    """How a study is printed when its row doesn't say: krupitsky_2004 → Krupitsky 2004."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
