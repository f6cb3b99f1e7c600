"""The command line: `effectbank`. One file a command; each is imported only when called."""

from __future__ import annotations

import click

from effectbank.cli.group import CommandGroup
from effectbank.version import __version__

SUMMARIES = {
    "demo": "Open a bank of real entries on this computer.",
    "new": "Lay out a new review folder, with comments that teach.",
    "check": "Prove a folder: every number, every sentence.",
    "run": "Pool a folder's analyses and print them.",
    "write": "Rewrite the digits of bound numbers after the data were corrected.",
    "publish": "Make a page, or a whole bank that opens from disk.",
    "serve": "Serve a bank of folders as a web site.",
    "import": "Make a folder of a RevMan file, a package or a spreadsheet.",
    "prove": "Reproduce every result that the source stored.",
    "export": "Write a folder for RevMan, a spreadsheet or a reference manager.",
    "pool": "Pool the trials of a bare CSV file.",
}

EPILOG = """\b
Example:
  $ effectbank check naltrexone-2011

A folder is given by its path; the examples that come with the program also by their names.
Exit codes and the shapes of --json are in the reference (docs/reference)."""


@click.group(
    cls=CommandGroup,
    summaries=SUMMARIES,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="effectbank %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of the program.")
def main(*, debug: bool) -> None:
    """An evidence bank you can compute on: pool trials, prove the prose, publish the entry."""
