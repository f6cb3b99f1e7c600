"""`effectbank import`: a file that a reviewer already has becomes a folder, with proof that nothing was lost."""

from __future__ import annotations

from pathlib import Path

import click

from effectbank.cli.exits import Exit

EPILOG = """\b
Examples:
  $ effectbank import review.rm5
  $ effectbank import CD001333-data.zip -o naltrexone
  $ effectbank import trials.xlsx -o my-review
  $ effectbank import search.ris -o search.json

A review becomes a folder, named for the file unless -o says otherwise, and every result that the file stores is
computed again: the last line counts them. A spreadsheet whose columns leave a doubt is shown as a mapping to
correct, and read with --map. Exit code 1 when something was lost, or a result is unexplained."""


@click.command("import", epilog=EPILOG)
@click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The folder to make, or the file of records.")
@click.option(
    "--format",
    "asked",
    type=click.Choice(["rm5", "package", "spreadsheet", "records"]),
    help="What SOURCE is, where its content is taken for something else.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.import/1).")
@click.pass_context
def import_(ctx: click.Context, *, source: Path | None, out: Path | None, asked: str | None, as_json: bool) -> None:
    """Read SOURCE (RevMan 5, a Cochrane data package, a spreadsheet, records) into a review folder."""
    from effectbank.cli.importing import import_review  # noqa: PLC0415 -- slow import
    from effectbank.formats.recognise import Format, recognise  # noqa: PLC0415 -- with the others

    if source is None:
        raise click.UsageError("name a file to import")
    kind = Format(asked) if asked else recognise(source)
    if kind in (Format.RM5, Format.PACKAGE) and not import_review(source, kind, out, as_json=as_json):
        ctx.exit(Exit.PROBLEMS)
