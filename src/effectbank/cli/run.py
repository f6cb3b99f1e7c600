"""`effectbank run`: pool a folder's analyses and print them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effectbank.cli.exits import Exit
from effectbank.cli.library_options import Library, library_options, over_library
from effectbank.cli.output import echo, echo_json

if TYPE_CHECKING:
    from effectbank.review import Review
    from effectbank.review.synthesis import Synthesis

EPILOG = """\b
Examples:
  $ effectbank run naltrexone-2011
  $ effectbank run naltrexone-2011 retained enforced
  $ effectbank run naltrexone-2011 --json
  $ effectbank run bcg-vaccine-1994 --figures figures
  $ effectbank run --library packages -o results

Without names, all analyses are run, and one without data is a finding, not a failure. An analysis asked
for by name must yield an estimate, unless its plan asks for no total, else the exit code is 3. --figures makes
a folder for each analysis, with the forest plot, the funnel plot and the diagnostics that its number of studies
can bear.

With --library, every Cochrane package, RevMan file and review folder below a folder is pooled and compared
with the results it stores. A run that was stopped goes on where it was. Two tables are left in the folder
given with -o, in Parquet: `results` (a row an analysis or subgroup) and `files`. Exit code 1 when a file
failed or a stored number is unexplained."""


@click.command(epilog=EPILOG)
@click.argument("folder", required=False)
@click.argument("analyses", nargs=-1)
@library_options
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Where a library's results go.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.run/1, effectbank.library/1).")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw the forest plots with plain characters.")
@click.option("--figures", type=click.Path(file_okay=False, path_type=Path), help="Save pictures in this folder.")
@click.option("--figures-as", type=click.Choice(["svg", "png", "pdf"]), default="svg", help="Their format: svg.")
@click.pass_context
def run(
    ctx: click.Context,
    *,
    folder: str | None,
    analyses: tuple[str, ...],
    library: Library | None,
    out: Path | None,
    as_json: bool,
    ascii_only: bool,
    figures: Path | None,
    figures_as: str,
) -> None:
    """Pool the analyses of FOLDER and print each with its forest plot; or those of a whole library.

    FOLDER is a path, or the name of an example that comes with the program.
    """
    if library is not None:
        if folder or out is None:
            raise click.UsageError("with --library, name no folder, and say with -o where the results go")
        if figures is not None or ascii_only:
            raise click.UsageError("a library is not drawn: leave out --figures and --ascii")
        over_library(ctx, library, out, as_json=as_json)
        return
    if folder is None:
        raise click.UsageError("name a FOLDER, or a library of them with --library")
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
    if figures is not None:
        _draw(review, syntheses, figures, figures_as)
    if not syntheses or (analyses and not all(map(_as_asked, syntheses))):
        ctx.exit(Exit.NO_ESTIMATE)


def _as_asked(synthesis: Synthesis) -> bool:
    """Whether it yields what its plan asks for."""
    from effectbank.review.synthesis import NOT_POOLED  # noqa: PLC0415 -- slow import

    return synthesis.fit is not None or synthesis.status == NOT_POOLED


def _draw(review: Review, syntheses: Sequence[Synthesis], folder: Path, ending: str) -> None:
    """Save the pictures and say which: aside, for what is printed may be JSON."""
    from effectbank.cli.figures import save_figures  # noqa: PLC0415 -- slow import

    with click.progressbar(syntheses, label="Drawing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        saved = {synthesis.analysis.name: save_figures(review, synthesis, folder, ending) for synthesis in bar}
    for name, pictures in saved.items():
        if pictures:
            echo(f"{folder / name}: {', '.join(pictures)}", err=True)
