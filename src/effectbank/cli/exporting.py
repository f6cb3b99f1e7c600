"""A folder into another program's format: what was written, what has no place there, and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from effectbank.cli.output import document, echo, echo_json, heading, problem_lines
from effectbank.cli.proving import finding_lines, verdict
from effectbank.problems import Problem, Severity
from effectbank.review import Review, open_folder
from effectbank.review.proving import Proof, prove


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote, counted, with all that has no place in it."""

    wrote: Path
    counts: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    proof: Proof | None = None  # of what was written, read again
    next: str = field(default="")

    @property
    def went_well(self) -> bool:
        """Whether nothing was lost that the format has a place for."""
        errors = any(problem.severity is Severity.ERROR for problem in self.problems)
        return not errors and (self.proof is None or self.proof.holds)


def export_review(folder: str, target: str, out: Path, *, keep_stored: bool, as_json: bool) -> bool:
    """Read, write and tell; whether all went well."""
    review = open_folder(folder)
    made = EXPORTERS[target](review, out, keep_stored)
    if as_json:
        echo_json(_document(made, target))
    else:
        for line in _lines(made, review, target):
            echo(line)
    return made.went_well


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


EXPORTERS: Mapping[str, Callable[[Review, Path, bool], Exported]] = {"package": _package}


def _document(made: Exported, target: str) -> dict[str, object]:
    return document(
        "export",
        wrote=made.wrote,
        format=target,
        counts=dict(made.counts),
        problems=[problem.to_dict() for problem in made.problems],
        proof=made.proof.to_dict() if made.proof else None,
    )


def _lines(made: Exported, review: Review, target: str) -> Iterator[str]:
    yield heading(f"{review.card.title} (to {target})")
    yield from (f"  {number} {words}" for words, number in made.counts.items() if number)
    if made.problems:
        yield ""
        yield from problem_lines(made.problems)
    yield ""
    if made.proof:
        yield from finding_lines(made.proof)
    yield f"Wrote {made.wrote}"
    if made.next:
        yield f"Next: {made.next}"
    if made.proof:
        yield verdict(made.proof)
