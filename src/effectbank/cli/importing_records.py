"""Files of bibliographic records from one format into another: the work behind `effectbank import` for them."""

from __future__ import annotations

from pathlib import Path

from effectbank.cli.output import counted, document, echo, echo_json
from effectbank.formats.records import RecordsRead, read_records, write_records
from effectbank.problems import BadInput, Severity

MOST_SHOWN = 50  # Problems; --json has them all


def import_records(source: str, out: str = "", *, format: str = "", as_json: bool = False) -> bool:  # noqa: A002
    """Read a file of records, say how many begin in it, were read and were rejected, and all that was wrong.

    Writes them to `out` if it is named, in the format of its ending. Returns whether nothing was an error. Raises
    BadInput, UnknownName, NotInstalled and OSError.
    """
    read = read_records(source, format=format)
    if out and Path(out).exists() and Path(out).samefile(source):
        raise BadInput(f"{out} is the file that is read; name another for what is written")
    written = write_records(read.records, out) if out and read.read else None
    fine = all(problem.severity is not Severity.ERROR for problem in read.problems)
    if as_json:
        echo_json(_as_document(read, written, fine=fine))
    else:
        _tell(read, written)
    return fine


def _as_document(read: RecordsRead, written: Path | None, *, fine: bool) -> dict[str, object]:
    return document(
        "import-records",
        file=read.file,
        format=read.format,
        fine=fine,
        starts=read.starts,
        read=read.read,
        rejected=read.rejected,
        written=written,
        problems=[problem.to_dict() for problem in read.problems],
    )


def _tell(read: RecordsRead, written: Path | None) -> None:
    for problem in read.problems[:MOST_SHOWN]:
        echo(str(problem))
    if len(read.problems) > MOST_SHOWN:
        echo(f"… and {len(read.problems) - MOST_SHOWN:,} more; --json prints them all")
    label = f" ({read.format})" if read.format else ""
    begin = f"{counted(read.starts, 'record begins', 'records begin')} in it"
    echo(f"{read.file}{label}: {begin}, {read.read:,} read, {read.rejected:,} rejected.")
    if written:
        echo(f"Wrote {written} with {counted(read.read, 'record')}.")
