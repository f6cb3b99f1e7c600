"""studies.csv or arms.csv is missing, or lists nothing, though other files name its studies or arms."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.problems import Place, Problem
from effectbank.review.checks.telling import error
from effectbank.review.reading import arms, studies
from effectbank.review.review import Review

STUDIES = "one row a study, with the header study,label,year,status; only study is needed"
ARMS = "one row an arm of a study and what it was given, with the header study,arm,treatment"


def check(review: Review) -> Iterator[Problem]:
    """One Problem a file, in place of one for each row that names what it should list."""
    data = [row for rows in (*review.data.values(), *review.contrasts.values()) for row in rows]
    naming = len(data) + len(review.arms) + len(review.risk_of_bias)
    if naming and not review.studies:
        yield _missing(review, studies.FILE, f"{naming:,} rows of other files name a study", STUDIES)
    if data and not review.arms:
        yield _missing(review, arms.FILE, f"{len(data):,} rows of data name an arm", ARMS)


def _missing(review: Review, file: str, why: str, what: str) -> Problem:
    how = f"no row of {file} could be read" if file in review.files else f"there is no {file}"
    return error("missing-file", Place(file=file), f"{how}, but {why}", f"it should hold {what}")
