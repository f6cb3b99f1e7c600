"""What the last import wrote, kept in the folder as a plain file: without it nobody knows what was edited since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from effectbank.problems import BadInput
from effectbank.review.writing.files import write_atomically

RECORD = ".imported.json"  # a name with a dot is no part of the entry
SCHEMA = "effectbank.imported/1"
AS_IS = "surrogateescape"  # bytes that are no UTF-8 come back as they were


class NoRecord(BadInput):
    """A folder that does not say what was imported into it."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder = folder
        super().__init__(
            f"{folder / RECORD} {why}, so it cannot be told what was edited since the import; "
            f"name with --since the file that {str(folder)!r} was imported from"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The file that was imported, what the review was called in it, and the folder's files as they were written."""

    file: str
    name: str
    files: Mapping[str, bytes]


def bytes_of(record: Record) -> bytes:
    """The record as it is kept."""
    files = {name: raw.decode("utf-8", AS_IS) for name, raw in record.files.items()}
    content = {"schema": SCHEMA, "file": record.file, "name": record.name, "files": files}
    return f"{json.dumps(content, indent=1)}\n".encode()


def write_record(folder: Path, record: Record) -> None:
    """Keep it in its folder."""
    write_atomically(folder / RECORD, bytes_of(record))


def read_record(folder: Path) -> Record:
    """The record of a folder. Raises NoRecord."""
    place = folder / RECORD
    if place.is_symlink() or not place.is_file():
        raise NoRecord(folder, "is not there")
    try:
        content = json.loads(place.read_bytes())
        files = {str(name): str(text).encode("utf-8", AS_IS) for name, text in content["files"].items()}
        return Record(file=str(content["file"]), name=str(content["name"]), files=files)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NoRecord(folder, f"cannot be read ({fault})") from fault
