"""data/OUTCOME.csv, one row an arm; data/OUTCOME.contrasts.csv, one row a contrast."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.review.model import Contrast, Datum
from effectbank.review.reading.sheet import Columns
from effectbank.review.reading.source import Source

FOLDER = "data/"
CONTRASTS = ".contrasts.csv"
APPLIES_TO = ("subgroup", "total")
WHERE = ("stratum", "subgroup", "applies_to")
COLUMNS = Columns(needed=("study", "arm"), known=(*WHERE, "events", "total", "mean", "sd", "time"))
CONTRAST_COLUMNS = Columns(
    needed=("study", "arm", "against", "measure", "estimate", "se"), known=("o_e", "variance", *WHERE)
)


def data_of(source: Source) -> dict[str, tuple[Datum, ...]]:
    """What the arms gave, by outcome."""
    files = sorted(file for file in source.files if is_data(file) and not file.endswith(CONTRASTS))
    return {outcome_of(file): tuple(_data(source, file)) for file in files}


def contrasts_of(source: Source) -> dict[str, tuple[Contrast, ...]]:
    """What was only reported as a contrast, by outcome."""
    files = sorted(file for file in source.files if is_data(file) and file.endswith(CONTRASTS))
    return {outcome_of(file): tuple(_contrasts(source, file)) for file in files}


def is_data(file: str) -> bool:
    """Whether a file of the folder holds an outcome's data."""
    return file.startswith(FOLDER) and file.endswith(".csv") and "/" not in file[len(FOLDER) :]


def outcome_of(file: str) -> str:
    """The outcome a data file is named for."""
    return file[len(FOLDER) :].removesuffix(".csv").removesuffix(".contrasts")


def _data(source: Source, file: str) -> Iterator[Datum]:
    for cells in source.rows(file, COLUMNS):
        study, arm = cells.name("study"), cells.name("arm")
        if study and arm:
            yield Datum(
                outcome=outcome_of(file),
                study=study,
                arm=arm,
                stratum=cells.text("stratum"),
                subgroup=cells.text("subgroup"),
                applies_to=cells.one_of("applies_to", APPLIES_TO),
                events=cells.count("events"),
                total=cells.count("total"),
                mean=cells.number("mean"),
                sd=cells.number("sd"),
                time=cells.number("time"),
                provenance=cells.provenance(),
                place=cells.place(),
            )


def _contrasts(source: Source, file: str) -> Iterator[Contrast]:
    for cells in source.rows(file, CONTRAST_COLUMNS):
        study, arm, against = cells.name("study"), cells.name("arm"), cells.name("against")
        if study and arm and against:
            yield Contrast(
                outcome=outcome_of(file),
                study=study,
                arm=arm,
                against=against,
                measure=cells.text("measure"),
                estimate=cells.number("estimate"),
                se=cells.number("se"),
                o_e=cells.number("o_e"),
                variance=cells.number("variance"),
                stratum=cells.text("stratum"),
                subgroup=cells.text("subgroup"),
                applies_to=cells.one_of("applies_to", APPLIES_TO),
                provenance=cells.provenance(),
                place=cells.place(),
            )
