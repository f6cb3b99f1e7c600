"""The options by which `import` brings a folder up to date, and takes that back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

PATH = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Updating:
    """The folder to bring up to date, or the one whose update is to be taken back."""

    folder: Path | None
    since: Path | None
    dry_run: bool
    anyway: bool
    undo: Path | None


def updating_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Five options of a command, which gets them as one: `updating`, an Updating or None."""

    @wraps(command)
    def packed(
        *context: Any,
        update: Path | None,
        since: Path | None,
        dry_run: bool,
        anyway: bool,
        undo: Path | None,
        **others: Any,
    ) -> Any:
        if update is None and (since or dry_run or anyway):
            raise click.UsageError("--since, --dry-run and --anyway are for an --update; name its folder")
        if update is not None and undo is not None:
            raise click.UsageError("--update and --undo exclude each other")
        asked = Updating(folder=update, since=since, dry_run=dry_run, anyway=anyway, undo=undo)
        return command(*context, updating=asked if update or undo else None, **others)

    for option in (
        click.option(
            "--undo", metavar="FOLDER", type=PATH, help="Put a folder back as it was before its last update."
        ),
        click.option("--anyway", is_flag=True, help="Update from a file that has none of the folder's studies."),
        click.option("--dry-run", is_flag=True, help="Show what --update would change, and write nothing."),
        click.option(
            "--since",
            type=click.Path(exists=True, path_type=Path),
            metavar="OLD",
            help="The file that the folder was imported from, where it has no record of that.",
        ),
        click.option(
            "--update", metavar="FOLDER", type=PATH, help="A folder to bring up to date, keeping what was edited."
        ),
    ):
        packed = option(packed)
    return packed
