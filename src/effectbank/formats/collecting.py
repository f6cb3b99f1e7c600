"""Python's search for garbage, left out where much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Without the search, which walks all that was made so far again and again; afterwards as it was before.

    What was made meanwhile counts as old at once: else the next search would walk all of it.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not gc.get_freeze_count():  # nobody else's are kept apart
                gc.freeze()
                gc.unfreeze()
            gc.enable()
