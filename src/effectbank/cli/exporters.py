"""One function a format: it writes a folder, reads it again where it can, and tells what has no place there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from effectbank.problems import Problem, Severity
from effectbank.review import Review
from effectbank.review.proving import Proof, prove
from effectbank.review.selecting import contrasts_in, pairs_of
from effectbank.review.writing.files import write_atomically


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote, counted, with all that has no place in it."""

    wrote: Path
    counts: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    proof: Proof | None = None  # of what was written, read again
    next: str = ""

    @property
    def went_well(self) -> bool:
        """Whether nothing was lost that the format has a place for."""
        errors = any(problem.severity is Severity.ERROR for problem in self.problems)
        return not errors and (self.proof is None or self.proof.holds)


def _package(review: Review, out: Path, keep_stored: bool) -> Exported:
    """A data package, read again and proved."""
    from effectbank.formats.cochrane.folder import review_of  # noqa: PLC0415 -- only this export needs it
    from effectbank.formats.cochrane.from_review import source_of  # noqa: PLC0415 -- as its sibling
    from effectbank.formats.data_package import read_source  # noqa: PLC0415 -- as its sibling
    from effectbank.formats.package_writer import write_package  # noqa: PLC0415 -- as its sibling

    source = source_of(review, keep_stored=keep_stored)
    problems = write_package(source, out)
    return Exported(
        wrote=out,
        counts={
            "studies": len(source.studies),
            "analyses": len(source.analyses),
            "rows of data": sum(len(analysis.rows) for analysis in source.analyses),
            "judgements of bias": len(source.judgements),
        },
        problems=(*source.problems, *problems),
        proof=prove(review_of(read_source(out))),
        next=f"effectbank import {out} -o a-copy makes a folder of it again",
    )


def _revman_csv(review: Review, out: Path, _: bool) -> Exported:
    """Review Manager's import tables and reference lists, in a folder."""
    from effectbank.formats.revman_csv import write_tables  # noqa: PLC0415 -- as its sibling

    made = write_tables(review, out)
    return Exported(
        wrote=out,
        counts=made.counts,
        problems=made.problems,
        next=f"read {out / 'README.txt'}: it says in which order the files go in",
    )


def _references(ending: str, review: Review, out: Path, _: bool) -> Exported:
    """Every reference of the folder, for a reference manager."""
    from effectbank.formats.csl_json import record_of  # noqa: PLC0415 -- as its sibling
    from effectbank.formats.records import encode_records  # noqa: PLC0415 -- as its sibling

    records = [record_of(item) for item in review.references]
    write_atomically(out, encode_records(records, ending))
    return Exported(wrote=out, counts={"references": len(records)})


def _sheet(name: str, review: Review, out: Path, _: bool) -> Exported:
    """One table of the data, or the JSON of everything; read again to count what isn't in it."""
    from effectbank.formats import long_csv, provenance_json, wide_csv  # noqa: PLC0415 -- as its sibling

    format_ = {"long-csv": long_csv, "wide-csv": wide_csv, "json": provenance_json}[name]
    format_.write(review, out)
    back = format_.read(out)
    rows = sum(map(len, (*back.data.values(), *back.contrasts.values())))
    told = [*_missing(review, back, out.name), *(_not_compared(review, out.name) if name == "wide-csv" else ())]
    return Exported(
        wrote=out,
        counts={"studies": len(back.studies), "outcomes": len(back.outcomes), "rows of data": rows},
        problems=(*told, *back.read_problems),
    )


def _missing(review: Review, back: Review, file: str) -> Iterator[Problem]:
    """How many things of each kind are in the folder, and not in what was read again."""
    from effectbank.formats.cochrane.back.faults import left_behind  # noqa: PLC0415 -- as its sibling

    sizes = (
        ("word of prose", "words of prose", [len(one.text.split()) for one in (review, back)]),
        ("analysis", "analyses", [len(one.analyses) for one in (review, back)]),
        ("outcome", "outcomes", [len(one.outcomes) for one in (review, back)]),
        ("study", "studies", [len(one.studies) for one in (review, back)]),
        ("fact", "facts", [len(one.facts) for one in (review, back)]),
        ("reference", "references", [len(one.references) for one in (review, back)]),
        ("judgement of bias", "judgements of bias", [len(one.risk_of_bias) for one in (review, back)]),
        ("stored result", "stored results", [len(one.stored) for one in (review, back)]),
    )
    for one, several, (had, has) in sizes:
        if had > has:
            yield left_behind(file, had - has, one if had - has == 1 else several)


def _not_compared(review: Review, file: str) -> Iterator[Problem]:
    """How many rows of data have no place among the arms that an analysis compares."""
    from effectbank.formats.cochrane.back.faults import left_behind  # noqa: PLC0415 -- as its sibling

    plans = [
        replace(one, where={}, without=()) for one in review.analyses.values() if one.outcome in review.outcomes
    ]
    pairs = [pair for plan in plans for pair in pairs_of(review, plan)]
    used = {id(row) for pair in pairs for row in (*pair.intervention, *pair.control)}
    used |= {id(row.contrast) for plan in plans for row in contrasts_in(review, plan)}
    rows = (*review.data.values(), *review.contrasts.values())
    left = sum(id(row) not in used for part in rows for row in part)
    if left:
        yield left_behind(file, left, "row of data" if left == 1 else "rows of data")


EXPORTERS: Mapping[str, Callable[[Review, Path, bool], Exported]] = {
    "package": _package,
    "revman-csv": _revman_csv,
    "ris": partial(_references, ".ris"),
    "bib": partial(_references, ".bib"),
    "csl": partial(_references, ".json"),
    **{name: partial(_sheet, name) for name in ("long-csv", "wide-csv", "json")},
}
