"""A newer state of a source into a folder that people have edited: what changes, what stays, and the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from effectbank.cli.importing import errors_in, review_in
from effectbank.cli.output import counted, document, echo, echo_json, heading, problem_lines
from effectbank.cli.proving import verdict
from effectbank.cli.updating_options import Updating
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.recognise import DESCRIPTIONS, Format, read_source, recognise
from effectbank.problems import BadInput
from effectbank.review import Review, read_files
from effectbank.review.proving import Proof, prove
from effectbank.review.reading.folder import files_of
from effectbank.review.updating import (
    RECORD,
    Change,
    Fate,
    Record,
    Update,
    before_of,
    read_record,
    restore,
    swap_in,
    take_back,
    under_names_of,
    update_of,
    write_record,
)  # fmt: skip
from effectbank.review.updating.record import bytes_of as record_bytes
from effectbank.review.updating.swapping import undone_of
from effectbank.review.write import bytes_of
from effectbank.words import some_of

SHOWN = 20  # changes of one kind


def update(path: Path, asked: str, updating: Updating, *, as_json: bool) -> bool:
    """Bring the folder up to date with a file, and tell; whether all went well and nothing is in conflict.

    Raises NoRecord, NothingRead, and BadInput for no folder, or a file whose format holds no review.
    """
    folder = _mended(updating.folder or Path())
    record = _since(updating.since) if updating.since else read_record(folder)
    source = replace(_source(path, asked), name=record.name)
    imported, newer = read_files(record.name, record.files), review_in(source, path)
    doubt = _other_review(imported, newer, path, anyway=updating.anyway)
    theirs = bytes_of(under_names_of(imported, newer))
    ours = _files(folder)
    found = update_of(record.files, ours, theirs)
    proof = prove(read_files(folder.name, found.files))
    if not updating.dry_run:
        _write(folder, found, ours, Record(file=path.name, name=record.name, files=theirs))
    if as_json:
        told = _document(source, found, folder, proof, written=not updating.dry_run)
        echo_json(told | {"other_review": doubt})
    else:
        if doubt:
            echo(f"Is this the same review? {doubt}.")
        for line in _lines(source, found, folder, proof, written=not updating.dry_run):
            echo(line)
    return proof.holds and not errors_in(source.problems) and not found.conflicts


def _other_review(imported: Review, newer: Review, path: Path, *, anyway: bool) -> str:
    """What speaks for the file being of another review than the folder, in words; "" where nothing does.

    Raises BadInput where they have no study in common, unless that is said to be meant.
    """
    had, both = len(imported.studies), len({*imported.studies} & {*newer.studies})
    if 2 * both >= had or not newer.studies:
        return ""
    some = f"{both} of them {'is' if both == 1 else 'are'}" if both else "none is"
    told = f"{counted(had, 'study', 'studies')} imported, and {some} in {path.name}"
    if both or anyway:
        return told
    raise BadInput(f"{told}: it is of another review; if it is meant, say so with --anyway")


def _write(folder: Path, found: Update, ours: Mapping[str, bytes], now: Record) -> None:
    """Swap the new state in; where nothing comes in, the way back to the one before stays open."""
    if found.of(Fate.TAKEN):
        gone = frozenset(ours) - frozenset(found.files)
        swap_in(folder, {**found.files, RECORD: record_bytes(now)}, gone)
    else:
        write_record(folder, now)


def undo(folder: Path) -> None:
    """Put a folder back as it was before its last update, and tell."""
    if restore(folder):
        echo(f"{folder} is back: its update was stopped half way.")
        return
    take_back(folder)
    echo(f"{folder} is as it was before its last update; what it had become is kept in {undone_of(folder).name}.")


def _mended(folder: Path) -> Path:
    """The folder, put back first if an update of it was stopped half way. Raises BadInput where there is none."""
    restore(folder)
    if not folder.is_dir():
        raise BadInput(
            f"{str(folder)!r} is no folder: --update takes one that was imported, and -o makes a new one"
        )
    return folder


def _files(folder: Path) -> Mapping[str, bytes]:
    """All its files. Raises BadInput where one is passed over in reading: it would look as if taken out by hand."""
    files, refused = files_of(folder)
    if refused:
        raise BadInput(f"{str(folder)!r} cannot be brought up to date: {refused[0]}")
    return files


def _source(path: Path, asked: str) -> SourceReview:
    kind = Format(asked) if asked in set(Format) else recognise(path)
    if kind not in (Format.RM5, Format.PACKAGE):
        raise BadInput(
            f"--update is for {DESCRIPTIONS[Format.RM5]} or {DESCRIPTIONS[Format.PACKAGE]}; "
            f"{path.name} is read as {DESCRIPTIONS[kind]}"
        )
    return read_source(path, kind)


def _since(path: Path) -> Record:
    """What an import of a file would have recorded."""
    source = _source(path, "")
    return Record(file=path.name, name=source.name, files=bytes_of(review_in(source, path)))


def _document(
    source: SourceReview, found: Update, folder: Path, proof: Proof, *, written: bool
) -> dict[str, object]:
    return document(
        "import-update",
        folder=folder,
        written=written,
        format=source.format,
        studies_added=found.added,
        studies_gone=found.gone,
        changes=[_row(change) for change in found.changes],
        conflicts=[problem.to_dict() for problem in found.conflicts],
        problems=[problem.to_dict() for problem in source.problems],
        proof=proof.to_dict(),
    )


def _row(change: Change) -> dict[str, object]:
    return {
        "fate": str(change.fate), "file": change.file, "line": change.line, "part": change.part,
        "name": change.name, "imported": change.base, "folder": change.ours, "source": change.theirs,
    }  # fmt: skip


def _lines(source: SourceReview, found: Update, folder: Path, proof: Proof, *, written: bool) -> Iterator[str]:
    yield heading(f"{folder} and {source.card.get('title') or source.name} ({source.format})")
    yield from _studies(found)
    yield from _some("other changes in the source", found.others)
    stored = Counter(_sort(change) for change in found.stored)
    if stored:
        yield f"  stored results: {', '.join(f'{number} {sort}' for sort, number in stored.items())}"
    yield from _some("edited by hand, and kept", found.of(Fate.KEPT))
    if found.conflicts:
        yield ""
        yield f"Edited by hand and changed in the source: {counted(len(found.conflicts), 'conflict')}"
        yield from problem_lines(found.conflicts)
    if source.problems:
        yield ""
        yield from problem_lines(source.problems)
    yield ""
    yield from _ending(found, folder, proof, written=written)
    yield verdict(proof)


def _studies(found: Update) -> Iterator[str]:
    for what, names in (("new", found.added), ("gone", found.gone)):
        if names:
            yield f"  {counted(len(names), 'study', 'studies')} {what}: {some_of(names, SHOWN)}"


def _some(what: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield f"  {what}: {len(changes)}"
        yield from (f"    {change}" for change in changes[:SHOWN])
    if len(changes) > SHOWN:
        yield f"    … and {len(changes) - SHOWN} more; --json lists them all"


def _sort(change: Change) -> str:
    if change.name:
        return "changed"
    return "gone" if change.theirs is None else "new"


def _ending(found: Update, folder: Path, proof: Proof, *, written: bool) -> Iterator[str]:
    if not found.of(Fate.TAKEN):
        yield "Nothing to bring in: the folder has all that changed in the source."
    elif written:
        yield f"Updated {folder}; as it was it is kept in {before_of(folder).name}"
        yield f"Next: effectbank check {folder}, then effectbank write {folder} for the numbers in its prose;"
        yield f"      effectbank import --undo {folder} takes it back"
    else:
        yield "Nothing was written: this is what would be done without --dry-run."
    if proof.findings and written:
        yield f"Stored results that the data do not yield are listed by: effectbank prove {folder}"
