"""Rows of a table of times: each the best of several runs, since noise only ever adds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, its best time in milliseconds, and the time promised (None: no promise)."""

    what: str
    milliseconds: float
    promised: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.promised is None or self.milliseconds <= self.promised


def best_of(times: int, work: Callable[[], object]) -> float:
    """The best time of the work in milliseconds."""
    return 1000 * min(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cold(*arguments: str) -> Callable[[], object]:
    """A Python process of its own, its modules compiled before as in any installation."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "effectbank-benchmarks"))
    return lambda: subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | best, ms | promised, ms |", "|---|---:|---:|"]
    for row in rows:
        promised = "" if row.promised is None else f"{row.promised:g}{'' if row.kept else ' NOT KEPT'}"
        lines.append(f"| {row.what} | {row.milliseconds:.1f} | {promised} |")
    return "\n".join(lines)
