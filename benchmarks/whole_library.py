"""A made-up library of 500 packages, 17,600 analyses and some 86,000 rows, read, pooled and compared."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.packages.library import make
from benchmarks.timing import Row, cold


def rows() -> Iterator[Row]:
    """The whole run as a person starts it: by the wall's clock, with every process's start."""
    with tempfile.TemporaryDirectory(prefix="effectbank-benchmarks-") as folder:
        library, out = Path(folder) / "packages", Path(folder) / "results"
        made = make(library)
        counts = f"{len(made)} packages, {sum(one.analyses for one in made):,} analyses"
        yield Row(f"run --library, {counts}", _once(library, out), promised=10_000)
        unit = 1 if sys.platform == "darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
        yield Row(f"its largest process: {peak / 1e6:.0f} MB of 1000 promised", None)
        yield Row("the same again: nothing is left to do", _once(library, out))


def _once(library: Path, out: Path) -> float:
    arguments = ["run", "--library", str(library), "-o", str(out)]
    start = time.perf_counter()
    cold("-c", _code(arguments))()
    return 1000 * (time.perf_counter() - start)


def _code(arguments: list[str]) -> str:
    """The command, ending well whatever it found: a made-up library has faults in it."""
    return f"from effectbank.cli import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
