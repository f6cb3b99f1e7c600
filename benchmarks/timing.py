"""Rows of a table of times: the best of several runs, since noise only ever adds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, its time in milliseconds, and the time promised (None: no promise).

    `milliseconds` None: a peer that is not installed. `ours`: our time for what a peer does here.
    """

    what: str
    milliseconds: float | None
    promised: float | None = None
    ours: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.promised is None or self.milliseconds is None or self.milliseconds <= self.promised

    @property
    def ratio(self) -> str:
        """Of a peer's time to ours; else of the time to the time promised."""
        against = self.promised if self.ours is None else self.ours
        if self.milliseconds is None or against is None:
            return ""
        return f"{self.milliseconds / against:.2g} × {'promised' if self.ours is None else 'ours'}"


def best_of(times: int, work: Callable[[], object]) -> float:
    """The best time of the work in milliseconds."""
    return 1000 * min(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_of(work: Callable[[], object], *, repeat: int = 1, times: int = 7) -> float:
    """The processor's time for the work in milliseconds, the best of several rounds of `repeat`.

    Not the wall's: what else runs on the machine then matters less.
    """
    work()
    return 1000 * min(_processor(work, repeat) for _ in range(times)) / repeat


def _processor(work: Callable[[], object], repeat: int) -> float:
    start = time.process_time()
    for _ in range(repeat):
        work()
    return time.process_time() - start


def yardstick() -> str:
    """What the machine does in the same minute, to compare times of another machine or another hour by."""
    ten = np.ones(10)
    multiply = cpu_of(lambda: ten * ten, repeat=100_000)
    count = cpu_of(lambda: sum(range(10**6)), repeat=5)
    return f"ten numbers by ten in {1e6 * multiply:.0f} ns, a million counted in {count:.1f} ms"


def cold(*arguments: str) -> Callable[[], object]:
    """A Python process of its own, its modules compiled before as in any installation."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "effectbank-benchmarks"))
    return lambda: subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | ms | promised, ms | ratio |", "|---|---:|---:|---:|"]
    for row in rows:
        promised = "" if row.promised is None else f"{row.promised:g}{'' if row.kept else ' NOT KEPT'}"
        took = "" if row.milliseconds is None else f"{row.milliseconds:.3g}"
        lines.append(f"| {row.what} | {took} | {promised} | {row.ratio} |")
    return "\n".join(lines)
