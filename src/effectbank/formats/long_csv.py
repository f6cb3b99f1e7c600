"""A review's data as one long CSV: one row an arm (or a contrast) and outcome, with its study and provenance.

Columns `study.…` are those of studies.csv, `arm.…` those of arms.csv; the rest are the data's own. Read back it is
a review of outcomes, studies, arms and data; studies without data, analyses and prose aren't in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from effectbank.problems import Place, Problem
from effectbank.review import Review, read_files
from effectbank.review.model import Arm, Contrast, Datum
from effectbank.review.reading import arms, data, entry, plan, studies
from effectbank.review.reading.decode import text_of
from effectbank.review.reading.faults import error, shown
from effectbank.review.reading.sheet import PROVENANCE, Columns, Row, sheet_of
from effectbank.review.reading.studies import label_of
from effectbank.review.writing import sheets
from effectbank.review.writing.files import write_atomically
from effectbank.review.writing.tables import toml_bytes

STUDY, ARM = "study.", "arm."
OUTCOME = ("outcome", "outcome.label", "kind")
DATA = tuple(dict.fromkeys((*data.COLUMNS.known, "against", "against.treatment", *data.CONTRAST_COLUMNS)))
OWN = tuple(column for column in DATA if column not in ("study", "arm", *PROVENANCE))
COLUMNS = Columns(
    needed=(*OUTCOME, "study", "arm", "treatment"),
    known=(f"{ARM}randomised", f"{ARM}description", *OWN),
    any_other=True,
    comments=False,
)
Cells = Mapping[str, str]


def write(review: Review, path: str | Path) -> Path:
    """Write every row of data of a review, outcome by outcome."""
    return write_atomically(Path(path), sheets.sheet_bytes(list(rows_of(review)), COLUMNS))


def rows_of(review: Review) -> Iterator[Cells]:
    """The rows by column; a cell that isn't known is empty."""
    given = {(arm.study, arm.name): arm for arm in review.arms}
    for name in dict.fromkeys((*review.outcomes, *review.data, *review.contrasts)):
        for datum in review.data.get(name, ()):
            yield {**_row(review, given, datum), **sheets.datum_cells(datum)}
        for contrast in review.contrasts.get(name, ()):
            against = _arm_cells(given.get((contrast.study, contrast.against)))
            told = {"against.treatment": against.get("treatment", "")}
            yield {**_row(review, given, contrast), **told, **sheets.contrast_cells(contrast)}


def _row(review: Review, given: Mapping[tuple[str, str], Arm], row: Datum | Contrast) -> dict[str, str]:
    """What a row says besides its own cells: of its outcome, its study and its arm."""
    outcome, study = review.outcomes.get(row.outcome), review.studies.get(row.study)
    arm = _arm_cells(given.get((row.study, row.arm)))
    label = "" if outcome is None or outcome.label == label_of(outcome.name) else outcome.label
    told = {"outcome": row.outcome, "outcome.label": label, "kind": outcome.kind if outcome else ""}
    of_study = sheets.study_cells(study) if study else {}
    return {
        **told,
        "treatment": arm.get("treatment", ""),
        **{f"{ARM}{column}": arm.get(column, "") for column in ("randomised", "description")},
        **{f"{STUDY}{column}": cell for column, cell in of_study.items() if column not in ("study", *PROVENANCE)},
    }


def _arm_cells(arm: Arm | None) -> Cells:
    return sheets.arm_cells(arm) if arm else {}


def read(path: str | Path) -> Review:
    """The review in a long CSV; its `read_problems` tell what could not be read."""
    file = Path(path).name
    text, problems = text_of(file, Path(path).read_bytes())
    sheet, more = sheet_of(file, text, COLUMNS)
    made = _Folder(title=Path(path).stem)
    for row in sheet.rows:
        problem = made.take(row)
        problems.extend([problem] if problem else [])
    return read_files(Path(path).stem, made.files(), refused=[*problems, *more])


class _Folder:
    """The rows of a folder's files as they are met in the long one."""

    def __init__(self, *, title: str) -> None:
        self.title = title
        self.outcomes: dict[str, dict[str, str]] = {}
        self.studies: dict[str, Cells] = {}
        self.arms: dict[tuple[str, str], dict[str, str]] = {}
        self.data: dict[str, list[Cells]] = {}

    def take(self, row: Row) -> Problem | None:
        """Put one row where it belongs; a Problem where its outcome cannot be a file's name."""
        cells, outcome = row.cells, row.cells["outcome"]
        if not outcome or "/" in outcome or "\\" in outcome or not outcome.isprintable():
            place = Place(file=row.file, line=row.line, key="outcome")
            return error("bad-outcome", place, f"{shown(outcome)} can't name an outcome; the row is left out")
        self.outcomes.setdefault(outcome, {"label": cells["outcome.label"], "kind": cells["kind"]})
        of_study = {column.removeprefix(STUDY): cell for column, cell in cells.items() if column.startswith(STUDY)}
        self.studies.setdefault(cells["study"], {"study": cells["study"], **of_study})
        of_arm = {column: cells.get(f"{ARM}{column}", "") for column in ("randomised", "description")}
        self._arm(cells["study"], cells["arm"], cells["treatment"], of_arm)
        if cells.get("against"):
            self._arm(cells["study"], cells["against"], cells.get("against.treatment", ""), {})
        file = f"{data.FOLDER}{outcome}{data.CONTRASTS if cells.get('against') else '.csv'}"
        self.data.setdefault(file, []).append(cells)
        return None

    def _arm(self, study: str, arm: str, treatment: str, more: Cells) -> None:
        """What a row says of an arm; what an earlier one said stands."""
        had = self.arms.setdefault((study, arm), {})
        for column, cell in {"study": study, "arm": arm, "treatment": treatment, **more}.items():
            had[column] = had.get(column) or cell

    def files(self) -> dict[str, bytes]:
        """The files, as the folder's reader reads them."""
        table = {name: {key: cell for key, cell in said.items() if cell} for name, said in self.outcomes.items()}
        told = [
            row
            for row in self.arms.values()
            if any(row[column] for column in row if column not in ("study", "arm"))
        ]
        return {
            entry.FILE: toml_bytes({"kind": "review", "title": self.title}, {}),
            plan.FILE: toml_bytes({"outcomes": table}, {}),
            studies.FILE: sheets.sheet_bytes(list(self.studies.values()), studies.COLUMNS),
            arms.FILE: sheets.sheet_bytes(told, arms.COLUMNS),
            **{file: _sheet(file, rows) for file, rows in self.data.items()},
        }


def _sheet(file: str, rows: list[Cells]) -> bytes:
    """A file of the folder's data: of each row the columns that such a file has."""
    columns = data.CONTRAST_COLUMNS if file.endswith(data.CONTRASTS) else data.COLUMNS
    return sheets.sheet_bytes([{column: row.get(column, "") for column in columns} for row in rows], columns)
