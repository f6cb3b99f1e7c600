"""The sample files of records: invented, in the shape in which each database and program writes them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "records"
FILES = sorted(path.name for path in FOLDER.iterdir())
RIS = [name for name in FILES if name.endswith(".ris")]


def raw_of(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
