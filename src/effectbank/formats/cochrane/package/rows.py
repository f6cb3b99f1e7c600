"""data-rows.csv: a study in one analysis, a row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from effectbank.formats.cochrane.package import results
from effectbank.formats.cochrane.package.cells import NoNumber, Told, count, number, without_bad
from effectbank.formats.cochrane.source import SourceGroup, SourceRow
from effectbank.problems import Place
from effectbank.review.model import AsWritten
from effectbank.review.reading.sheet import Row

Cells = Mapping[str, str]
EXPERIMENTAL = ("Experimental cases", "Experimental N", "Experimental mean", "Experimental SD")
CONTROL = ("Control cases", "Control N", "Control mean", "Control SD")
NUMBERS = (
    "GIV Mean", "GIV SE", *EXPERIMENTAL[2:], *CONTROL[2:], "O-E", "Variance", "Weight",
    "Mean", "CI start", "CI end",
)  # fmt: skip
HELD = dict.fromkeys((*EXPERIMENTAL[:2], *CONTROL[:2]), "a count") | dict.fromkeys(NUMBERS, "a number")
APPLIES = {"": "", "SUBGROUP_AND_OVERALL": "", "SUBGROUP_ONLY": "subgroup", "OVERALL_ONLY": "total"}


@dataclass(slots=True, kw_only=True)
class RowReader:
    """Reads the rows of one file, of which each analysis has its kind of data.

    Of the columns that are not of the kind, blank and 0 both say "not applicable"; anything else is kept.
    """

    told: Told
    known: set[str] = field(default_factory=lambda: set(APPLIES))

    def read(self, row: Row, kind: str, subgroup: str) -> SourceRow:
        """The row; a cell that is no number is told, and unknown."""
        try:
            return self._read(row, kind, subgroup)
        except NoNumber:
            return self._read(without_bad(row, HELD, self.told), kind, subgroup)

    def _read(self, row: Row, kind: str, subgroup: str) -> SourceRow:
        cells = row.cells
        own = kind in ("counts", "means")  # then these columns hold Review Manager's results, not data
        return SourceRow(
            study=cells["Study"],
            subgroup=subgroup,
            applies_to=self._applies_to(row),
            experimental=_group(cells, EXPERIMENTAL, kind),
            control=_group(cells, CONTROL, kind),
            o_e=None if own else _datum(cells["O-E"], kind == "o_e"),
            variance=None if own else _datum(cells["Variance"], kind == "o_e"),
            estimate=_datum(cells["GIV Mean"], kind == "contrasts"),
            se=None if own else _datum(cells["GIV SE"], kind == "contrasts"),
            footnote=cells["Footnotes"],
            stored=results.of_row(cells, own=own),
            place=Place(file=row.file, line=row.line),
        )

    def _applies_to(self, row: Row) -> str:
        word = row.cells["Applicability"]
        if word in APPLIES:
            return APPLIES[word]
        if word not in self.known:
            self.known.add(word)
            known = [name for name in APPLIES if name]
            self.told.unknown_word(row.line, "Applicability", word, known, "the row counts everywhere")
        return ""


def _datum(cell: str, of_kind: bool) -> AsWritten | None:
    found = number(cell)
    return found if of_kind else found or None


def _group(cells: Cells, columns: tuple[str, str, str, str], kind: str) -> SourceGroup:
    counts, means = kind == "counts", kind == "means"
    of_events, of_total, of_mean, of_sd = columns
    events, total, mean, sd = (
        count(cells[of_events]),
        count(cells[of_total]),
        number(cells[of_mean]),
        number(cells[of_sd]),
    )
    if not counts:
        events = events or None
        if not means:
            total = total or None
    if not means:
        mean, sd = mean or None, sd or None
    return SourceGroup(events=events, total=total, mean=mean, sd=sd)
