"""Starting up, checking, publishing: what a person waits for."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.timing import Row, best_of, cold
from effectbank.publish import page
from effectbank.review import open_folder
from effectbank.review.synthesis import driving_of

FOUNDING = "naltrexone-2011"
COMMAND = "from effectbank.cli import main; main({!r})"


def rows() -> Iterator[Row]:
    """Every row, measured as it is asked for."""
    yield Row("python, doing nothing", best_of(5, cold("-c", "pass")))
    yield Row("import effectbank, cold", best_of(5, cold("-c", "import effectbank")), promised=300)
    yield Row("effectbank --help, cold", best_of(5, cold("-c", COMMAND.format(["--help"]))))
    yield Row("effectbank check, cold", best_of(5, cold("-c", COMMAND.format(["check", FOUNDING]))), promised=1000)
    yield Row("read the founding folder", best_of(5, lambda: open_folder(FOUNDING)))
    yield Row("read it and run all its checks", best_of(5, lambda: open_folder(FOUNDING).problems()))
    yield Row("search what drives one analysis", best_of(5, _driving))
    yield Row("make its page", best_of(3, lambda: page(open_folder(FOUNDING))))


def _driving() -> object:
    return driving_of(open_folder(FOUNDING).synthesis("retained"))
