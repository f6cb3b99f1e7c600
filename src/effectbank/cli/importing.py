"""A Cochrane review into a folder: what was read, what was left out, what is wrong, and the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from effectbank.cli.exits import Exit
from effectbank.cli.output import (
    PROBLEMS_SHOWN,
    counted,
    document,
    echo,
    echo_json,
    heading,
    in_number,
    problem_lines,
)
from effectbank.cli.proving import finding_lines, verdict
from effectbank.formats.cochrane.folder import holds_anything, review_of
from effectbank.formats.cochrane.naming import slug
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.recognise import DESCRIPTIONS, Format, read_source, recognise
from effectbank.problems import BadInput, Problem, Severity
from effectbank.review import Review, read_folder
from effectbank.review.proving import Proof, prove
from effectbank.review.scaffold import check_free
from effectbank.review.updating import RECORD, Record, write_record
from effectbank.review.write import bytes_of, write_folder


class NothingRead(BadInput):
    """A file in which nothing could be read, and why."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        why = "; ".join(map(str, problems[:PROBLEMS_SHOWN])) or "it holds no study and no word"
        super().__init__(f"nothing could be read in {str(path)!r}, and nothing was written: {why}")


class ImportedBefore(BadInput):
    """A folder that was imported already."""

    def __init__(self, folder: Path, path: Path) -> None:
        super().__init__(
            f"{str(folder)!r} was imported before; to bring in what is new, "
            f"effectbank import {path} --update {folder}; or give another name with -o"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreadsheet:
    """What was said of a spreadsheet."""

    mapping: Path | None
    sheet: str | None
    measure: str | None


def import_file(path: Path, out: Path | None, asked: str, how: Spreadsheet, *, as_json: bool) -> Exit:
    """Import a file of any format, by what it holds or what it is said to be; the exit code.

    Raises what its reader raises, and BadInput for options that say nothing of its format.
    """
    kind = Format(asked) if asked in set(Format) else Format.RECORDS if asked else recognise(path)
    if kind is not Format.SPREADSHEET and (how.mapping or how.sheet or how.measure):
        raise BadInput(
            f"--map, --sheet and --measure are for spreadsheets; {path.name} is read as {DESCRIPTIONS[kind]}"
        )
    if kind is Format.SPREADSHEET:
        from effectbank.cli.importing_spreadsheet import import_spreadsheet  # noqa: PLC0415 -- openpyxl is an extra

        folder = out or Path(slug(path.stem) or "review")
        return import_spreadsheet(
            path, folder, mapping=how.mapping, sheet=how.sheet, measure=how.measure, as_json=as_json
        )
    if kind is Format.RECORDS:
        from effectbank.cli.importing_records import import_records  # noqa: PLC0415 -- bibtexparser is an extra

        written = str(out) if out else ""
        fine = import_records(str(path), written, format="" if asked in set(Format) else asked, as_json=as_json)
    else:
        fine = import_review(path, kind, out, as_json=as_json)
    return Exit.FINE if fine else Exit.PROBLEMS


def import_review(path: Path, kind: Format, out: Path | None, *, as_json: bool) -> bool:
    """Read, write, prove and tell; whether all went well.

    Raises FolderTaken, or ImportedBefore, where `out` holds anything.
    """
    source = read_source(path, kind)
    folder = out or Path(source.name)
    if (folder / RECORD).is_file():
        raise ImportedBefore(folder, path)
    check_free(folder)
    review = review_in(source, path)
    write_folder(review, folder)
    write_record(folder, Record(file=path.name, name=source.name, files=bytes_of(review)))
    written = read_folder(folder)  # what was written: a loss on the way would show
    proof = prove(written)
    wrong = [problem for problem in written.problems() if problem.severity is Severity.ERROR]
    if as_json:
        echo_json(
            _document(source, review, folder, proof) | {"folder_errors": [problem.to_dict() for problem in wrong]}
        )
    else:
        for line in _lines(source, review, folder, proof, wrong):
            echo(line)
    return proof.holds and not errors_in(source)


def review_in(source: SourceReview, path: Path) -> Review:
    """The review that a file was read into. Raises NothingRead."""
    review = review_of(source)
    if not holds_anything(review):
        raise NothingRead(path, source.problems)
    return review


def errors_in(source: SourceReview) -> int:
    """How many faults of the file lost something."""
    return sum(problem.severity is Severity.ERROR for problem in source.problems)


def _counts(review: Review) -> dict[str, int]:
    """What the folder holds, by the words it is told in."""
    statuses = Counter(str(study.status) for study in review.studies.values())
    rows = sum(map(len, review.data.values())) + sum(map(len, review.contrasts.values()))
    return {
        **{f"{status} studies": number for status, number in statuses.items()},
        "references": len(review.references),
        "analyses": len(review.analyses),
        "rows of data": rows,
        "judgements of bias": len(review.risk_of_bias),
        "words of text": len(review.text.split()),
    }


def _document(source: SourceReview, review: Review, folder: Path, proof: Proof) -> dict[str, object]:
    return document(
        "import",
        wrote=folder,
        format=source.format,
        counts=_counts(review),
        left_out=dict(source.left_out),
        problems=[problem.to_dict() for problem in source.problems],
        proof=proof.to_dict(),
    )


def _lines(
    source: SourceReview, review: Review, folder: Path, proof: Proof, wrong: Sequence[Problem]
) -> Iterator[str]:
    yield heading(f"{review.card.title} ({source.format})")
    yield from (f"  {in_number(number, words)}" for words, number in _counts(review).items() if number)
    if source.left_out:
        told = ", ".join(in_number(number, words) for words, number in source.left_out.items())
        yield f"  left out, as personal: {told}"
    if source.problems:
        yield ""
        yield from problem_lines(source.problems)
    if wrong:
        yield ""
        yield f"Read as the source has it, but wrong ({counted(len(wrong), 'error')} that `check` tells):"
        yield from problem_lines(wrong)
    yield ""
    yield from finding_lines(proof)
    yield f"Wrote {folder}"
    yield f"Next: effectbank check {folder}, then effectbank publish {folder} -o {folder.name}.html"
    yield verdict(proof)
