"""Write a folder: files whose records are as read keep their bytes; the others are written anew, at one stroke."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from effectbank.problems import BadInput, Severity
from effectbank.review.read import TEXT, read_files
from effectbank.review.reading import arms, bias, data, entry, facts, plan, references, stored, studies
from effectbank.review.reading.decode import text_of
from effectbank.review.reading.sheet import Columns
from effectbank.review.review import Review
from effectbank.review.writing import sheets, tables
from effectbank.review.writing.files import write_atomically

Record = TypeVar("Record")


def write_folder(review: Review, path: str | Path) -> tuple[str, ...]:
    """Write a review's files under `path` and return the names of those whose bytes changed there.

    Each file is written beside its place and renamed into it, so that a kill leaves the old or the new one,
    never half. Files of the folder that the review does not speak of stay. Raises BadInput for a name or a
    link that would lead out of the folder.
    """
    return write_files(bytes_of(review), path)


def write_files(files: Mapping[str, bytes], path: str | Path) -> tuple[str, ...]:
    """The same of files that were made already."""
    root = Path(path)
    root.mkdir(parents=True, exist_ok=True)
    return tuple(name for name, raw in files.items() if _put(root, name, raw))


def bytes_of(review: Review) -> dict[str, bytes]:
    """Every file of the folder: as read where its records are as read, else made from them.

    Raises BadInput for a changed file that was not read without errors: what could not be read would be lost.
    """
    before = read_files(review.name, review.files)
    changed = {**_changed_sheets(review, before), **_changed_tables(review, before)}
    if review.text != before.text:
        changed[TEXT] = review.text.encode()
    if review.references != before.references:
        items = json.dumps(list(review.references), indent=2, ensure_ascii=False)
        changed[references.FILE] = f"{items}\n".encode()
    _refuse_unread(changed, before)
    return {**review.files, **changed}


def _refuse_unread(changed: Iterable[str], before: Review) -> None:
    for problem in before.read_problems:
        if (
            problem.severity is Severity.ERROR
            and problem.place.file in changed
            and problem.place.file in before.files
        ):
            raise BadInput(f"{problem.place.file} would be rewritten, but not all of it was read: {problem}")


def _changed_tables(review: Review, before: Review) -> dict[str, bytes]:
    made = {}
    if review.card != before.card:
        wanted, had = tables.entry_table(review.card), tables.entry_table(before.card)
        made[entry.FILE] = tables.toml_bytes(wanted, had, _text(review, entry.FILE))
    wanted, had = tables.plan_table(review), tables.plan_table(before)
    if not tables.same(wanted, had):
        made[plan.FILE] = tables.toml_bytes(wanted, had, _text(review, plan.FILE))
    return made


def _changed_sheets(review: Review, before: Review) -> dict[str, bytes]:
    made: dict[str, bytes] = {}

    def put(
        file: str,
        now: Iterable[Record],
        then: Iterable[Record],
        cells: Callable[[Record], sheets.Cells],
        columns: Columns,
    ) -> None:
        rows = list(now)
        if rows != list(then):
            made[file] = sheets.sheet_bytes([cells(row) for row in rows], columns, _text(review, file))

    put(studies.FILE, review.studies.values(), before.studies.values(), sheets.study_cells, studies.COLUMNS)
    put(arms.FILE, review.arms, before.arms, sheets.arm_cells, arms.COLUMNS)
    put(facts.FILE, review.facts.values(), before.facts.values(), sheets.fact_cells, facts.COLUMNS)
    put(bias.FILE, review.risk_of_bias, before.risk_of_bias, sheets.judgement_cells, bias.COLUMNS)
    put(stored.FILE, review.stored, before.stored, sheets.stored_cells, stored.COLUMNS)
    for name in dict.fromkeys((*review.data, *before.data)):
        file = f"{data.FOLDER}{name}.csv"
        put(file, review.data.get(name, ()), before.data.get(name, ()), sheets.datum_cells, data.COLUMNS)
    for name in dict.fromkeys((*review.contrasts, *before.contrasts)):
        file = f"{data.FOLDER}{name}{data.CONTRASTS}"
        now, then = review.contrasts.get(name, ()), before.contrasts.get(name, ())
        put(file, now, then, sheets.contrast_cells, data.CONTRAST_COLUMNS)
    return made


def _text(review: Review, file: str) -> str:
    return text_of(file, review.files.get(file, b""))[0]


def _put(root: Path, name: str, raw: bytes) -> bool:
    """Write one file at a stroke; False where its bytes are there already."""
    place = _inside(root, name)
    if place.is_file() and place.read_bytes() == raw:
        return False
    write_atomically(place, raw)
    return True


def _inside(root: Path, name: str) -> Path:
    """Where a file lies; raises BadInput if its name, or a link on its way, leads out of the folder."""
    place = root / name
    if not place.resolve().is_relative_to(root.resolve()) or place.is_symlink():
        raise BadInput(f"{name!r} would be written outside the folder {str(root)!r}; give a name inside it")
    return place
