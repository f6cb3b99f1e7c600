"""`effectbank prove`: compute again every result that a folder's source stored."""

from __future__ import annotations

import click

from effectbank.cli.exits import Exit
from effectbank.cli.output import document, echo, echo_json

EPILOG = """\b
Examples:
  $ effectbank prove cd001333
  $ effectbank prove cd001333 --json

The results are those of published.csv, which `import` writes. The last line counts: stored, reproduced to the
last digit stored, explained (another plan, or a change, yields them), unexplained. Exit code 1 when any is
unexplained."""


@click.command(epilog=EPILOG)
@click.argument("folder")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.prove/1).")
@click.pass_context
def prove(ctx: click.Context, *, folder: str, as_json: bool) -> None:
    """Prove that FOLDER yields the results that its source stored, number by number."""
    from effectbank.cli.proving import finding_lines, verdict  # noqa: PLC0415 -- slow import
    from effectbank.review import open_folder  # noqa: PLC0415 -- slow import
    from effectbank.review.proving import prove as proof_of  # noqa: PLC0415 -- slow import

    proof = proof_of(open_folder(folder))
    if as_json:
        echo_json(document("prove", **proof.to_dict()))
    else:
        for line in (*finding_lines(proof), verdict(proof)):
            echo(line)
    if not proof.holds:
        ctx.exit(Exit.PROBLEMS)
