"""A made-up library of 500 packages, 17,600 analyses and some 86,000 rows, read, pooled and compared."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.memory import Watch
from benchmarks.packages.library import make
from benchmarks.timing import Row, cold


def rows() -> Iterator[Row]:
    """The whole run as a person starts it: by the wall's clock, with every process's start."""
    with tempfile.TemporaryDirectory(prefix="effectbank-benchmarks-") as folder:
        library, out = Path(folder) / "packages", Path(folder) / "results"
        made = make(library)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        counts = f"{len(made)} packages, {sum(one.analyses for one in made):,} analyses"
        with Watch() as watch:
            took = _once(library, out)
        yield Row(f"run --library, {counts}", took, promised=10_000)
        yield Row("its processes' time together", _processor(before))
        yield Row("the memory of all its processes at once, at the most: MB", watch.megabytes, promised=1000)
        yield Row("the same again: nothing is left to do", _once(library, out))


def _processor(before: resource.struct_rusage) -> float:
    """Milliseconds of all processes that have ended since."""
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime)


def _once(library: Path, out: Path) -> float:
    arguments = ["run", "--library", str(library), "-o", str(out)]
    start = time.perf_counter()
    cold("-c", _code(arguments))()
    return 1000 * (time.perf_counter() - start)


def _code(arguments: list[str]) -> str:
    """The command, ending well whatever it found: a made-up library has faults in it."""
    return f"from effectbank.cli import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
