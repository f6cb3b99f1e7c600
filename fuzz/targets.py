"""What each target does with the fuzzer's bytes. It may tell Problems, but not raise, hang or grow without end.

What is read is imported by the target itself, after the fuzzer has begun to watch imports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

Target = Callable[[bytes], None]


def archive(raw: bytes) -> None:
    """The bytes as a zip."""
    from effectbank.formats.archives import ArchiveCaps, unpack

    found = unpack(raw, caps=ArchiveCaps(member_bytes=1 << 20, total_bytes=1 << 22))
    assert all(str(problem) for problem in found.problems)


def package(raw: bytes) -> None:
    """The bytes as the tables of a data package, parted by a line of dashes."""
    from effectbank.formats.data_package import read_source

    names = (
        "data-rows",
        "overall-estimates-and-settings",
        "subgroup-estimates",
        "study-information",
        "risk-of-bias",
    )
    with TemporaryDirectory(dir=_memory()) as folder:
        for name, part in zip(names, raw.split(b"\n---\n"), strict=False):
            (Path(folder) / f"CD000001-{name}.csv").write_bytes(part)
        review = read_source(folder)
    assert all(str(problem) for problem in review.problems)


def rm5(raw: bytes) -> None:
    """The bytes as a RevMan 5 file, made a folder's review."""
    from effectbank.formats.cochrane.folder import review_of
    from effectbank.formats.rm5 import read_source
    from effectbank.problems import BadInput

    try:
        review = review_of(read_source(raw))
    except BadInput:  # no RevMan file at all
        return
    assert all(str(problem) for problem in review.read_problems)


def records(raw: bytes) -> None:
    """The bytes as a file of records of whichever kind they look like: all that begin are read or rejected."""
    from effectbank.formats.records import encode_records, records_of

    found = records_of("search.txt", raw)
    assert len(found.records) + found.rejected == found.starts
    assert all(str(problem) for problem in found.problems)
    for ending in (".ris", ".bib", ".json"):
        encode_records(found.records, ending)


def spreadsheet(raw: bytes) -> None:
    """The bytes as a CSV of trials, or as a workbook."""
    from effectbank.formats.spreadsheet import read

    with TemporaryDirectory(dir=_memory()) as place:
        path = Path(place) / "trials.csv"
        path.write_bytes(raw)
        found = read(path)
    assert all(str(problem) for problem in found.problems)


def folder(raw: bytes) -> None:
    """The bytes as the files of a folder, each after a line that names it, parted by a zero; read and checked."""
    from effectbank.review import read_files

    parts = (part.partition(b"\n") for part in raw.split(b"\0"))
    files = {name.decode("ascii", "replace"): text for name, _, text in parts}
    assert all(str(problem) for problem in read_files("fuzzed", files).problems())


def proof(raw: bytes) -> None:
    """The tables of a package once more, proved."""
    from effectbank.formats.cochrane.folder import review_of
    from effectbank.formats.data_package import read_source
    from effectbank.review.proving import prove

    with TemporaryDirectory(dir=_memory()) as place:
        (Path(place) / "CD000001-data-rows.csv").write_bytes(raw)
        prove(review_of(read_source(place)))


def _memory() -> Path | None:
    """A file system in memory, where there is one."""
    memory = Path("/dev/shm")  # a folder of its own is made in it
    return memory if memory.is_dir() else None


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "archive": archive,
        "package": package,
        "rm5": rm5,
        "records": records,
        "spreadsheet": spreadsheet,
        "folder": folder,
        "proof": proof,
    }
)
