"""A review, Cochrane's or one exported here, into a folder: what was read, left out and wrong, and the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from effectbank.formats.provenance_json import FIELDS
from effectbank.formats.recognise import DESCRIPTIONS, EXPORTS, Format, read_export, read_source, recognise
from effectbank.problems import BadInput, Place, Problem, Severity
from effectbank.review import Review, read_folder
from effectbank.review.proving import Proof, prove
from effectbank.review.reading.faults import error
from effectbank.review.scaffold import check_free
from effectbank.review.updating import RECORD, Record, write_record
from effectbank.review.write import bytes_of, write_files


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
class Imported:
    """The review in a file, what was wrong with the file, and what of it was left out."""

    name: str
    format: str
    review: Review
    problems: Sequence[Problem]
    left_out: Mapping[str, int] = field(default_factory=dict)
    updatable: bool = False  # whether a newer state of the file can be brought in later


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
    read = _export_in(path, kind) if kind in EXPORTS else _source_in(path, kind)
    folder = out or Path(read.name)
    if read.updatable and (folder / RECORD).is_file():
        raise ImportedBefore(folder, path)
    check_free(folder)
    files = bytes_of(read.review)
    write_files(files, folder)
    if read.updatable:
        write_record(folder, Record(file=path.name, name=read.name, files=files))
    written = read_folder(folder)  # what was written: a loss on the way would show
    if kind in EXPORTS:
        read = replace(read, problems=(*read.problems, *_lost(read, written)))
    proof = prove(written)
    wrong = [problem for problem in written.problems() if problem.severity is Severity.ERROR]
    if as_json:
        echo_json(_document(read, folder, proof) | {"folder_errors": [problem.to_dict() for problem in wrong]})
    else:
        for line in _lines(read, folder, proof, wrong):
            echo(line)
    return proof.holds and not errors_in(read.problems)


def _source_in(path: Path, kind: Format) -> Imported:
    source = read_source(path, kind)
    return Imported(
        name=source.name, format=source.format, review=review_in(source, path), problems=source.problems,
        left_out=source.left_out, updatable=True,
    )  # fmt: skip


def _export_in(path: Path, kind: Format) -> Imported:
    """What was exported here; what is wrong with the folder's own files is told of the folder."""
    review = read_export(path, kind)
    problems = [problem for problem in review.read_problems if problem.place.file == path.name]
    if not holds_anything(review):
        raise NothingRead(path, problems)
    return Imported(name=slug(review.name) or "review", format=kind, review=review, problems=problems)


def _lost(read: Imported, written: Review) -> Iterator[Problem]:
    """What the folder, read again, does not say as the file did; its name and place are its own."""
    here = replace(written, name=read.review.name, card=replace(written.card, slug=read.review.card.slug))
    for part in FIELDS:
        if getattr(here, part) != getattr(read.review, part):
            yield error("not-equal", Place(file=read.name), f"its {part} read back otherwise than in the file")


def review_in(source: SourceReview, path: Path) -> Review:
    """The review that a file was read into. Raises NothingRead."""
    review = review_of(source)
    if not holds_anything(review):
        raise NothingRead(path, source.problems)
    return review


def errors_in(problems: Sequence[Problem]) -> int:
    """How many faults of the file lost something."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


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


def _document(read: Imported, folder: Path, proof: Proof) -> dict[str, object]:
    return document(
        "import",
        wrote=folder,
        format=read.format,
        counts=_counts(read.review),
        left_out=dict(read.left_out),
        problems=[problem.to_dict() for problem in read.problems],
        proof=proof.to_dict(),
    )


def _lines(read: Imported, folder: Path, proof: Proof, wrong: Sequence[Problem]) -> Iterator[str]:
    yield heading(f"{read.review.card.title} ({read.format})")
    yield from (f"  {in_number(number, words)}" for words, number in _counts(read.review).items() if number)
    if read.left_out:
        told = ", ".join(in_number(number, words) for words, number in read.left_out.items())
        yield f"  left out, as personal: {told}"
    if read.problems:
        yield ""
        yield from problem_lines(read.problems)
    if wrong:
        yield ""
        yield f"Read as the source has it, but wrong ({counted(len(wrong), 'error')} that `check` tells):"
        yield from problem_lines(wrong)
    yield ""
    yield from finding_lines(proof)
    yield f"Wrote {folder}"
    yield f"Next: effectbank check {folder}, then effectbank publish {folder} -o {folder.name}.html"
    yield verdict(proof)
