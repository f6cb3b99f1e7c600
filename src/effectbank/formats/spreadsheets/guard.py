"""A workbook made safe before it is opened: only its own XML, under caps, and what its sheets hold counted.

A workbook may come from anyone: a few kilobytes can unpack to gigabytes, or call a million cells one merged cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from effectbank.formats.archives import ArchiveCaps, unpack
from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.grid import MOST_CELLS, Merge, column_of
from effectbank.problems import Problem

MOST_MERGES = 2_000
CAPS = ArchiveCaps(members=2_000, member_bytes=32 * 1024**2, total_bytes=32 * 1024**2, ratio=1_000, depth=1)
CHUNK = 64 * 1024
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
COMMENTS = re.compile(r"xl/(?:comments|threadedComments)", re.IGNORECASE)
MEDIA = ("xl/drawings/", "xl/charts/", "xl/media/", "xl/embeddings/", "xl/externallinks/", "xl/pivot", "customxml/")
ODS, XLSB, CONTENTS = "mimetype", "xl/workbook.bin", "[Content_Types].xml"


@dataclass(slots=True)
class Scanned:
    """What one sheet's XML holds: filled cells, merged cells, formulas without a value."""

    cells: int = 0
    furthest: tuple[int, int] = (0, 0)  # the last row and column in which something is
    merges: list[Merge] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Safe:
    """A workbook packed anew without drawings, media and links, and what each sheet's part holds."""

    raw: bytes
    sheets: Mapping[str, Scanned]
    has_comments: bool  # on cells, which are not read


class _Refused(Exception):  # noqa: N818 -- ends a parse; no caller of this module sees it
    """The part holds what no sheet of trials does."""


def made_safe(file: str, raw: bytes) -> tuple[Safe | None, list[Problem]]:
    """The workbook, safe to open; None and a Problem where it is none, or isn't to be opened."""
    found = unpack(raw, name=file, wanted=_is_wanted, caps=CAPS)
    other = _other(found.files, found.passed_over)
    if found.problems and not other:
        return None, [faults.refused_workbook(file, problem) for problem in found.problems[:1]]
    if other or CONTENTS not in found.files or not any(name.startswith("xl/") for name in found.files):
        return None, [faults.other_workbook(file, other or "a zip archive that holds no workbook")]
    try:
        sheets = {name: _scan(part) for name, part in found.files.items() if SHEETS.fullmatch(name)}
        commented = any(COMMENTS.match(name) for name in found.files)
        return Safe(raw=_packed(found.files), sheets=_counted(sheets), has_comments=commented), []
    except _Refused as why:
        return None, [faults.outsized_workbook(file, str(why))]
    except ModuleNotFoundError:
        raise
    except Exception as fault:  # a damaged part ends in whatever its parser meets first
        return None, [faults.broken_workbook(file, fault)]


def _is_wanted(name: str) -> bool:
    plain = name.casefold()
    return plain == ODS or (plain.endswith((".xml", ".rels")) and not plain.startswith(MEDIA))


def _other(files: Mapping[str, bytes], passed_over: list[str]) -> str:
    """What the archive is where it is another program's workbook; "" where it isn't."""
    if b"opendocument" in files.get(ODS, b""):
        return "an OpenDocument file"
    return "a binary workbook (.xlsb)" if XLSB in passed_over else ""


def _packed(files: Mapping[str, bytes]) -> bytes:
    """The parts as a zip anew. No part may define entities: no spreadsheet program writes any."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in files.items():
            plain = part.replace(b"\0", b"")  # in UTF-16 too
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise _Refused(f"{name} defines entities")
            archive.writestr(name, part)
    return packed.getvalue()


def _counted(sheets: Mapping[str, Scanned]) -> Mapping[str, Scanned]:
    if sum(sheet.cells for sheet in sheets.values()) > MOST_CELLS:
        raise _Refused(f"its sheets hold more than {MOST_CELLS:,} filled cells")
    return sheets


def _scan(part: bytes) -> Scanned:
    from lxml import etree  # noqa: PLC0415 -- an extra

    target = _Sheet()
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False)
    for start in range(0, len(part), CHUNK):
        parser.feed(part[start : start + CHUNK])
    parser.close()
    return target.found


class _Sheet:
    """The parser's target: told of each element as it opens and closes."""

    def __init__(self) -> None:
        self.found = Scanned()
        self.at = (0, -1)  # row from 1, column from 0
        self.formula = self.value = self.inside = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, its value or formula, or a merged cell."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self.at = int(attributes.get("r", self.at[0] + 1)), -1
        elif name == "c":
            self.at = _place(attributes.get("r", "")) or (self.at[0], self.at[1] + 1)
            self.formula, self.value = False, attributes.get("t") == "str"  # a formula's own "" is a value
        elif name in ("v", "t"):
            self.inside = True
        elif name == "f":
            self.formula = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        """Text, which tells that a cell has a value; it is read by others."""
        self.value = self.value or (self.inside and bool(text))

    def end(self, tag: str) -> None:
        """A cell in which something is."""
        self.inside = False
        if tag.rpartition("}")[2] == "c" and (self.value or self.formula):
            self._cell()

    def close(self) -> Scanned:
        """What was found."""
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
