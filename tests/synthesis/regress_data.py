"""Two published data sets that the regression tests share.

BCG vaccine trials (Colditz et al. 1994): counts as in metadat's dat.bcg. Writing to learn (Bangert-Drowns, Hurley &
Wilkinson 2004): d and n as in metadat's dat.bangertdrowns2004; yi is d × (1 - 3 / (4 (n - 2) - 1)) to 2 decimals,
vi is 4/n + yi^2/(2 n) to 3, and they give Q(47) = 107.1061 as metafor reports for its copy.
"""

from __future__ import annotations

import csv
from pathlib import Path

import effectbank as eb

TESTS = Path(__file__).parents[1]


def bcg(**more: list[object]) -> eb.Effects:
    columns = read(TESTS / "reference" / "data" / "bcg.csv")
    return eb.effects("RR", columns | more, events=("ai", "ci"), totals=("n1i", "n2i"), study="study")


def writing() -> eb.Effects:
    columns = read(TESTS / "synthesis" / "data" / "bangertdrowns2004.csv")
    columns["study"] = [f"{number:g}" for number in columns["study"]]
    return eb.effects("SMD", columns, estimates="yi", variances="vi", study="study")


def read(path: Path) -> dict[str, list[object]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: _typed([row[name] for row in rows]) for name in rows[0]}


def _typed(cells: list[str]) -> list[object]:
    try:
        return [float(cell) if cell else None for cell in cells]
    except ValueError:
        return [cell or None for cell in cells]
