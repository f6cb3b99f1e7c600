"""`effectbank new`: lay out a review folder with comments that teach."""

from __future__ import annotations

from pathlib import Path

import click

from effectbank.cli.output import echo

EPILOG = """\b
Example:
  $ effectbank new my-review

Then type your trials into my-review/data/, and run `effectbank check my-review`."""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
def new(*, folder: Path) -> None:
    """Lay out a new review in FOLDER, which must not hold one yet.

    Every file comes with comments that say what belongs in it.
    """
    from effectbank.review.scaffold import scaffold  # noqa: PLC0415 -- slow import

    for path in scaffold(folder):
        echo(f"  wrote {path}")
    echo(f"""\
Next:
  1. say in {folder / "entry.toml"} what the entry is about, and in {folder / "review.toml"} what was asked
  2. type the trials into {folder / "studies.csv"}, {folder / "arms.csv"} and {folder / "data"}
  3. effectbank check {folder}
  4. effectbank run {folder}
  5. effectbank publish {folder} -o {folder.name}.html""")
