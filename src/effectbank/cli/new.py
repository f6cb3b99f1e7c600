"""`effectbank new`: lay out a review folder with comments that teach."""

from __future__ import annotations

from pathlib import Path

import click

from effectbank.cli.output import echo

EPILOG = """\b
Examples:
  $ effectbank new my-review
  $ effectbank new my-copy --from naltrexone-2011

Then type your trials into my-review/data/, and run `effectbank check my-review`."""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="NAME", help="Begin from a copy of an example, or of another folder.")
def new(*, folder: Path, source: str | None) -> None:
    """Lay out a new review in FOLDER, which must not hold one yet.

    Every file comes with comments that say what belongs in it; with --from it is a copy instead.
    """
    from effectbank.review.scaffold import copy_of, scaffold  # noqa: PLC0415 -- slow import

    for path in copy_of(source, folder) if source else scaffold(folder):
        echo(f"  wrote {path}")
    echo(f"""\
Next:
  1. say in {folder / "entry.toml"} what the entry is about, and in {folder / "review.toml"} what was asked
  2. type the trials into {folder / "studies.csv"}, {folder / "arms.csv"} and {folder / "data"}
  3. effectbank check {folder}
  4. effectbank run {folder}
  5. effectbank publish {folder} -o {folder.name}.html""")
