"""`effectbank export`: a folder in the formats of other programs, and what it loses on the way."""

from __future__ import annotations

from pathlib import Path

import click

from effectbank.cli.exits import Exit

EPILOG = """\b
Examples:
  $ effectbank export my-review --to package -o my-review.zip
  $ effectbank export my-review --to revman-csv -o for-revman
  $ effectbank export my-review --to wide-csv -o my-review.csv

\b
What --to makes:
  package      a Cochrane data package of version 2, read again and proved
  revman-csv   a folder of the tables that RevMan on the web imports, numbered in their order, and a README
  long-csv     the data as one table: a row an arm (or a contrast) and outcome
  wide-csv     the data as one table: a row a study, outcome and comparison, under metafor's names
  json         everything, each number with its file, line, source and confidence
  ris, bib, csl
               the references: RIS for any reference manager, BibTeX, CSL-JSON

What the other format has no place for is told and counted, never lost in silence. Results that the source stored
are told as written while the data yield them, else computed anew by Review Manager's rules; --stored keeps them.
Exit code 1 when something in the folder couldn't be read, or something that the format has a place for couldn't be
told, or the proof fails."""
FORMATS = ("package", "revman-csv", "long-csv", "wide-csv", "json", "ris", "bib", "csl")


@click.command(epilog=EPILOG)
@click.argument("folder")
@click.option("--to", "target", type=click.Choice(FORMATS), required=True, help="The format to write.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option("--stored", is_flag=True, help="Tell the source's stored results whatever the data yield.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.export/1).")
@click.pass_context
def export(ctx: click.Context, *, folder: str, target: str, out: Path, stored: bool, as_json: bool) -> None:
    """Write FOLDER in a format of another program."""
    from effectbank.cli.exporting import export_review  # noqa: PLC0415 -- slow import

    if not export_review(folder, target, out, keep_stored=stored, as_json=as_json):
        ctx.exit(Exit.PROBLEMS)
