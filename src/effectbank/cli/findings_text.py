"""What `check` prints for a person: file by file, the worst last, then the counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import fill

import click

from effectbank.cli.findings import SEVERITIES, Finding, Findings
from effectbank.cli.output import Styled, counted, heading, seen, terminal_width
from effectbank.problems import Severity
from effectbank.review.text import FILE

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}
MARGIN = " " * 20
UNBOUND_SHOWN = 8


def findings_lines(findings: Findings, *, least: Severity) -> Iterator[str]:
    """The lines of the print."""
    shown = [one for one in findings.found if _badness(one) >= SEVERITIES.index(least)]
    files = [list(group) for _, group in groupby(shown, key=lambda one: one.problem.place.file)]
    for group in sorted(files, key=lambda group: max(map(_badness, group))):
        yield heading(group[0].problem.place.file)
        for finding in group:
            yield from _one(finding)
        yield ""
    for label, apart in groupby(findings.differences, key=lambda one: findings.labels[one[0]]):
        told = "; ".join(str(entry) for _, entry in apart)
        yield f"Published and computed differ: {label}: {told}".replace("_", " ")
    if findings.look_first:
        rows = " and ".join(map(str, findings.look_first))
        yield f"Look first at {rows}: every count that fails rests there, and none that holds to the event does."
    yield _coverage(findings)
    yield _counts(findings)


def _badness(finding: Finding) -> int:
    return SEVERITIES.index(finding.problem.severity)


def _one(finding: Finding) -> Iterator[str]:
    problem = finding.problem
    line = "" if problem.place.line is None else f"line {problem.place.line}"
    severity = click.style(f"{problem.severity:<9}", fg=COLOURS[problem.severity])
    message = _hung(seen(problem.message)).removeprefix(MARGIN)
    yield Styled(f"  {line:<9}{severity}{message}")
    if problem.hint:
        yield _hung(problem.hint)
    if problem.concerns and problem.severity is not Severity.NOTE:
        yield _hung(f"what rests on it: {', '.join(problem.concerns)}")
    if finding.sentences:
        yield _hung(f"sentences that rest on it: {_sentences(finding)}")


def _hung(words: str) -> str:
    """Words hung on the margin, broken to the width of a terminal; left whole in a pipe, where a line is a fact."""
    width = terminal_width()
    if width is None:
        return MARGIN + words
    return fill(words, width, initial_indent=MARGIN, subsequent_indent=MARGIN)


def _sentences(finding: Finding) -> str:
    lines = groupby(finding.sentences, key=lambda claim: claim.line)
    return "; ".join(f"{FILE}:{line} {_quoted([claim.words for claim in claims])}" for line, claims in lines)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{one}”" for one in words)


def _coverage(findings: Findings) -> str:
    found = findings.coverage
    if not found.total:
        return "No numbers in the prose."
    share = f"Numbers bound: {found.bound} of {found.total}"
    if found.exempt:
        share += f", and {len(found.exempt)} marked as uncounted"
    unbound = "; ".join(f"{FILE}:{line} “{words}”" for line, words in found.unbound[:UNBOUND_SHOWN])
    if len(found.unbound) > UNBOUND_SHOWN:
        unbound += f"; and {len(found.unbound) - UNBOUND_SHOWN} more (--json lists them all)"
    return f"{share}. Not bound: {unbound}" if unbound else f"{share}."


def _counts(findings: Findings) -> Styled:
    errors, warnings, notes = (findings.count(severity) for severity in reversed(SEVERITIES))
    told = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}, {counted(notes, 'note')}"
    return Styled(click.style(told, fg="red" if errors else "green", bold=True))
