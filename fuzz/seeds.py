"""Where a target begins: files that are whole, which the fuzzer then spoils."""

from __future__ import annotations

from pathlib import Path

from benchmarks.packages.drawing import package
from benchmarks.packages.writing import files_of

SAMPLE = Path(__file__).parent.parent / "tests" / "formats" / "data" / "fleiss1993.zip"
TABLES = ("data-rows", "overall-estimates-and-settings", "subgroup-estimates", "study-information", "risk-of-bias")


def seeds_of(target: str) -> list[bytes]:
    """The seeds of a target."""
    return [SAMPLE.read_bytes()] if target == "archive" else [_tables(seed) for seed in range(6)]


def _tables(seed: int) -> bytes:
    """The tables of a small made-up review, in the order that the target takes them."""
    files = files_of(package(seed, 3, seed=seed), seed=seed)[0]
    found = {path.rpartition("/")[2].partition("-")[2].removesuffix(".csv"): raw for path, raw in files.items()}
    return b"\n---\n".join(found.get(name, b"") for name in TABLES)
