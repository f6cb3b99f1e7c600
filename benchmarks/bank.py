"""The bank: what a page costs that is served."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Row
from effectbank.cli.serve import open_bank, take_in
from effectbank.review.opening import examples

FOUNDING = "/entry/naltrexone-2011/"


def rows() -> Iterator[Row]:
    """Every row; the best tenth of many, for a page costs what it costs and the rest is the machine's."""
    with tempfile.TemporaryDirectory(prefix="effectbank-benchmarks-") as folder:
        open_bank(Path(folder))
        take_in(sorted(path for path in examples().iterdir() if path.is_dir()))
        yield Row("the founding entry served, made anew", _served(most_bytes=0), promised=5)
        yield Row("the same, kept from the last time", _served(most_bytes=32 * 1024**2), promised=5)


def _served(*, most_bytes: int) -> float:
    from django.test import Client  # noqa: PLC0415 -- the open bank comes first

    from effectbank.bank import conditional  # noqa: PLC0415 -- as above
    from effectbank.bank.kept_pages import KeptPages  # noqa: PLC0415 -- as above

    conditional.__dict__["pages"] = KeptPages(most_bytes=most_bytes)
    client = Client(headers={"host": "localhost"})
    client.get(FOUNDING)
    return sorted(_once(client) for _ in range(200))[20]


def _once(client: object) -> float:
    start = time.process_time()
    client.get(FOUNDING)  # type: ignore[attr-defined]
    return 1000 * (time.process_time() - start)
