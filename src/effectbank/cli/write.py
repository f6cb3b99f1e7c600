"""`effectbank write`: bring the digits of bound numbers up to date after the data were rightly corrected."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from effectbank.cli.exits import Exit
from effectbank.cli.output import echo, echo_json, seen

if TYPE_CHECKING:
    from effectbank.cli.rewriting import Rewriting

EPILOG = """\b
Examples:
  $ effectbank write my-review              one by one, on a terminal
  $ effectbank write my-review --dry-run    the difference only
  $ effectbank write my-review --yes        all of them
  $ effectbank write my-review --undo       take the last write back

Only digits change; words that no longer hold are reported and left to you. Exit code 1 while any are left."""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--yes", is_flag=True, help="Accept every change.")
@click.option("--dry-run", is_flag=True, help="Show the changes and write nothing.")
@click.option("--undo", is_flag=True, help="Put text.md back as it was before the last write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.write/1); asks nothing.")
@click.pass_context
def write(ctx: click.Context, *, folder: str, yes: bool, dry_run: bool, undo: bool, as_json: bool) -> None:
    """Rewrite the digits in FOLDER's text.md that the data no longer bear out.

    Every change is shown first. Nothing else in the file is touched, not a space.
    """
    if sum((yes, dry_run, undo)) > 1:
        raise click.UsageError("--yes, --dry-run and --undo exclude each other")
    from effectbank.cli.rewriting import rewriting_of, undo_last  # noqa: PLC0415 -- slow import

    if undo:
        echo(f"{undo_last(folder)} is back as it was before the last write.")
        return
    work = rewriting_of(folder)
    if as_json:
        chosen = work.all_numbers if yes else ()
    else:
        echo(work.diff or "No digits to change.", nl=not work.diff)
        chosen = _chosen(work, yes=yes, dry_run=dry_run)
    done = work.save(chosen)
    if as_json:
        echo_json(done.to_dict())
    else:
        for line in done.lines():
            echo(line)
    if done.remaining:
        ctx.exit(Exit.PROBLEMS)


def _chosen(work: Rewriting, *, yes: bool, dry_run: bool) -> tuple[int, ...]:
    """The numbers of the changes to make: all, none, or those a person says yes to."""
    if yes:
        return work.all_numbers
    if dry_run or not sys.stdin.isatty():
        return ()
    chosen: list[int] = []
    for change in work.changes:
        answer = click.prompt(
            f"{seen(str(change))}\n  accept?", type=click.Choice(["y", "n", "all", "none"]), default="y"
        )
        if answer == "all":
            return (*chosen, *(number for number in work.all_numbers if number >= change.number))
        if answer == "none":
            break
        if answer == "y":
            chosen.append(change.number)
    return tuple(chosen)
