"""A plain table as the templates draw it, and the names of the places in it that numbers lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from effectbank.problems import Place
from effectbank.publish.rich import rich
from effectbank.publish.site import slug_of
from effectbank.review.model import Provenance
from effectbank.words import Confidence

HOW_KNOWN = {
    Confidence.STATED: "stated",
    Confidence.DERIVED: "derived",
    Confidence.RECONSTRUCTED: "reconstructed",
    Confidence.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says; `sort` is "n" for a number, "long" for a sentence, "unknown" for what isn't known."""

    text: str
    sort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row, its first cell the heading of it; a number may lead to its place in a file."""

    cells: Sequence[Cell]
    place: Place | None = None

    @property
    def anchor(self) -> str:
        """Its name on the page, "" for a row that stands in no file."""
        return anchor_of(self.place) if self.place else ""

    @property
    def line(self) -> int | None:
        """Its number in its file, by which an explanation calls it."""
        return self.place.line if self.place else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Heads over rows, with a caption that says what they are."""

    caption: str
    heads: Sequence[Cell]
    rows: Sequence[Row]
    file: str = ""

    @property
    def numbered(self) -> bool:
        """Whether its rows are those of a file, with the numbers they have there."""
        return any(row.line is not None for row in self.rows)


def words(text: object) -> Cell:
    """A cell of words; nothing known is nothing written."""
    said = str(text).strip()
    return Cell(said, "long" if len(said) > 40 else "")


def told(text: str) -> Cell:
    """A cell of words that may hold Markdown."""
    return Cell(rich(text), "long" if len(text) > 40 else "")


def number(value: float | None) -> Cell:
    """A number as it stands in the folder; an unknown one is called so."""
    return (
        Cell("unknown", "unknown")
        if value is None
        else Cell(f"{value:,}" if isinstance(value, int) else f"{value:g}", "n")
    )


def origin(provenance: Provenance) -> tuple[Cell, Cell, Cell]:
    """The three last cells of any row: how it is known, from what source, and what is to be said of it."""
    known = HOW_KNOWN[provenance.confidence] if provenance.confidence else ""
    return Cell(known), words(provenance.source), words(provenance.note)


ORIGIN_HEADS = (Cell("How known"), Cell("Source"), Cell("Note"))


def anchor_of(place: Place) -> str:
    """The name, on the page, of a line of a file of the folder."""
    return slug_of(f"row {place.file} {place.line or place.key or ''}")


def anchors_of(places: Iterable[Place]) -> str:
    """The names of several lines, apart by a space: what a link lights besides the one it leads to."""
    return " ".join(map(anchor_of, places))


def without_empty_columns(table: Table) -> Table:
    """The table less the columns in which nothing is written."""
    kept = [i for i, _ in enumerate(table.heads) if any(row.cells[i].text for row in table.rows)]
    rows = [Row(cells=_picked(row.cells, kept), place=row.place) for row in table.rows]
    return Table(caption=table.caption, heads=_picked(table.heads, kept), rows=rows, file=table.file)


def _picked(cells: Sequence[Cell], kept: Iterable[int]) -> tuple[Cell, ...]:
    return tuple(cells[i] for i in kept)
