"""`effectbank pool`: pool the trials of a bare CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from effectbank.cli.exits import Exit
from effectbank.cli.output import document, echo, echo_json, terminal_width

EPILOG = """\b
Examples:
  $ effectbank pool trials.csv --measure RR
  $ effectbank pool trials.csv --measure OR --model common --method MH --json
  $ effectbank pool trials.csv --measure SMD --test knapp-hartung --forest forest.svg
  $ effectbank pool review.csv --measure RR --where outcome=death
  $ effectbank pool trials.csv --measure RR --columns events=died1,died2 --columns totals=n1,n2

Columns named as metafor or meta name them are recognised when only one reading is possible: ai bi ci di, ai
n1i ci n2i, tpos tneg cpos cneg, event.e n.e event.c n.c; m1i sd1i n1i m2i sd2i n2i; x1i t1i x2i t2i; xi ni;
ri ni; yi vi, yi sei, TE seTE … Group 1 is the intervention. Anything else is said by --columns
ROLE=INTERVENTION,CONTROL (one column where there is one group), and study=COLUMN: events, nonevents, totals,
times, means, sds, correlations …, or estimates with variances or ses."""


def _list_measures(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the code of every measure and what it is told as, and end."""
    if not asked or ctx.resilient_parsing:
        return
    from effectbank.measures import MEASURES  # noqa: PLC0415 -- slow import

    for code, one in MEASURES.items():
        echo(f"{code:<8}{one.display_label}")
    ctx.exit()


@click.command(epilog=EPILOG)
@click.argument("trials", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--measure", required=True, help="What to pool: RR, OR, RD, MD, SMD, GEN …")
@click.option(
    "--measures",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_measures,
    help="List all measures.",
)
@click.option("--columns", multiple=True, metavar="ROLE=A,B", help="Which columns are what; may be repeated.")
@click.option("--model", help="random (the default) or common.")
@click.option("--method", help="IV (inverse variance, the default), MH or Peto.")
@click.option("--tau2", help="Estimator of the variance between studies: REML (the default), DL …")
@click.option("--test", help="z (the default), t, knapp-hartung or ad-hoc.")
@click.option("--q-centre", help="What Q is measured from: IV or MH.")
@click.option("--zero-cells", help="The rule for empty cells, by its name.")
@click.option("--level", type=float, default=0.95, show_default=True, help="Of the confidence interval.")
@click.option("--preset", help="A program's own choices: revman5.")
@click.option("--by", metavar="COLUMN", help="Pool subgroups by this column too, and test their difference.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only these rows; may be repeated.")
@click.option(
    "--forest", "figure", type=click.Path(dir_okay=False, path_type=Path), help="Draw to .svg, .png or .pdf."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (schema effectbank.pool/1).")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw the forest plot with plain characters.")
@click.pass_context
def pool(
    ctx: click.Context,
    /,
    *,
    trials: Path,
    measure: str,
    columns: tuple[str, ...],
    by: str | None,
    where: tuple[str, ...],
    figure: Path | None,
    as_json: bool,
    ascii_only: bool,
    **choices: str | float | None,
) -> None:
    """Pool the trials of a CSV file: one row a study, one column a cell.

    A study whose numbers are unknown or impossible is left out, and named; exit code 1 where a cell was wrong.
    """
    from effectbank.cli.pooling import Asked, pool_trials  # noqa: PLC0415 -- slow import
    from effectbank.plots import forest, forest_text  # noqa: PLC0415 -- slow import
    from effectbank.plots.figure import format_of  # noqa: PLC0415 -- slow import
    from effectbank.problems import Severity  # noqa: PLC0415 -- with the others

    if figure is not None:
        format_of(figure)
    done = pool_trials(Asked(path=trials, measure=measure, columns=columns, by=by, where=where), choices)
    plot = None if done.fit is None else forest(done.fit, subgroups=done.subgroups)
    if as_json:
        groups = done.subgroups.rows() if done.subgroups else None
        fit = done.fit.to_dict() if done.fit else None
        test = done.subgroups.test if done.subgroups and len(done.subgroups.groups) > 1 else None
        found = [problem.to_dict() for problem in done.problems]
        echo_json(document("pool", file=trials.name, fit=fit, subgroups=groups, subgroup_test=test, problems=found))
    else:
        _tell(done.problems)
        if plot is not None:
            echo(f"{done.fit}\n\n{forest_text(plot, ascii_only=ascii_only, within=terminal_width())}", nl=False)
        else:
            echo("Nothing is pooled.", err=True)
    if plot is not None and figure is not None:
        plot.save(figure)
    if any(problem.severity is Severity.ERROR for problem in done.problems):
        ctx.exit(Exit.PROBLEMS)


def _tell(problems: Sequence[object]) -> None:
    for problem in problems:
        echo(str(problem), err=True)
