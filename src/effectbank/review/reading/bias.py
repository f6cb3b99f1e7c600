"""risk_of_bias.csv: one judgement a row, by whatever tool the review used."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.review.model import RiskOfBias
from effectbank.review.reading.sheet import Columns
from effectbank.review.reading.source import Source

FILE = "risk_of_bias.csv"
COLUMNS = Columns(needed=("study", "domain", "judgement"), known=("tool", "outcome", "support"))


def risk_of_bias_of(source: Source) -> Iterator[RiskOfBias]:
    """Each judgement, in the order of the file. An empty judgement is one not known."""
    for cells in source.rows(FILE, COLUMNS):
        study, domain = cells.name("study"), cells.name("domain")
        if study and domain:
            yield RiskOfBias(
                tool=cells.text("tool"),
                study=study,
                outcome=cells.text("outcome"),
                domain=domain,
                judgement=cells.text("judgement"),
                support=cells.text("support"),
                provenance=cells.provenance(),
                place=cells.place(),
            )
