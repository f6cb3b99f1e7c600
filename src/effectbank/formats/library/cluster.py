"""The same step under Dask's distributed scheduler, for more machines than one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import distributed

from effectbank.formats.library.sources import Source
from effectbank.formats.library.step import step
from effectbank.formats.library.tables import Done, killed

LOCAL = "local"
UNDER_WAY = 64  # steps handed to the scheduler before any comes back

_dask: Any = distributed  # it has no types


def on_cluster(root: str, chunks: Iterator[list[Source]], where: str | None, address: str) -> Iterator[Done]:
    """Steps on the workers of a scheduler, or of one made here ("local"). All must see the library by its path."""
    with _dask.Client(**({} if address == LOCAL else {"address": address})) as client:
        handed: dict[str, list[Source]] = {}

        def hand(chunk: list[Source]) -> Any:
            future = client.submit(step, root, chunk, where, pure=False)
            handed[future.key] = chunk
            return future

        waiting = _dask.as_completed([hand(chunk) for chunk in islice(chunks, UNDER_WAY)])
        for future in waiting:
            yield from _done(client, future, handed.pop(future.key), (root, where))
            for chunk in islice(chunks, 1):
                waiting.add(hand(chunk))


def _done(client: Any, future: Any, chunk: list[Source], asked: tuple[str, str | None]) -> Iterator[Done]:
    """What a step yields; where it killed its workers, each of its files by itself."""
    try:
        yield future.result()
    except _dask.KilledWorker:
        yield from (_alone(client, source, asked) for source in chunk)


def _alone(client: Any, source: Source, asked: tuple[str, str | None]) -> Done:
    root, where = asked
    try:
        done: Done = client.submit(step, root, [source], where, pure=False).result()
    except _dask.KilledWorker:
        return killed(source)
    return done
