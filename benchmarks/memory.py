"""How much memory all processes that were started from this one take together."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from threading import Event, Thread

EVERY = 0.2  # seconds


class Watch:
    """While it is entered, looks at the descendants of this process again and again; `megabytes` is the most.

    Pages that processes share are counted in each, so the true figure is below.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            self.megabytes = max(self.megabytes, sum(_resident(os.getpid())) / 1000)


def _resident(root: int) -> Iterator[int]:
    """Kilobytes of each descendant, as `ps` tells them."""
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
    processes = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
    found = {root}
    for pid, parent, size in sorted(processes):
        if parent in found:
            found.add(pid)
            yield size
