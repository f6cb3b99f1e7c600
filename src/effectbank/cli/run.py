"""`effectbank run`: pool a folder's analyses and print them."""

from __future__ import annotations

import click

from effectbank.cli.exits import Exit
from effectbank.cli.output import echo, echo_json

EPILOG = """\b
Examples:
  $ effectbank run naltrexone-2011
  $ effectbank run naltrexone-2011 retained enforced
  $ effectbank run naltrexone-2011 --json

Without names, all analyses are run, and one without data is a finding, not a failure. An analysis asked
for by name must yield an estimate, else the exit code is 3."""


@click.command(epilog=EPILOG)
@click.argument("folder")
@click.argument("analyses", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.run/1).")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw the forest plots with plain characters.")
@click.pass_context
def run(ctx: click.Context, *, folder: str, analyses: tuple[str, ...], as_json: bool, ascii_only: bool) -> None:
    """Pool the analyses of FOLDER and print each with its forest plot.

    FOLDER is a path, or the name of an example that comes with the program.
    """
    from effectbank.cli.run_json import run_document  # noqa: PLC0415 -- slow import
    from effectbank.cli.run_text import run_lines  # noqa: PLC0415 -- slow import
    from effectbank.review import open_folder  # noqa: PLC0415 -- slow import

    review = open_folder(folder)
    names = analyses or tuple(review.analyses)
    syntheses = [review.synthesis(name) for name in names]
    if as_json:
        echo_json(run_document(review, syntheses))
    else:
        for line in list(run_lines(review, syntheses, ascii_only=ascii_only)):  # all or nothing
            echo(line)
    if not syntheses or (analyses and any(synthesis.fit is None for synthesis in syntheses)):
        ctx.exit(Exit.NO_ESTIMATE)
