"""A folder into another program's format: what was written, what has no place there, and the proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from effectbank.cli.exporters import EXPORTERS, Exported
from effectbank.cli.output import document, echo, echo_json, heading, in_number, problem_lines
from effectbank.cli.proving import finding_lines, verdict
from effectbank.problems import Severity
from effectbank.review import Review, open_folder


def export_review(folder: str, target: str, out: Path, *, keep_stored: bool, as_json: bool) -> bool:
    """Read, write and tell; whether all went well. What couldn't be read in the folder is told: it can't go out."""
    review = open_folder(folder)
    unread = [problem for problem in review.read_problems if problem.severity is Severity.ERROR]
    made = EXPORTERS[target](review, out, keep_stored)
    made = replace(made, problems=(*unread, *made.problems))
    if as_json:
        echo_json(_document(made, target))
    else:
        for line in _lines(made, review, target):
            echo(line)
    return made.went_well


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
    yield from (f"  {in_number(number, words)}" for words, number in made.counts.items() if number)
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
