"""A stored number that the data do not yield, with both values and the likely cause."""

from __future__ import annotations

from dataclasses import dataclass

from effectbank.numerals import significant
from effectbank.problems import Place
from effectbank.review.model import AsWritten

EXPLAINED, UNEXPLAINED = "explained", "unexplained"
CHANGED = "probably the data of this row were changed after its results were stored"  # the cause in a row itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stored number that the data do not yield: both values, and the likely cause or "".

    `computed` None: the data yield no such number. `whose` is the study or subgroup in words, "" for the whole
    analysis; `study` (its name) and `subgroup` (its heading) are "" for none.
    `rows` are where the data of its study are written, () for a total's.
    Where the cause is another plan, `yields` tells how many of how many numbers stored of the analysis it yields.
    """

    analysis: str
    whose: str
    study: str
    subgroup: str
    quantity: str
    stored: AsWritten
    computed: float | None
    cause: str
    place: Place
    rows: tuple[Place, ...] = ()
    yields: tuple[int, int] | None = None

    @property
    def verdict(self) -> str:
        """Explained or unexplained."""
        return EXPLAINED if self.cause else UNEXPLAINED

    @property
    def reason(self) -> str:
        """The cause with how much bears it out, or that there is none."""
        if self.yields is None:
            return self.cause or UNEXPLAINED
        return f"{self.cause} (which yields {self.yields[0]} of the {self.yields[1]} numbers stored)"

    @property
    def values(self) -> str:
        """Both values in words."""
        ours = "none" if self.computed is None else significant(self.computed, 8)
        return f"{self.quantity} stored {self.stored.words}, computed {ours}"

    def __str__(self) -> str:
        told = ", ".join(part for part in (self.analysis, self.whose) if part)
        return f"{self.place}: {told}: {self.values}: {self.reason}"

    def to_dict(self) -> dict[str, object]:
        """The finding as JSON-ready data."""
        return {
            "analysis": self.analysis, "whose": self.whose, "quantity": self.quantity, "stored": float(self.stored),
            "computed": self.computed, "verdict": self.verdict, "cause": self.cause,
            "yields": list(self.yields) if self.yields else None, "file": self.place.file,
            "line": self.place.line, "rows": [{"file": row.file, "line": row.line} for row in self.rows],
        }  # fmt: skip
