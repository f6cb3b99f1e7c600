"""Where a target begins: files that are whole, which the fuzzer then spoils."""

from __future__ import annotations

from pathlib import Path

from benchmarks.packages.drawing import package
from benchmarks.packages.writing import files_of

from effectbank.review.opening import examples

SAMPLE = Path(__file__).parent.parent / "tests" / "formats" / "data" / "fleiss1993.zip"
TABLES = ("data-rows", "overall-estimates-and-settings", "subgroup-estimates", "study-information", "risk-of-bias")


def seeds_of(target: str) -> list[bytes]:
    """The seeds of a target."""
    match target:
        case "archive":
            return [SAMPLE.read_bytes()]
        case "rm5":
            return [SAMPLE.with_suffix(".rm5").read_bytes()]
        case "folder":
            return [_folder("bcg-vaccine-1994"), _folder("passive-smoking-1998")]
        case "proof":
            return [_tables(seed).partition(b"\n---\n")[0] for seed in range(6)]
    return [_tables(seed) for seed in range(6)]


def _folder(name: str) -> bytes:
    """The files of a shipped example, each after its name."""
    root = examples() / name
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return b"\0".join(path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes() for path in files)


def _tables(seed: int) -> bytes:
    """The tables of a small made-up review, in the order that the target takes them."""
    files = files_of(package(seed, 3, seed=seed), seed=seed)[0]
    found = {path.rpartition("/")[2].partition("-")[2].removesuffix(".csv"): raw for path, raw in files.items()}
    return b"\n---\n".join(found.get(name, b"") for name in TABLES)
