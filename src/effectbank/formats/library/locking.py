"""One run at a time over a data set: the lock is the system's own, so that none stays behind after a kill."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from effectbank.problems import BadInput

LOCK = ".lock"


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Hold the data set. Raises BadInput where another run holds it."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise BadInput(
                f"another run is writing to {str(out)!r}; wait for it, or write somewhere else"
            ) from None
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
