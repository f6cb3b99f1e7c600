"""Where a target begins: files that are whole, which the fuzzer then spoils."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.packages.drawing import package
from benchmarks.packages.writing import files_of

from effectbank.review.opening import examples

DATA = Path(__file__).parent.parent / "tests" / "formats" / "data"
SAMPLE = DATA / "fleiss1993.zip"
TRIALS = b"""Study,Intervention,,Control,,Note
,Events,Total,Events,Total,
Amis 1980,246,2267,219,2257,
Cdp 1976,"44 (5,8%)",758,64/771,,late
Dewar,n/a,\xe2\x80\x93,12,30,
"""
METAFOR = b"author,year,ai,bi,ci,di\nAronson,1948,4,119,11,128\n"
TABLES = ("data-rows", "overall-estimates-and-settings", "subgroup-estimates", "study-information", "risk-of-bias")


def seeds_of(target: str) -> list[bytes]:
    """The seeds of a target."""
    return SEEDS[target]()


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


SEEDS: Mapping[str, Callable[[], list[bytes]]] = MappingProxyType(
    {
        "archive": lambda: [SAMPLE.read_bytes()],
        "package": lambda: [_tables(seed) for seed in range(6)],
        "rm5": lambda: [SAMPLE.with_suffix(".rm5").read_bytes()],
        "records": lambda: [path.read_bytes() for path in sorted((DATA / "records").iterdir())],
        "spreadsheet": lambda: [TRIALS, TRIALS.replace(b",", b";"), METAFOR],
        "folder": lambda: [_folder("bcg-vaccine-1994"), _folder("passive-smoking-1998")],
        "proof": lambda: [_tables(seed).partition(b"\n---\n")[0] for seed in range(6)],
    }
)
