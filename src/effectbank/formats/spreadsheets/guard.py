"""What must be known of a workbook before it is opened: how large it unpacks, and what its sheets hold.

A workbook may come from anyone: a few kilobytes can unpack to gigabytes, or call a million cells one merged cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.grid import Merge, column_of
from effectbank.problems import Problem

MOST_BYTES = 32 * 1024**2  # unpacked, all parts together
MOST_PARTS, MOST_CELLS, MOST_MERGES = 2_000, 300_000, 2_000
CHUNK = 64 * 1024
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
ODS, XLSB, WORKBOOK = "mimetype", "xl/workbook.bin", "[Content_Types].xml"
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


@dataclass(slots=True)
class Scanned:
    """What one sheet's XML holds, seen without opening it: filled cells, merged cells, formulas without a value."""

    cells: int = 0
    furthest: tuple[int, int] = (0, 0)  # the last row and column in which something is
    merges: list[Merge] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


class _Refused(Exception):  # noqa: N818 -- ends a parse; no caller of this module sees it
    """The part holds what no sheet of trials does."""


def scan_workbook(file: str, raw: bytes) -> tuple[Mapping[str, Scanned], list[Problem]]:
    """Each sheet's part with what it holds; a Problem, and nothing else, where the workbook isn't to be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            refused = _refusal(file, archive)
            return ({}, [refused]) if refused else (_scanned(archive), [])
    except _Refused as why:
        return {}, [faults.refused_workbook(file, str(why))]
    except ModuleNotFoundError:
        raise
    except Exception as fault:  # damaged archives end in whatever the unpacker meets first
        return {}, [faults.broken_workbook(file, fault)]


def _refusal(file: str, archive: zipfile.ZipFile) -> Problem | None:
    """Why the archive isn't to be unpacked, or is no workbook."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_BYTES:
        return faults.large_workbook(file, size, MOST_BYTES, len(parts))
    if any(part.flag_bits & 1 for part in parts):
        return faults.locked_workbook(file)
    if ODS in names and b"opendocument" in archive.read(ODS):
        return faults.other_workbook(file, "an OpenDocument file")
    if XLSB in names:
        return faults.other_workbook(file, "a binary workbook (.xlsb)")
    return None if WORKBOOK in names else faults.other_workbook(file, "a zip archive that holds no workbook")


def _scanned(archive: zipfile.ZipFile) -> dict[str, Scanned]:
    found: dict[str, Scanned] = {}
    for part in archive.infolist():
        raw = archive.read(part) if part.filename.casefold().endswith((".xml", ".rels")) else b""
        if b"<!DOCTYPE" in raw.replace(b"\0", b"") or b"<!ENTITY" in raw.replace(b"\0", b""):
            raise _Refused(f"{part.filename} defines entities, which no spreadsheet program writes")
        if SHEETS.fullmatch(part.filename):
            found[part.filename] = _scan(raw)
    if sum(sheet.cells for sheet in found.values()) > MOST_CELLS:
        raise _Refused(f"it holds more than {MOST_CELLS:,} filled cells")
    return found


def _scan(raw: bytes) -> Scanned:
    from lxml import etree  # noqa: PLC0415 -- an extra

    target = _Sheet()
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False)
    for start in range(0, len(raw), CHUNK):
        parser.feed(raw[start : start + CHUNK])
    parser.close()
    return target.found


class _Sheet:
    """The parser's target: told of each element as it opens and closes."""

    def __init__(self) -> None:
        self.found = Scanned()
        self.at = (0, -1)  # row from 1, column from 0
        self.formula = self.value = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            self.at = int(attributes.get("r", self.at[0] + 1)), -1
        elif name == "c":
            self.at = _place(attributes.get("r", "")) or (self.at[0], self.at[1] + 1)
            self.formula = self.value = False
        elif name in ("v", "is"):
            self.value = True
        elif name == "f":
            self.formula = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        """Text is read by others."""

    def end(self, tag: str) -> None:
        if tag.rpartition("}")[2] == "c" and (self.value or self.formula):
            self._cell()

    def close(self) -> Scanned:
        return self.found

    def _cell(self) -> None:
        self.found.cells += 1
        if self.found.cells > MOST_CELLS:
            raise _Refused(f"a sheet holds more than {MOST_CELLS:,} filled cells")
        if self.formula and not self.value:
            self.found.uncalculated.add(self.at)
        row, column = self.at
        self.found.furthest = max(self.found.furthest[0], row), max(self.found.furthest[1], column + 1)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last or first)
        if len(self.found.merges) >= MOST_MERGES:
            raise _Refused(f"a sheet holds more than {MOST_MERGES:,} merged cells")
        if start and end:
            self.found.merges.append(Merge(top=start[0], bottom=end[0], left=start[1], right=end[1]))


def _place(reference: str) -> tuple[int, int] | None:
    """Row (from 1) and column (from 0) of a reference such as C5; None where it is none."""
    found = REFERENCE.fullmatch(reference)
    return (int(found[2]), column_of(found[1]) or 0) if found else None
