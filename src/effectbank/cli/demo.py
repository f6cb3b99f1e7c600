"""`effectbank demo`: a bank of the shipped examples, opened on this computer."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\b
Examples:
  $ effectbank demo
  $ effectbank demo --port 8080 --no-browser"""


@click.command(epilog=EPILOG)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
@click.option(
    "--directory", type=click.Path(file_okay=False, path_type=Path), help="Keep the demo bank in this folder."
)
def demo(*, port: int, no_browser: bool, directory: Path | None) -> None:
    """Open a bank of real entries on this computer: the founding review, and classics of meta-analysis.

    It prints the bank's address, opens a browser where there is one, and serves until Ctrl-C.
    """
    from effectbank.cli.serve import run_demo  # noqa: PLC0415 -- only this command and serve need the bank

    run_demo(directory=directory, port=port, browser=not no_browser)
