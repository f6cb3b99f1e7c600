"""The options by which `run` and `import` take a whole library, and what they do with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from effectbank.cli.exits import Exit

TABLES = "_library"  # below the folder of folders that `import --library` makes


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A folder of reviews, and how it is to be run over."""

    folder: Path
    processes: int | None
    scheduler: str | None


def library_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Three options of a command, which gets them as one: `library`, a Library or None."""

    @wraps(command)
    def packed(
        *context: Any, library: Path | None, processes: int | None, scheduler: str | None, **others: Any
    ) -> Any:
        if library is None and (processes or scheduler):
            raise click.UsageError("--processes and --scheduler are for a --library; name one")
        asked = None if library is None else Library(folder=library, processes=processes, scheduler=scheduler)
        return command(*context, library=asked, **others)

    for option in (
        click.option(
            "--scheduler",
            metavar="ADDRESS",
            help="Run the library under Dask: a scheduler's address, or `local` for one made here.",
        ),
        click.option(
            "--processes", type=click.IntRange(1), help="Processes for a library; one a processor by default."
        ),
        click.option(
            "--library",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Take every package, .rm5 file and review folder below this folder.",
        ),
    ):
        packed = option(packed)
    return packed


def over_library(
    ctx: click.Context, library: Library, out: Path, *, as_json: bool, write_to: Path | None = None
) -> None:
    """Run over a library; exit code 1 when a file failed or a stored number is unexplained."""
    from effectbank.cli.library import run_over  # noqa: PLC0415 -- slow import
    from effectbank.formats.library import Options  # noqa: PLC0415 -- slow import

    options = Options(processes=library.processes or 0, scheduler=library.scheduler, write_to=write_to)
    if not run_over(library.folder, out, options, as_json=as_json):
        ctx.exit(Exit.PROBLEMS)
