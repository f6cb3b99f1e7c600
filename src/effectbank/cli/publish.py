"""`effectbank publish`: an entry's page, or a whole bank that opens from disk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from effectbank.cli.exits import Exit
from effectbank.cli.output import counted, document, echo, echo_json
from effectbank.words import some_of

EPILOG = """\b
Examples:
  $ effectbank publish my-review -o my-review.html
  $ effectbank publish review-1 review-2 -o my-bank
  $ effectbank publish --bank reviews -o my-bank

One folder makes one page that needs nothing beside it; several make a bank, a folder of files that opens
from disk with search. A folder with errors is refused: exit code 1."""

MOST_NAMED = 4  # folders without text; of more, the others are counted


@click.command(epilog=EPILOG)
@click.argument("folders", nargs=-1)
@click.option(
    "--bank",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Make a bank of all entries in this folder.",
)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option("--force", is_flag=True, help="Publish folders with errors too; their pages say so.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.publish/1).")
@click.pass_context
def publish(
    ctx: click.Context, *, folders: tuple[str, ...], bank: Path | None, out: Path, force: bool, as_json: bool
) -> None:
    """Make a page of FOLDER, or a bank of several."""
    from effectbank.cli.publishing import (  # noqa: PLC0415 -- slow import
        entries_in,
        faults_of,
        is_of_tables,
        read_all,
        unwritten_of,
        write_out,
    )

    tables = [folder for folder in folders if is_of_tables(Path(folder))]  # reviews/* names it with the reviews
    for folder in tables:
        echo(f"{folder} holds the tables of a library's import, and no entry: passed over", err=True)
    given = [folder for folder in folders if folder not in tables]
    named = [*given, *(str(path) for path in (entries_in(bank) if bank else ()))]
    if not named:
        raise click.UsageError("name a folder to publish, or a folder of entries with --bank")
    with click.progressbar(named, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        reviews = read_all(bar)
    faults = faults_of(reviews)
    refused = bool(faults) and not force
    wrote = None if refused else write_out(reviews, out, whole_bank=bank is not None or len(folders) > 1)
    if as_json:
        echo_json(document("publish", wrote=wrote, errors=faults, refused=refused))
    else:
        _tell(faults, wrote)
        _tell_unwritten([] if refused else unwritten_of(reviews))
    if refused:
        ctx.exit(Exit.PROBLEMS)


def _tell(faults: dict[str, int], wrote: Path | None) -> None:
    for folder, errors in faults.items():
        echo(f"{folder} has {counted(errors, 'error')}; `effectbank check` tells which", err=True)
    if wrote is None:
        echo("Nothing was written. Mend the errors, or publish anyway with --force.", err=True)
    else:
        echo(f"Wrote {wrote}")


def _tell_unwritten(folders: list[str]) -> None:
    if folders:
        pages = "its page shows" if len(folders) == 1 else "their pages show"
        echo(f"Without text, so that {pages} data and results alone: {some_of(folders, MOST_NAMED)}", err=True)
