"""The step over a library: some of its reviews read, pooled in common batches, and compared with what they store.

It takes and gives plain values, so that it runs in this process, in another, or on another machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from effectbank.formats.cochrane.folder import holds_anything, review_of
from effectbank.formats.collecting import without_collecting
from effectbank.formats.library.results import result_rows
from effectbank.formats.library.sources import Source, readable
from effectbank.formats.library.tables import Done, Row, file_row
from effectbank.formats.recognise import read_source, recognise
from effectbank.problems import EffectBankError, NotInstalled, Severity
from effectbank.review import Review, read_folder
from effectbank.review.proving import Proof, prove_many
from effectbank.review.reading import data, stored
from effectbank.review.write import write_folder

NOTHING = "its tables name no study and no analysis"


def step(root: str, sources: list[Source], write_to: str | None) -> Done:
    """Read, pool and compare; with `write_to`, write each review as a folder there. A bad file stops no other."""
    with without_collecting():
        return _step(root, sources, write_to)


def _step(root: str, sources: list[Source], write_to: str | None) -> Done:
    read: dict[str, Review] = {}
    failed: dict[str, str] = {}
    lasting: set[str] = set()
    for source in sources:
        found = _read(Path(root) / source.path, whole=write_to is not None)
        if isinstance(found, Review):
            read[source.path] = found
        else:
            failed[source.path] = str(found)
            lasting |= {source.path} if isinstance(found, Unreadable) else set()
    folders = {source.path: source.folder for source in sources}
    proofs = dict(zip(read, _proved(list(read.values())), strict=True))
    for path, proof in proofs.items():
        fault = proof if isinstance(proof, str) else _written(read[path], folders[path], write_to)
        if fault:
            failed[path] = fault
    return Done(
        files=[_file(source, read, proofs, failed) | {"lasting": source.path in lasting} for source in sources],
        results=[
            row
            for path, proof in proofs.items()
            if isinstance(proof, Proof)
            for row in result_rows(readable(path), read[path], proof)
        ],
    )


class Unreadable(str):
    """Why there is no review in a file, where the reason is what the file holds."""

    __slots__ = ()


def _read(path: Path, *, whole: bool) -> Review | str:
    """The review, or why there is none; only `whole` with what no analysis rests on."""
    try:
        if path.is_dir() and (path / "entry.toml").is_file():
            return read_folder(path)
        review = review_of(read_source(path, recognise(path), whole=whole))
    except (NotInstalled, OSError) as fault:
        return str(fault)
    except EffectBankError as fault:
        return Unreadable(fault)
    except Exception as fault:  # a fault of ours must not stop the other thousands; it is told as one
        return f"fault of the program: {type(fault).__name__}: {fault}"
    if holds_anything(review):
        return review
    return Unreadable("; ".join(map(str, review.read_problems)) or f"{path.name}: {NOTHING}")


def _proved(reviews: list[Review]) -> list[Proof | str]:
    """All together; where that fails, each by itself, so that one spoils no other."""
    try:
        return list(prove_many(reviews))
    except Exception as fault:  # as above
        if len(reviews) == 1:
            return [f"fault of the program: {type(fault).__name__}: {fault}"]
        return [proof for review in reviews for proof in _proved([review])]


def _written(review: Review, folder: str, write_to: str | None) -> str:
    """Write a review as a folder, where one is wanted; why it could not be, or ""."""
    if write_to is None:
        return ""
    try:
        write_folder(review, Path(write_to) / folder)
        _without_old_data(review, Path(write_to) / folder)
    except (EffectBankError, OSError, UnicodeError) as fault:
        return f"could not be written: {fault}"
    return ""


def _without_old_data(review: Review, folder: Path) -> None:
    """Take away the data that a run before wrote of outcomes which the source has no more."""
    now = {f"{name}.csv" for name in review.data} | {f"{name}{data.CONTRASTS}" for name in review.contrasts}
    for path in (folder / data.FOLDER).glob("*.csv"):
        if path.name not in now and f"{data.FOLDER}{path.name}" not in review.files:
            path.unlink()
    if not review.stored and stored.FILE not in review.files:
        (folder / stored.FILE).unlink(missing_ok=True)


def _file(source: Source, read: dict[str, Review], proofs: dict[str, Any], failed: dict[str, str]) -> Row:
    review, proof = read.get(source.path), proofs.get(source.path)
    problems = review.read_problems if review else ()
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return file_row(
        source,
        review,
        proof if isinstance(proof, Proof) else None,
        failure=failed.get(source.path, ""),
        errors=len(errors),
        first=str(errors[0]) if errors else "",
    )
