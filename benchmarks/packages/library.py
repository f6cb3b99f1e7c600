"""A whole library, unless asked otherwise 500 packages of 17,600 analyses in about 86,000 rows, and its key."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from random import Random

from benchmarks.packages.drawing import package
from benchmarks.packages.spoiling import Fault
from benchmarks.packages.writing import SPOILT, files_of, write_zip

PACKAGES, ANALYSES, MOST, SEED = 500, 17_600, 400, 2011
KEY = "key.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What one package holds."""

    id: str
    path: Path
    analyses: int
    rows: int
    faults: tuple[Fault, ...]


def make(
    folder: Path, *, packages: int = PACKAGES, analyses: int = ANALYSES, seed: int = SEED, spoilt: float = SPOILT
) -> list[Made]:
    """The packages as zips in the folder, and beside them the key: which fault was put where."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(_packages(folder, packages, analyses, seed, spoilt))
    with (folder / KEY).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(Fault)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(fault) for one in made for fault in one.faults)
    return made


def _packages(folder: Path, packages: int, analyses: int, seed: int, spoilt: float) -> Iterator[Made]:
    for number, size in enumerate(sizes(packages, analyses, seed), start=1):
        drawn = package(number, size, seed=seed, largest=number == 1)
        files, faults = files_of(drawn, seed=seed, spoilt=spoilt)
        path = folder / f"{drawn.id}.zip"
        write_zip(path, drawn, files, seed=seed)
        rows = sum(len(analysis.rows) for analysis in drawn.analyses)
        yield Made(id=drawn.id, path=path, analyses=size, rows=rows, faults=tuple(faults))


def sizes(packages: int, analyses: int, seed: int) -> list[int]:
    """How many analyses each package has: most a dozen or two, a few several hundred, in all as many as asked."""
    r = Random(f"{seed}/sizes")
    drawn = [math.exp(r.gauss(0, 1)) for _ in range(packages)]
    most = max(1, min(MOST, analyses))
    found = [max(1, min(most, round(size * analyses / sum(drawn)))) for size in drawn]
    while (lacking := analyses - sum(found)) and any(1 <= size + lacking // abs(lacking) <= most for size in found):
        at = r.randrange(packages)
        found[at] = min(most, max(1, found[at] + lacking // abs(lacking)))
    return found
