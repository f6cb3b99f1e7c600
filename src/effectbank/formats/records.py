"""The door to files of bibliographic records: read any that is known, write RIS, BibTeX or CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.bibtex_writing import bibtex_of
from effectbank.formats.bibliography.reading import RecordsRead
from effectbank.formats.bibliography.ris_writing import ris_of
from effectbank.formats.collecting import without_collecting
from effectbank.formats.csl_json import csl_json_of
from effectbank.formats.record_formats import FORMATS, format_of
from effectbank.problems import BadInput, Problem, UnknownName
from effectbank.screening.record import Record

MOST_BYTES = 512 * 1024**2
WRITERS = {".ris": ris_of, ".bib": bibtex_of, ".json": csl_json_of}

__all__ = ["RecordsRead", "encode_records", "read_records", "records_of", "write_records"]


def read_records(path: str | Path, *, format: str = "") -> RecordsRead:  # noqa: A002 -- the option's name
    """The records of a file, the Problems met, and the count: `starts` records begin, `read` + `rejected` of them.

    The format is known by what the file holds; `format` names it instead ("ris", "nbib", "pubmed-xml", …). Nothing
    that a file holds raises. Raises UnknownName for a format that isn't known, BadInput for what is no file,
    OSError for one that can't be opened, and NotInstalled without the packages of effectbank[formats] that XML and
    BibTeX need.
    """
    file = Path(path)
    if file.exists() and not file.is_file():
        raise BadInput(f"{file} is no file; name a file of records")
    with file.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raw_size = file.stat().st_size
        return _unread(file.name, faults.too_large(file.name, raw_size, MOST_BYTES))
    return records_of(file.name, raw, format=format)


def records_of(file: str, raw: bytes, *, format: str = "") -> RecordsRead:  # noqa: A002 -- as above
    """The same of a file's bytes; `file` is its name, for Problems and Places."""
    if format and format not in FORMATS:
        raise UnknownName("format of records", format, FORMATS)
    name = format or format_of(raw, file)
    if not name:
        return _unread(file, faults.unknown_format(file, list(FORMATS)))
    known = FORMATS[name]
    with without_collecting():
        read = known.read(file, raw)
    ending = Path(file).suffix.lower()
    if format or ending in known.endings or not any(ending in other.endings for other in FORMATS.values()):
        return read
    return replace(read, problems=(faults.other_ending(file, ending, known.label), *read.problems))


def _unread(file: str, problem: Problem) -> RecordsRead:
    return RecordsRead(file=file, format="", starts=0, records=(), problems=(problem,))


def write_records(records: Iterable[Record], path: str | Path) -> Path:
    """Write a file whose ending says the format: .ris, .bib or .json (CSL-JSON). Raises UnknownName."""
    file = Path(path)
    file.write_bytes(encode_records(records, file.suffix.lower()))
    return file


def encode_records(records: Iterable[Record], ending: str) -> bytes:
    """The bytes of such a file; reading them gives equal records. Raises UnknownName."""
    if ending not in WRITERS:
        raise UnknownName("ending of a file of records", ending, WRITERS)
    return WRITERS[ending](records).encode("utf-8", "replace")
