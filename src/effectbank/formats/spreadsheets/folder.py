"""A table that was read, as a review folder: the files that the folder's own reader reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from effectbank.formats.cochrane.naming import slug
from effectbank.formats.spreadsheets.applying import Applied
from effectbank.formats.spreadsheets.mapping import Mapping
from effectbank.formats.spreadsheets.mapping_file import FILE, mapping_bytes
from effectbank.review import Review, read_files
from effectbank.review.model import SPREADSHEET
from effectbank.review.reading import arms, data, entry, plan, studies
from effectbank.review.writing.sheets import sheet_bytes
from effectbank.review.writing.tables import toml_bytes

BEFORE = """\
# Imported from {file}.
# How its columns were read is in mapping.toml, and from which row each number comes is in the files of data.
# The comparison, the outcomes and the measures are as the import named them: look at them before anything is
# concluded. What you have to say of the trials goes into text.md, a file that isn't there yet.

"""


def review_of(applied: Applied, mapping: Mapping, *, file: str, aside: Sequence[str]) -> Review:
    """The folder of a table that was read, as its reader reads it. `aside` tells of rows that were set aside."""
    stem = PurePath(file).stem
    title = " ".join(stem.replace("_", " ").replace("-", " ").split())
    card = {"kind": "review", "title": title[:1].upper() + title[1:] or "Trials", "taken_from": SPREADSHEET}
    files = {
        entry.FILE: toml_bytes(card, {}),
        plan.FILE: toml_bytes(_plan(applied, mapping), {}, BEFORE.format(file=_as_comment(file))),
        studies.FILE: sheet_bytes(applied.studies, studies.COLUMNS),
        arms.FILE: sheet_bytes(applied.arms, arms.COLUMNS),
        FILE: mapping_bytes(mapping, file=file, aside=aside),
    }
    for name, rows in applied.data.items():
        files[f"{data.FOLDER}{name}.csv"] = sheet_bytes(rows, data.COLUMNS)
    for name, rows in applied.contrasts.items():
        files[f"{data.FOLDER}{name}{data.CONTRASTS}"] = sheet_bytes(rows, data.CONTRAST_COLUMNS)
    return read_files(slug(stem).replace("_", "-") or "trials", files)


def _plan(applied: Applied, mapping: Mapping) -> dict[str, object]:
    """What review.toml says: one comparison, and an outcome and an analysis for each outcome of the sheet."""
    sides = {side: list(names) for side, names in applied.treatments.items()}
    labels = {"intervention": " or ".join(mapping.intervention), "control": " or ".join(mapping.control)}
    said = {f"{side}_label": label for side, label in labels.items() if label}
    name = slug("_v_".join("_or_".join(names) for names in sides.values()))
    return {
        "comparisons": {name: {"label": " v ".join(labels.values()), **sides, **said}},
        "outcomes": {one.name: {"label": one.label, "kind": kind} for one, kind in applied.outcomes.items()},
        "analyses": {
            one.name: {"label": one.label, "outcome": one.name, "comparison": name, "measure": one.measure}
            for one in applied.outcomes
        },
    }


def _as_comment(file: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in file)
