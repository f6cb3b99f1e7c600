"""`run --library` and `import --library`: the run with its progress, and the table at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from effectbank.cli.output import counted, document, echo, echo_json, heading, in_number
from effectbank.formats.library import Options, Run, run_library
from effectbank.formats.library.tables import Row
from effectbank.problems import BadInput

SHOWN = 15  # files told one by one
COLUMNS = ("file", "status", "analyses", "rows", "stored", "reproduced", "explained", "unexplained")


def run_over(library: Path, out: Path, options: Options, *, as_json: bool) -> bool:
    """Run, show how far it is, tell what came of it; whether every file was read and nothing is unexplained."""
    if out.resolve().is_relative_to(library.resolve()) or library.resolve().is_relative_to(out.resolve()):
        raise BadInput(f"{str(out)!r} and {str(library)!r} lie in each other; write the results somewhere else")
    run = _with_progress(library, out, options)
    if as_json:
        echo_json(_document(run, out))
    else:
        for line in _lines(run, out):
            echo(line)
    return not (run.count("failed") or run.total("unexplained"))


def _with_progress(library: Path, out: Path, options: Options) -> Run:
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label="Reviews", file=sys.stderr, hidden=hidden, show_pos=True) as bar:

        def progress(done: int, count: int) -> None:
            bar.length = count
            bar.update(done - bar.pos)

        return run_library(library, out, options, progress=progress)


def _document(run: Run, out: Path) -> dict[str, object]:
    return document(
        "library",
        wrote=out,
        files=[{name: row[name] for name in (*COLUMNS, "failure", "errors", "first_error")} for row in run.files],
        totals={name: run.total(name) for name in COLUMNS[2:]},
        read=run.count("read"),
        with_errors=run.count("errors"),
        failed=run.count("failed"),
        done_before=run.done_before,
        outdated=run.outdated,
        passed_over=run.passed_over,
    )


def _lines(run: Run, out: Path) -> Iterator[str]:
    before = f", {run.done_before} of them before" if run.done_before else ""
    yield heading(f"{counted(len(run.files), 'file')}{before}")
    if run.outdated:
        yield f"  {run.outdated} done again: another version of the program had done them"
    if run.passed_over:
        told = ", ".join(f"{number} {ending}" for ending, number in run.passed_over.items())
        yield f"  passed over: {told} (a library is of packages, .rm5 files and folders of reviews)"
    yield f"  {run.count('read')} read, {run.count('errors')} read with errors, {run.count('failed')} failed"
    yield f"  {in_number(run.total('analyses'), 'analyses')}, {in_number(run.total('rows'), 'rows of data')}"
    yield from _some("failed", [row for row in run.files if row["status"] == "failed"], "failure")
    yield from _some("read with errors", [row for row in run.files if row["status"] == "errors"], "first_error")
    yield from _unexplained([row for row in run.files if row["unexplained"]])
    yield f"Wrote {out / 'results'} and {out / 'files'} (Parquet)"
    told = ", ".join(f"{run.total(name)} {name}" for name in ("reproduced", "explained", "unexplained"))
    yield heading(f"{run.total('stored')} stored numbers: {told}")


def _some(what: str, rows: list[Row], why: str) -> Iterator[str]:
    if rows:
        yield f"{counted(len(rows), 'file')} {what}:"
        yield from (f"  {row['file']}: {row[why]}" for row in rows[:SHOWN])
    if len(rows) > SHOWN:
        yield f"  … and {len(rows) - SHOWN} more, in the table of files"


def _unexplained(rows: list[Row]) -> Iterator[str]:
    if rows:
        yield f"Unexplained numbers in {counted(len(rows), 'file')}; `effectbank prove` tells them of a folder:"
        worst = sorted(rows, key=lambda row: -row["unexplained"])[:SHOWN]
        yield from (f"  {row['unexplained']:6} of {row['stored']:6}  {row['file']}" for row in worst)
    if len(rows) > SHOWN:
        yield f"  … and {len(rows) - SHOWN} more files"
