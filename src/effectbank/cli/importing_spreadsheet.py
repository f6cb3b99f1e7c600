"""A spreadsheet of trials to a folder: the work behind `effectbank import` of a CSV or Excel file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from effectbank.cli.exits import Exit
from effectbank.cli.output import counted, document, echo, echo_json, heading, problem_lines
from effectbank.formats.spreadsheet import SpreadsheetRead, read
from effectbank.formats.spreadsheets.mapping import Mapping
from effectbank.formats.spreadsheets.mapping_file import mapping_bytes
from effectbank.problems import Problem, Severity
from effectbank.review.scaffold import check_free, lay_out
from effectbank.review.writing.files import write_atomically

HEADS = ("column", "headed", "read as", "certain?", "because")


def import_spreadsheet(
    path: Path,
    out: Path,
    *,
    mapping: Path | None = None,
    sheet: str | None = None,
    measure: str | None = None,
    as_json: bool = False,
) -> Exit:
    """Read a spreadsheet into a new folder, or show how it seems to be read and save that for correcting.

    Returns the exit code: PROBLEMS where no folder was written, or where any cell or row could not be read.
    Raises FolderTaken where there is anything at `out` already.
    """
    check_free(out)
    done = read(path, mapping=mapping, sheet=sheet, measure=measure)
    wrote = out if done.review and lay_out(out, done.review.files) else None
    saved = None
    if wrote is None and mapping is None and done.mapping is not None:
        saved = _saved(done.mapping, out.with_name(f"{out.name}.mapping.toml"), path.name)
    if as_json:
        echo_json(_document(done, wrote, saved))
    else:
        _tell(done, wrote, saved, path, out)
    errors = any(problem.severity is Severity.ERROR for problem in done.problems)
    return Exit.PROBLEMS if errors or wrote is None else Exit.FINE


def _saved(mapping: Mapping, path: Path, file: str) -> Path:
    """Save a proposed mapping where none is yet: one that is there may have been corrected."""
    if not path.exists():
        write_atomically(path, mapping_bytes(mapping, file=file))
    return path


def _document(done: SpreadsheetRead, wrote: Path | None, saved: Path | None) -> dict[str, object]:
    rows = done.count and {"found": done.count.found, **{str(fate): n for fate, n in done.count.fates.items()}}
    return document(
        "import-spreadsheet", format="spreadsheet", file=done.file, sheets=done.sheets, wrote=wrote,
        mapping=done.mapping, mapping_file=saved, rows=rows,
        certain=done.mapping is not None and done.mapping.certain,
        problems=[problem.to_dict() for problem in done.problems],
    )  # fmt: skip


def _tell(done: SpreadsheetRead, wrote: Path | None, saved: Path | None, path: Path, out: Path) -> None:
    if done.mapping is not None:
        for line in mapping_lines(done.mapping):
            echo(line)
    for line in problem_lines(_worst_first(done.problems)):
        echo(line, err=True)
    if done.count is not None:
        echo(f"\n{done.count}.")
    if wrote is not None and done.review is not None:
        echo(f"Wrote {wrote}: {counted(len(done.review.studies), 'study', 'studies')}, from {done.file}.")
        echo(f"Next: effectbank check {wrote}")
    elif saved is not None:
        echo(f"\nNo folder was written. How the columns seem to be read is in {saved}: correct it, then")
        echo(f"  effectbank import {path} -o {out} --map {saved}")
    else:
        echo("\nNo folder was written.")


def _worst_first(problems: Sequence[Problem]) -> list[Problem]:
    order = list(Severity)
    return sorted(problems, key=lambda problem: order.index(problem.severity))


def mapping_lines(mapping: Mapping) -> Iterator[str]:
    """The mapping as a table to be confirmed, and what else isn't certain."""
    sheet = f"sheet {mapping.sheet}, " if mapping.sheet else ""
    rows = " and ".join(map(str, mapping.header))
    yield f"{sheet}headings in row {rows}, {mapping.layout}"
    for side, names in (("intervention", mapping.intervention), ("control", mapping.control)):
        yield f"{side}: {' or '.join(names) or '?'}"
    for plan in mapping.outcomes:
        yield f"outcome {plan.name}: pooled as {plan.measure} (another: --measure, or measure in the mapping)"
    yield ""
    cells = [(c.letter, c.heading, c.read_as, "yes" if c.certain else "NO", c.because) for c in mapping.columns]
    widths = [max(map(len, column)) for column in zip(HEADS, *cells, strict=True)]
    yield heading(_line(HEADS, widths))
    yield from (_line(row, widths) for row in cells)
    yield from ("", *(f"Not certain: {doubt}" for doubt in mapping.doubts)) if mapping.doubts else ()


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
