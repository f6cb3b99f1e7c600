"""`effectbank check`: prove a folder, every number and every sentence."""

from __future__ import annotations

import click

from effectbank.cli.exits import Exit
from effectbank.cli.output import echo, echo_json

EPILOG = """\b
Examples:
  $ effectbank check my-review
  $ effectbank check my-review --severity error
  $ effectbank check naltrexone-2011 --json

Problems are grouped by file, the worst last. Exit code 1 when there is an error, 0 otherwise."""


@click.command(epilog=EPILOG)
@click.argument("folder")
@click.option(
    "--severity",
    type=click.Choice(["note", "warning", "error"]),
    default="note",
    show_default=True,
    help="Print what is as bad as this, or worse; all are counted.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.check/1).")
@click.pass_context
def check(ctx: click.Context, *, folder: str, severity: str, as_json: bool) -> None:
    """Read FOLDER to its end, and say what is wrong with it, where, and what rests on it.

    Every bound number of the prose is compared with the data. FOLDER is a path, or the name of an example
    that comes with the program.
    """
    from effectbank.cli.findings import findings_of  # noqa: PLC0415 -- slow import
    from effectbank.cli.findings_text import findings_lines  # noqa: PLC0415 -- slow import
    from effectbank.problems import Severity  # noqa: PLC0415 -- with the others
    from effectbank.review import open_folder  # noqa: PLC0415 -- slow import

    findings = findings_of(open_folder(folder))
    if as_json:
        echo_json(findings.to_dict())
    else:
        for line in findings_lines(findings, least=Severity(severity)):
            echo(line)
    if findings.count(Severity.ERROR):
        ctx.exit(Exit.PROBLEMS)
