"""The rows of a wide CSV as the files of a folder: two arms a study and comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from effectbank.formats.wide.columns import CELLS, CONTRAST, LABELS, STUDY, WHERE
from effectbank.problems import Place, Problem
from effectbank.review.reading import arms, data, entry, plan, studies
from effectbank.review.reading.faults import error, shown
from effectbank.review.reading.sheet import PROVENANCE, Row
from effectbank.review.writing import sheets
from effectbank.review.writing.tables import toml_bytes

Cells = Mapping[str, str]
Key = tuple[str, ...]
Contrast = tuple[tuple[str, str], ...]


class Folder:
    """The rows of a folder's files as they are met in the wide one."""

    def __init__(self, *, title: str) -> None:
        self.title = title
        self.plan: dict[str, dict[str, dict[str, object]]] = {"comparisons": {}, "outcomes": {}, "analyses": {}}
        self.studies: dict[str, Cells] = {}
        self.arms: dict[tuple[str, str], Cells] = {}
        self.data: dict[str, dict[Key, Cells]] = {}
        self.contrasts: dict[str, dict[str, Counter[Contrast]]] = {}  # by outcome and comparison

    def take(self, row: Row) -> Problem | None:
        """Put one row where it belongs; a Problem where it cannot be, and then it is left out."""
        cells, place = row.cells, Place(file=row.file, line=row.line)
        for column in ("outcome", "comparison", "intervention", "control", "study"):
            if not cells[column] or set(cells[column]) & set("/\\") or not cells[column].isprintable():
                told = f"{column} {shown(cells[column])} can't be a name; the row is left out"
                return error("bad-name", place, told)
        against = self._plan(cells)
        if against:
            return error("row-differs", place, f"{against}; the row is left out")
        rest = {column.removeprefix(STUDY): cell for column, cell in cells.items() if column.startswith(STUDY)}
        self.studies.setdefault(cells["study"], {"study": cells["study"], "label": cells["slab"], **rest})
        for side in ("intervention", "control"):
            arm = {"study": cells["study"], "arm": cells[side], "treatment": cells[side]}
            self.arms.setdefault((cells["study"], cells[side]), arm)
        if cells["given"] == CONTRAST:
            of_outcome = self.contrasts.setdefault(cells["outcome"], {})
            of_outcome.setdefault(cells["comparison"], Counter())[_contrast(cells)] += 1
            return None
        return self._groups(cells, place)

    def _plan(self, cells: Cells) -> str:
        """Put what a row says of the plan there; what speaks against it, in words, where an earlier row does."""
        outcome, comparison = cells["outcome"], cells["comparison"]
        labels = {column: cells.get(column, "") for column in LABELS}
        measured: dict[str, object] = {"label": labels["outcome.label"], "kind": cells["kind"]}
        said: dict[str, object] = {
            "label": labels["comparison.label"],
            "intervention": [cells["intervention"]],
            "control": [cells["control"]],
            "intervention_label": labels["intervention.label"],
            "control_label": labels["control.label"],
        }
        if cells["intervention"] == cells["control"]:
            return f"{shown(cells['control'])} is on both sides"
        if self.plan["outcomes"].setdefault(outcome, measured) != measured:
            return f"an earlier row says other things of the outcome {shown(outcome)}"
        if self.plan["comparisons"].setdefault(comparison, said) != said:
            return f"an earlier row says other things of the comparison {shown(comparison)}"
        asked = {"outcome": outcome, "comparison": comparison, "measure": cells["measure"]}
        if asked not in self.plan["analyses"].values():
            name = outcome if outcome not in self.plan["analyses"] else f"{outcome}_{comparison}"
            self.plan["analyses"].setdefault(name, dict(asked))
        return ""

    def _groups(self, cells: Cells, place: Place) -> Problem | None:
        """The two groups of a row; an arm shared with another comparison must say the same."""
        had = self.data.setdefault(cells["outcome"], {})
        for side, group in (("intervention", 0), ("control", 1)):
            names = CELLS.get(cells["kind"], {})
            numbers = {cell: cells.get(columns[group], "") for cell, columns in names.items()}
            where = {column: cells.get(column, "") for column in WHERE}
            told = {column: cells.get(column, "") for column in PROVENANCE}
            key = (cells["study"], cells[side], *where.values())
            row = {"study": cells["study"], "arm": cells[side], **where, **numbers, **told}
            before = had.setdefault(key, row)
            if any(before[cell] != numbers[cell] for cell in numbers):
                said = f"an earlier row gives {shown(cells[side])} of {cells['study']} other numbers; those stand"
                return error("arm-differs", place, said)
        return None

    def files(self) -> dict[str, bytes]:
        """The files, as the folder's reader reads them."""
        table = {name: {key: _filled(said) for key, said in tables.items()} for name, tables in self.plan.items()}
        return {
            entry.FILE: toml_bytes({"kind": "review", "title": self.title}, {}),
            plan.FILE: toml_bytes(table, {}),
            studies.FILE: sheets.sheet_bytes(list(self.studies.values()), studies.COLUMNS),
            arms.FILE: sheets.sheet_bytes(list(self.arms.values()), arms.COLUMNS),
            **dict(self._data()),
        }

    def _data(self) -> Iterator[tuple[str, bytes]]:
        for outcome, rows in self.data.items():
            yield f"{data.FOLDER}{outcome}.csv", sheets.sheet_bytes(list(rows.values()), data.COLUMNS)
        for outcome, compared in self.contrasts.items():
            file = f"{data.FOLDER}{outcome}{data.CONTRASTS}"
            found = [dict(one) for one in _told_once(compared.values())]
            yield file, sheets.sheet_bytes(found, data.CONTRAST_COLUMNS)


def _told_once(compared: Iterable[Counter[Contrast]]) -> Iterator[Contrast]:
    """Contrasts by comparison, those out that an earlier comparison of the same arms tells, on either side."""
    found: Counter[Contrast] = Counter()
    for told in compared:
        found |= Counter({one: times for one, times in told.items() if _turned(one) not in found})
    return found.elements()


def _turned(contrast: Contrast) -> Contrast:
    """The same told the other way round."""
    said = dict(contrast)
    signs = {cell: _negative(said[cell]) for cell in ("estimate", "o_e")}
    return tuple({**said, "arm": said["against"], "against": said["arm"], **signs}.items())


def _negative(number: str) -> str:
    return number.removeprefix("-") if number[:1] in ("-", "") or not number.strip("0.") else f"-{number}"


def _contrast(cells: Cells) -> Contrast:
    said = {
        "study": cells["study"], "arm": cells["intervention"], "against": cells["control"],
        "measure": cells.get("yi.measure", ""), "estimate": cells.get("yi", ""), "se": cells.get("sei", ""),
        **{column: cells.get(column, "") for column in ("o_e", "variance", *WHERE, *PROVENANCE)},
    }  # fmt: skip
    return tuple(said.items())


def _filled(said: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in said.items() if value}
