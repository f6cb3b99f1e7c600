"""`effectbank import`: a file that a reviewer already has becomes a folder, with proof that nothing was lost."""

from __future__ import annotations

from pathlib import Path

import click

from effectbank.cli.exits import Exit
from effectbank.cli.library_options import TABLES, Library, library_options, over_library
from effectbank.cli.updating_options import Updating, updating_options

EPILOG = """\b
Examples:
  $ effectbank import review.rm5
  $ effectbank import CD001333-data.zip -o naltrexone
  $ effectbank import trials.xlsx -o my-review
  $ effectbank import search.ris -o search.json
  $ effectbank import review-2027.rm5 --update naltrexone --dry-run
  $ effectbank import --undo naltrexone
  $ effectbank import --library packages -o reviews

A review becomes a folder, named for the file unless -o says otherwise, and every result that the file stores
is computed again: the last line counts them. A spreadsheet whose columns leave a doubt is shown as a mapping
to correct, and read with --map. With --update a newer state of the same source goes into a folder that people
have edited: their edits stay, and where both changed one thing, both values are shown and the edit stands.
With --library every review below a folder becomes a folder below -o, and -o/_library holds the tables of
`run --library`; a run that was stopped goes on where it was. Exit code 1 when something was lost, a result is
unexplained, or an edit and the source are in conflict."""


@click.command("import", epilog=EPILOG)
@click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The folder to make, or the file of records.")
@click.option(
    "--format",
    "asked",
    help="What SOURCE is: rm5, package, long-csv, wide-csv, json, spreadsheet, or records of a kind (ris …).",
)
@click.option(
    "--map", "mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="How to read it."
)
@click.option("--sheet", help="Which sheet of a workbook.")
@click.option("--measure", help="What a spreadsheet's outcomes are pooled as: RR, OR, MD …")
@updating_options
@library_options
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (schemas effectbank.import…/1, effectbank.library/1)."
)
@click.pass_context
def import_(
    ctx: click.Context,
    *,
    source: Path | None,
    out: Path | None,
    asked: str | None,
    mapping: Path | None,
    sheet: str | None,
    measure: str | None,
    updating: Updating | None,
    library: Library | None,
    as_json: bool,
) -> None:
    """Read SOURCE (RevMan 5, a Cochrane data package, an export, a spreadsheet, records) into a review folder."""
    if library is not None:
        if source or out is None:
            raise click.UsageError("with --library, name no file, and say with -o where the folders go")
        if asked or mapping or sheet or measure:
            raise click.UsageError(
                "a library's files are taken for what they hold: leave out --format, --map, --sheet and --measure"
            )
        over_library(ctx, library, out / TABLES, as_json=as_json, write_to=out)
        return
    if updating is not None:
        ctx.exit(Exit.FINE if updated(source, out, asked or "", updating, as_json=as_json) else Exit.PROBLEMS)
    if source is None:
        raise click.UsageError("name a file to import")
    from effectbank.cli.importing import Spreadsheet, import_file  # noqa: PLC0415 -- slow import

    how = Spreadsheet(mapping=mapping, sheet=sheet, measure=measure)
    ctx.exit(import_file(source, out, asked or "", how, as_json=as_json))


def updated(source: Path | None, out: Path | None, asked: str, updating: Updating, *, as_json: bool) -> bool:
    """Bring a folder up to date, or take that back; whether all went well."""
    from effectbank.cli.updating import undo, update  # noqa: PLC0415 -- slow import

    if updating.undo is not None:
        if source or out:
            raise click.UsageError("--undo takes the folder, and no file: effectbank import --undo FOLDER")
        undo(updating.undo)
        return True
    if source is None or out:
        raise click.UsageError("--update takes the folder, and a file: effectbank import SOURCE --update FOLDER")
    return update(source, asked, updating, as_json=as_json)
