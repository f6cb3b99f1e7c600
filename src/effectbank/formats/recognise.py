"""Which format a file is of, by what it holds; its ending decides only where the content can't."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from effectbank.formats import long_csv, provenance_json, wide_csv
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.wide.columns import COLUMNS as WIDE
from effectbank.problems import BadInput
from effectbank.review import Review

LOOKED_AT = 64 * 1024  # bytes from the start


class Format(StrEnum):
    """What `effectbank import` reads."""

    RM5 = "rm5"
    PACKAGE = "package"
    LONG_CSV = "long-csv"
    WIDE_CSV = "wide-csv"
    JSON = "json"
    SPREADSHEET = "spreadsheet"
    RECORDS = "records"


DESCRIPTIONS = {
    Format.RM5: "a RevMan 5 file (.rm5)",
    Format.PACKAGE: "a Cochrane data package: zip, folder, or its data-rows.csv",
    Format.LONG_CSV: "what `export --to long-csv` wrote",
    Format.WIDE_CSV: "what `export --to wide-csv` wrote",
    Format.JSON: "what `export --to json` wrote",
    Format.SPREADSHEET: "trials in a CSV file or an Excel workbook",
    Format.RECORDS: "records: RIS, NBIB, PubMed or EndNote XML, BibTeX, CSL-JSON, OpenAlex, Crossref, registries",
}
EXPORTS: Mapping[Format, Callable[[Path], Review]] = {
    Format.LONG_CSV: long_csv.read,
    Format.WIDE_CSV: wide_csv.read,
    Format.JSON: provenance_json.read,
}
_OWN_SCHEMA = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"effectbank\.review/')
_FOR_REVIEW_MANAGER = "*-study-results.csv"
_RECORD_ENDINGS = (".ris", ".nbib", ".bib", ".enw", ".ciw", ".txt", ".json", ".xml")


class NotRecognised(BadInput):
    """A file of no format that is read here."""

    def __init__(self, path: Path) -> None:
        known = "; ".join(DESCRIPTIONS.values())
        super().__init__(f"{str(path)!r} is of no format that is read here. Known are: {known}")


class OneWay(BadInput):
    """A folder of tables that this program writes for Review Manager, and nothing reads again."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{str(path)!r} holds tables for Review Manager's import (`export --to revman-csv`), "
            "which nothing reads here; export their folder --to package or --to json instead, and import that"
        )


def recognise(path: Path) -> Format:
    """The format of a file or folder. Raises NotRecognised, and OneWay for a folder that is for others to read."""
    if path.is_dir():
        if any(path.rglob("*data-rows.csv")) or any(path.rglob("*-data.zip")):
            return Format.PACKAGE
        raise OneWay(path) if any(path.glob(_FOR_REVIEW_MANAGER)) else NotRecognised(path)
    if zipfile.is_zipfile(path):
        return Format.SPREADSHEET if _is_workbook(path) else Format.PACKAGE
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    return _of_export(start) or _of_text(path, start)


def read_source(path: Path, kind: Format, *, whole: bool = True) -> SourceReview:
    """What a Cochrane file says. Raises BadInput for one that is none at all, or whose format is no review's.

    Not `whole`, a package's lists of studies and its judgements are passed over: half the work of reading it.
    """
    if kind is Format.RM5:
        from effectbank.formats.rm5 import read_source as read_rm5  # noqa: PLC0415 -- lxml is an extra

        return read_rm5(path)
    if kind is Format.PACKAGE:
        from effectbank.formats.data_package import read_source as read_package  # noqa: PLC0415 -- as its sibling

        return read_package(path, whole=whole)
    raise BadInput(f"{str(path)!r} holds no review of Cochrane's but {DESCRIPTIONS[kind]}")


def read_export(path: Path, kind: Format) -> Review:
    """The review in what this program exported. Raises BadInput for a file that holds none."""
    return EXPORTS[kind](path)


def _is_workbook(path: Path) -> bool:
    """Whether a zip is some program's workbook, also one that its reader refuses with a way out (.ods)."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool({"[Content_Types].xml", "mimetype"} & set(archive.namelist()))
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.suffix.casefold() in (".xlsx", ".xlsm")


def _of_text(path: Path, start: bytes) -> Format:
    if b"<COCHRANE_REVIEW" in start or path.suffix.casefold() == ".rm5":
        return Format.RM5
    if path.suffix.casefold() == ".zip":
        return Format.PACKAGE  # cut short: its reader tells how
    if b"Analysis group" in start and b"GIV Mean" in start:
        return Format.PACKAGE
    if path.suffix.casefold() in (".csv", ".tsv", ".xls", ".ods"):
        return Format.RECORDS if b"NCT Number" in start else Format.SPREADSHEET
    if path.suffix.casefold() in _RECORD_ENDINGS:
        return Format.RECORDS
    raise NotRecognised(path)


def _of_export(start: bytes) -> Format | None:
    """Which export of this program's a file is, by its schema or its heads."""
    if _OWN_SCHEMA.match(start):
        return Format.JSON
    heads = _heads(start)
    tables = {Format.LONG_CSV: long_csv.COLUMNS, Format.WIDE_CSV: WIDE}
    return next((kind for kind, columns in tables.items() if heads >= {*columns.needed}), None)


def _heads(start: bytes) -> set[str]:
    """The headings of a CSV, also where a spreadsheet program saved it with semicolons or tabs."""
    first = start.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace")
    return {heading.strip(' "\r') for heading in re.split(r"[,;\t]", first)}
